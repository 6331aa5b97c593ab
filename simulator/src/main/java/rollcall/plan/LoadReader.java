package rollcall.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code load}: a list of phases, each a mapping with one key, and {@code measured: false} if it is a preparation. */
final class LoadReader {
    /** For a scenario that says nothing: less than the 12 sign-ins a second one OCS 2007 R2 pool is rated for. */
    private static final double GENTLE_PER_SECOND = 10;

    private static final String FIND = "find";
    private static final String USERS = "users";
    /** An event loop looks every 10 ms: nobody is due sooner than it looks again. */
    private static final long LEAST_THINK_NANOS = 100_000_000;

    private static final String MEASURED = "measured";

    private static final List<String> KINDS =
            List.of("ramp", "hold", "poisson", "atOnce", "pause", "spike", "steps", "profile", "parallel", USERS, FIND);

    private final Section root;
    private final Problems problems;
    private final ProfileReader profiles;
    private final int users;
    private final int endpoints;
    /** Clients of the phases read so far. */
    private long arrived;

    LoadReader(Section root, Surroundings surroundings, int users, int endpoints) {
        this.root = root;
        this.problems = root.problems();
        this.profiles = new ProfileReader(surroundings);
        this.users = users;
        this.endpoints = endpoints;
    }

    List<Phase> read() {
        if (!root.has("load")) {
            return List.of(new Phase.Hold(GENTLE_PER_SECOND, (long) users * endpoints));
        }
        boolean sound = !problems.any();
        List<Phase> phases = phases("load", root.list("load", false));
        for (Phase phase : phases) {
            String alone = alone(phase);
            if (phases.size() > 1 && alone != null) {
                root.problem("load", alone);
                break;
            }
        }
        if (sound && !problems.any() && arrived == 0) {
            root.problem("load", "nobody arrives");
        }
        if (arrived > Bounds.MOST_ARRIVALS) {
            root.problem("load", arrived + " arrivals are more than " + Bounds.MOST_ARRIVALS);
        } else if (Arrivals.durationNanos(phases) > Bounds.LONGEST_NANOS) {
            root.problem("load", "lasts longer than a year");
        }
        return phases;
    }

    private List<Phase> phases(String path, List<YamlValue> written) {
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Phase phase = phase(Section.of(problems, path + "[" + i + "]", written.get(i)));
            if (phase != null) {
                phases.add(phase);
            }
        }
        return List.copyOf(phases);
    }

    private @Nullable Phase phase(Section item) {
        List<String> others =
                item.keys().stream().filter(key -> !key.equals(MEASURED)).toList();
        if (others.size() != 1 || !KINDS.contains(others.get(0))) {
            String hint = others.size() == 1 ? Nearest.hint(others.get(0), KINDS) : "";
            problems.add(item.place(), item.path(""), "expected exactly one of " + String.join(", ", KINDS) + hint);
            return null;
        }
        String kind = others.get(0);
        boolean measured = item.flag(MEASURED, true);
        Phase phase = kind.equals("parallel") ? parallel(item) : single(kind, item.section(kind));
        if (!measured && alone(phase) != null) {
            item.problem(MEASURED, "this is the whole load; without it nothing is measured");
        }
        return measured ? phase : new Phase.Preparation(phase);
    }

    private Phase single(String kind, Section section) {
        Phase phase = phase(kind, section);
        section.end();
        arrived += phase.clients();
        return phase;
    }

    private Phase phase(String kind, Section phase) {
        return switch (kind) {
            case "ramp" -> ramp(phase);
            case "hold" -> {
                double perSecond = rate(phase, "rate", false);
                yield new Phase.Hold(perSecond, clients(phase, perSecond));
            }
            case "poisson" -> {
                double perSecond = rate(phase, "rate", false);
                yield new Phase.Poisson(perSecond, clients(phase, perSecond));
            }
            case "atOnce" -> new Phase.AtOnce(clients(phase, Double.NaN));
            case "spike" -> ProfileReader.spike(phase);
            case "steps" -> ProfileReader.steps(phase);
            case "profile" -> profiles.profile(phase);
            case FIND -> FindReader.read(phase);
            case USERS -> closedLoop(phase);
            default -> new Phase.Pause(duration(phase, "for"));
        };
    }

    private Phase parallel(Section item) {
        List<YamlValue> written = item.list("parallel", false);
        List<List<Phase>> tracks = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String path = item.path("parallel") + "[" + i + "]";
            if (written.get(i) instanceof YamlValue.Sequence track) {
                tracks.add(track(path, track));
            } else {
                problems.add(
                        written.get(i).place(),
                        path,
                        "expected a list of phases, found " + written.get(i).kind());
            }
        }
        if (written.size() < 2) {
            item.problem("parallel", "expected two lists of phases or more");
        }
        return new Phase.Parallel(tracks);
    }

    private List<Phase> track(String path, YamlValue.Sequence written) {
        List<Phase> track = phases(path, written.items());
        for (Phase phase : track) {
            String alone = alone(phase);
            if (alone != null) {
                problems.add(written.place(), path, alone);
            }
        }
        return track;
    }

    /** Why this phase must be the only one; null when it need not. */
    private static @Nullable String alone(Phase phase) {
        if (phase instanceof Phase.Find) {
            return "a search chooses its load itself; expected find alone";
        }
        return phase instanceof Phase.ClosedLoop
                ? "when users of a closed loop arrive depends on the pool; expected users alone"
                : null;
    }

    private Phase closedLoop(Section phase) {
        long thinkNanos = duration(phase, "think");
        long forNanos = duration(phase, "for");
        if (phase.has("think") && thinkNanos < LEAST_THINK_NANOS) {
            phase.problem("think", "expected " + Quantities.duration(LEAST_THINK_NANOS) + " or more");
        }
        long overNanos = phase.duration("over", Math.min(thinkNanos, forNanos), 1);
        if (overNanos > forNanos) {
            phase.problem("over", "users still begin when the time is over");
        }
        int count =
                phase.count("count", (int) Math.min(Bounds.MOST_USERS, (long) users * endpoints), 1, Bounds.MOST_USERS);
        Phase.ClosedLoop loop = new Phase.ClosedLoop(count, thinkNanos, overNanos, forNanos);
        if (loop.peakPerSecond() * forNanos / Arrivals.SECOND > Bounds.MOST_ARRIVALS) {
            phase.problem("for", "may be more than " + Bounds.MOST_ARRIVALS + " sign-ins");
        }
        return loop;
    }

    private static Phase ramp(Section phase) {
        Phase.Ramp ramp = new Phase.Ramp(rate(phase, "from", true), rate(phase, "to", true), duration(phase, "over"));
        if (ramp.fromPerSecond() == 0 && ramp.toPerSecond() == 0) {
            phase.problem("to", "nobody arrives between 0/s and 0/s; for that there is pause");
        }
        return ramp;
    }

    static double rate(Section phase, String key, boolean zeroToo) {
        if (!phase.has(key)) {
            phase.missing(key, Quantities.A_RATE);
        }
        return phase.rate(key, 1, zeroToo);
    }

    static long duration(Section phase, String key) {
        if (!phase.has(key)) {
            phase.missing(key, Quantities.A_DURATION);
        }
        return phase.duration(key, 1, 1);
    }

    /** How many clients: as many as are said, as fit into the time that is said, or all users who have not arrived yet from everywhere. */
    private long clients(Section phase, double perSecond) {
        boolean timed = !Double.isNaN(perSecond) && phase.has("for");
        if (phase.has("clients")) {
            if (timed) {
                phase.problem("for", "expected either for or clients, found both");
            }
            return phase.longCount("clients", 1, 1, Bounds.MOST_ARRIVALS);
        }
        if (timed) {
            return Arrivals.count(perSecond, phase.duration("for", 1, 1));
        }
        long left = (long) users * endpoints - arrived;
        if (left <= 0 && users > 0) {
            phase.missing(
                    "clients",
                    "a number, because all " + users + " users have arrived"
                            + (endpoints == 1 ? "" : " from all endpoints") + " in the phases before; for fewer users"
                            + " than these were written for, --rate 10/s replaces the whole load");
        }
        return Math.max(1, left);
    }
}
