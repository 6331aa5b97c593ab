package rollcall.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run will do, told in a few lines; each begins with {@code #}, so that a {@link PlanYaml} may follow. */
public final class PlanText {
    private static final int MOST_POINTS_TOLD = 12;

    private final StringBuilder out = new StringBuilder();

    private PlanText() {}

    /** Who signs in where, when, and what is sent; lines without a line end after the last. */
    public static String describe(Plan plan) {
        PlanText text = new PlanText();
        text.plan(plan);
        return text.out.substring(0, text.out.length() - 1);
    }

    private void plan(Plan plan) {
        Accounts accounts = plan.accounts();
        Account first = accounts.at(0);
        Account last = accounts.at(accounts.size() - 1);
        Phase.Find find = plan.find();
        boolean mixed = plan.kinds().size() > 1;
        line(
                "clients",
                (find != null
                                ? "as many as the search needs"
                                : plan.closedLoop() != null
                                        ? "as many as the users of the closed loop start"
                                        : count(plan.arrivals().count()) + " within "
                                                + duration(plan.arrivals().durationNanos()))
                        + (mixed ? "" : ", as " + plan.kinds().get(0).profile().title()));
        if (mixed) {
            plan.kinds().forEach(kind -> kind(plan, kind));
        }
        line(
                "users",
                count(accounts.size()) + ": " + first.user() + " to " + last.user() + ", accounts "
                        + first.logonName() + " to " + last.logonName()
                        + (first.password() == null ? ", no password" : "")
                        + (plan.endpoints() == 1 ? "" : ", each from " + plan.endpoints() + " machines"));
        if (!mixed) {
            ClientKind only = plan.kinds().get(0);
            line("target", way(only));
            line("authentication", auth(plan, only));
        }
        ClientCertificate certificate = plan.tls().certificate();
        if (certificate != null) {
            line(
                    "certificate",
                    (certificate.perUser() ? "each user shows its own, " : "everybody shows ")
                            + certificate.certificate() + ", to a pool that asks for one");
        }
        phases("load", plan.load());
        if (plan.canaryFirst()) {
            line(
                    "first",
                    first.user()
                            + (mixed
                                    ? " and the first of each other kind go alone, one after the other"
                                    : " goes alone")
                            + "; the others begin when " + (mixed ? "they have" : "it has")
                            + " signed in, or failed otherwise than by " + (mixed ? "their" : "its") + " password");
        }
        line("then", session(plan.session()));
        for (StormPlan storm : plan.storms()) {
            line("storm", "after " + duration(storm.atNanos()) + " " + hit(storm));
        }
        ComeBack comeBack = plan.session().comeBack();
        if (comeBack != null) {
            line(
                    "lost",
                    "a client that loses its connection comes back within " + Quantities.duration(comeBack.afterNanos())
                            + ", gives up after " + times(comeBack.tries()) + " in vain and waits twice as long each"
                            + " time, up to " + Quantities.duration(comeBack.mostNanos()));
        }
        LimitPlan limits = plan.limits();
        if (limits.maxRetries() > 0) {
            line(
                    "told to come back later",
                    "it does so " + times(limits.maxRetries()) + " at most, after the time that"
                            + " the server names, up to " + Quantities.duration(limits.mostRetryNanos())
                            + ", or after " + Quantities.duration(limits.retryNanos()));
        }
        line(
                "passes if",
                find != null
                        ? "the pool carries " + Quantities.rate(find.startPerSecond()) + ", the first rate"
                        : plan.thresholds().isEmpty()
                                ? "it ends; there are no thresholds"
                                : expressions(plan.thresholds()));
        sent(plan.kinds());
    }

    private void kind(Plan plan, ClientKind kind) {
        line(
                Quantities.percent(kind.share()) + " " + kind.name(),
                kind.profile().title() + "; target: " + way(kind) + "; authentication: " + auth(plan, kind));
    }

    /** What is sent, once for all kinds that send the same. */
    private void sent(List<ClientKind> kinds) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (ClientKind kind : kinds) {
            names.computeIfAbsent(kind.profile().register(), none -> new ArrayList<>())
                    .add(kind.name());
        }
        names.forEach((register, senders) -> {
            out.append("#\n# Each client")
                    .append(kinds.size() > 1 ? " of " + String.join(" and ", senders) : "")
                    .append(" sends, with the braces filled in:\n");
            register.lines().forEach(line -> out.append("#   ").append(line).append('\n'));
        });
    }

    private static String hit(StormPlan storm) {
        String whom = !storm.frontEnd().isEmpty()
                ? "of every client at " + storm.frontEnd()
                : storm.share() == 1 ? "of every client" : "of " + storm.drop() + " of the clients";
        return "the connection " + whom + " is " + (storm.reset() ? "reset" : "closed");
    }

    private static String auth(Plan plan, ClientKind kind) {
        String kerberos = kerberos(plan);
        return switch (kind.auth().scheme()) {
            case NONE -> "none; a challenge is a fault";
            case DIGEST -> "Digest";
            case NTLM -> "NTLM";
            case KERBEROS -> kerberos;
            case AUTO -> "what Communicator chooses from what the pool offers; " + kerberos;
        };
    }

    private static String kerberos(Plan plan) {
        AuthPlan.Kerberos kerberos = plan.auth().kerberos();
        String with = kerberos.keytab() == null ? "with its password" : "with its key from " + kerberos.keytab();
        return kerberos.ticketCache()
                ? "Kerberos with the tickets of the current user for everybody"
                : "Kerberos, each user " + with + " in " + plan.realm() + ", " + kerberos.logins() + " at a time";
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String way(ClientKind kind) {
        TargetPlan target = kind.target();
        if (target instanceof TargetPlan.Mock mock) {
            EdgePlan edge = mock.mock().edge();
            return "the mock pool, started for the run, domain " + mock.mock().domain()
                    + (edge == null ? "" : ", Access Edges before it: " + edge.edges()) + "; found by "
                    + names(kind.profile());
        } else if (target instanceof TargetPlan.Automatic automatic) {
            return "the pool of " + automatic.domain() + ", found by " + names(kind.profile()) + " from "
                    + servers(automatic.dns());
        }
        TargetPlan.Server server = (TargetPlan.Server) target;
        return server.host() + " port " + server.port() + " over "
                + server.transport().word().toUpperCase(Locale.ROOT) + ", address from " + servers(server.dns());
    }

    private static String names(ClientProfile profile) {
        List<String> srv =
                profile.discovery().stream().map(ClientProfile.Discovery::name).toList();
        List<String> hosts = profile.fallbacks().stream()
                .map(each -> each.label() + ":" + each.port())
                .toList();
        return "SRV " + String.join(", ", srv) + (hosts.isEmpty() ? "" : ", else " + String.join(", ", hosts));
    }

    private static String servers(List<?> dns) {
        return dns.isEmpty()
                ? "the system's DNS servers"
                : "DNS server " + dns.toString().replaceAll("[\\[\\]/]", "");
    }

    private void phases(String title, List<Phase> phases) {
        for (Phase phase : phases) {
            line(title, phase(phase));
            Phase inner = phase instanceof Phase.Preparation preparation ? preparation.phase() : phase;
            if (inner instanceof Phase.Parallel parallel) {
                for (int i = 0; i < parallel.tracks().size(); i++) {
                    phases(title + ", " + (i + 1), parallel.tracks().get(i));
                }
            }
        }
    }

    /** Which part of the load it is, so many nanoseconds after its beginning. */
    public static String phaseAt(Plan plan, long offsetNanos) {
        List<Phase> load = plan.load();
        long endNanos = 0;
        for (int i = 0; i < load.size(); i++) {
            endNanos += load.get(i).durationNanos();
            if (offsetNanos < endNanos) {
                String which = load.size() == 1 ? "" : "phase " + (i + 1) + " of " + load.size() + ": ";
                return which + phase(load.get(i));
            }
        }
        return "no more arrivals; " + session(plan.session());
    }

    private static String phase(Phase phase) {
        if (phase instanceof Phase.Find find) {
            return find(find);
        } else if (phase instanceof Phase.ClosedLoop loop) {
            return count(loop.users()) + " users for " + duration(loop.durationNanos()) + ", who begin within "
                    + duration(loop.overNanos()) + "; each signs in again "
                    + Quantities.duration(loop.thinkNanos() / 2) + " to "
                    + Quantities.duration(loop.thinkNanos() + loop.thinkNanos() / 2) + " after its client has ended";
        } else if (phase instanceof Phase.Preparation preparation) {
            return "to prepare, not measured: " + phase(preparation.phase());
        }
        String clients = count(phase.clients()) + " clients";
        String time = duration(phase.durationNanos());
        if (phase instanceof Phase.Ramp ramp) {
            return clients + " in " + time + ", from " + Quantities.rate(ramp.fromPerSecond()) + " to "
                    + Quantities.rate(ramp.toPerSecond());
        } else if (phase instanceof Phase.Hold hold) {
            return clients + " in " + time + ", evenly at " + Quantities.rate(hold.perSecond());
        } else if (phase instanceof Phase.Poisson poisson) {
            return clients + " in " + time + ", at random moments, " + Quantities.rate(poisson.perSecond());
        } else if (phase instanceof Phase.AtOnce) {
            return clients + " at once";
        } else if (phase instanceof Phase.Profile profile) {
            return clients + " in " + time + ", " + profile(profile);
        } else if (phase instanceof Phase.Parallel parallel) {
            return clients + " in " + time + ", from " + parallel.tracks().size() + " sequences side by side:";
        }
        return "nobody for " + time;
    }

    private static String expressions(List<Threshold> thresholds) {
        return String.join(", ", thresholds.stream().map(Threshold::written).toList());
    }

    private static String find(Phase.Find find) {
        return "a search for the highest rate at which " + expressions(find.conditions()) + ": "
                + Quantities.rate(find.startPerSecond()) + " for " + Quantities.duration(find.forNanos()) + ", then "
                + Quantities.percent(find.step()) + " more and more, up to " + Quantities.rate(find.mostPerSecond())
                + ", until that breaks; then between, to within " + Quantities.percent(find.precision())
                + "; what is found is tried " + times(find.confirmations()) + " more";
    }

    private static String profile(Phase.Profile profile) {
        List<Phase.Point> points = profile.points();
        String peak = "up to " + Quantities.rate(profile.peakPerSecond());
        if (points.size() > MOST_POINTS_TOLD) {
            return peak + ", along " + count(points.size()) + " points";
        }
        List<String> told = points.stream()
                .map(point -> Quantities.rate(point.perSecond()) + " at " + Quantities.duration(point.atNanos()))
                .toList();
        return peak + ": " + String.join(", ", told);
    }

    private static String session(SessionPlan session) {
        String from = session.stayFrom() == SessionPlan.StayFrom.ALL_SIGNED_IN
                ? " after the last has signed in"
                : " after signing in";
        String does = (session.subscribe() ? "subscribes, " : "")
                + (session.publish() ? "publishes its presence, " : "")
                + (session.contacts() > 0 ? "watches " + count(session.contacts()) + " contacts, " : "");
        WebPlan web = session.web();
        if (web != null) {
            does += (web.addressBook() == WebPlan.Book.NONE
                            ? ""
                            : "fetches the address book (" + web.addressBook().word() + parts(web) + "), ")
                    + (web.groups().isEmpty() ? "" : "expands a group, ")
                    + (web.mras() ? "asks for the media relay, " : "");
        }
        return "each " + does + "stays " + Quantities.duration(session.stayNanos()) + from + ", then "
                + (session.unsubscribe() ? "ends its subscriptions and " : "")
                + (session.signOut() ? "signs out" : "just closes");
    }

    private static String parts(WebPlan web) {
        return web.partBytes() == 0
                ? ""
                : " in parts of " + count(web.partBytes())
                        + " bytes, which is assumed: how the real client does it is not known";
    }

    /** To the millisecond: nobody reads further. */
    private static String duration(long nanos) {
        return Quantities.duration(nanos < 1_000_000 ? nanos : nanos / 1_000_000 * 1_000_000);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private void line(String title, String text) {
        out.append("# ").append(title).append(": ").append(text).append('\n');
    }
}
