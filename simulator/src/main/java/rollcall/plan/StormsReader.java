package rollcall.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code storms}: a list of moments at which connections are cut. */
final class StormsReader {
    private static final int MOST_STORMS = 100;
    private static final long SECOND = 1_000_000_000L;
    private static final String FRONT_END = "front-end=";

    private StormsReader() {}

    static List<StormPlan> read(Section root) {
        List<StormPlan> storms = new ArrayList<>();
        List<YamlValue> written = root.list("storms", false);
        if (written.size() > MOST_STORMS) {
            root.problem("storms", "expected at most " + MOST_STORMS);
        }
        for (int i = 0; i < Math.min(written.size(), MOST_STORMS); i++) {
            Section section = Section.of(root.problems(), "storms[" + i + "]", written.get(i));
            StormPlan storm = storm(section);
            long before =
                    storms.isEmpty() ? -SECOND : storms.get(storms.size() - 1).atNanos();
            if (storm.atNanos() < before + SECOND) {
                section.problem("at", "expected a second or more after the storm before");
            }
            storms.add(storm);
        }
        return List.copyOf(storms);
    }

    private static StormPlan storm(Section section) {
        if (!section.has("at")) {
            section.missing("at", Quantities.A_DURATION + ", counted from the beginning of the load");
        }
        long atNanos = section.duration("at", 0, 0);
        StormPlan all = new StormPlan(atNanos, "all", 1, "", true);
        StormPlan storm = section.scalar(
                "drop", all, "all, a percentage such as 50%, or front-end=HOST", text -> drop(text, atNanos));
        boolean reset = section.choice("by", "reset", new String[] {"reset", "close"}, word -> word)
                .equals("reset");
        section.end();
        return new StormPlan(atNanos, storm.drop(), storm.share(), storm.frontEnd(), reset);
    }

    private static @Nullable StormPlan drop(String text, long atNanos) {
        if (text.equals("all")) {
            return new StormPlan(atNanos, text, 1, "", true);
        }
        if (text.startsWith(FRONT_END)) {
            String host = text.substring(FRONT_END.length()).toLowerCase(Locale.ROOT);
            return Addresses.isName(host) ? new StormPlan(atNanos, text, 1, host, true) : null;
        }
        double share = text.endsWith("%") ? Quantities.share(text) : -1;
        return share > 0 && share <= 1 ? new StormPlan(atNanos, text, share, "", true) : null;
    }
}
