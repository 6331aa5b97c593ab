package rollcall.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import rollcall.plan.ClientKind;
import rollcall.plan.Plan;
import rollcall.plan.Quantities;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;

/**
 * What was run, in words.
 *
 * @param target which pool and how it was found; of several kinds of clients every pool
 * @param client like which Communicator; of several kinds their names and shares
 * @param auth the scheme, as in a scenario; of several kinds every scheme
 * @param tls protocols and engine
 * @param certificatesVerified false when the scenario accepts any certificate
 */
public record Setup(
        String scenario, String target, String client, String auth, String tls, boolean certificatesVerified) {
    /** The words for a plan, or for a run of it. */
    public static Setup of(Plan plan, String tlsEngine) {
        return new Setup(
                plan.name(),
                each(plan, kind -> target(kind.target()), "; "),
                client(plan.kinds()),
                each(plan, kind -> kind.auth().scheme().name().toLowerCase(Locale.ROOT), ", "),
                tls(plan.tls(), tlsEngine),
                plan.tls().verify());
    }

    private static String each(Plan plan, Function<ClientKind, String> word, String between) {
        return plan.kinds().stream().map(word).distinct().collect(Collectors.joining(between));
    }

    private static String client(List<ClientKind> kinds) {
        return kinds.size() == 1
                ? kinds.get(0).profile().title()
                : kinds.stream()
                        .map(kind -> kind.name() + " (" + Quantities.percent(kind.share()) + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String target(TargetPlan target) {
        if (target instanceof TargetPlan.Mock mock) {
            return "the built-in mock pool, " + mock.mock().domain();
        }
        if (target instanceof TargetPlan.Automatic automatic) {
            return automatic.domain() + ", found by its DNS records";
        }
        TargetPlan.Server server = (TargetPlan.Server) target;
        return server.host() + ":" + server.port() + " over "
                + server.transport().word();
    }

    private static String tls(TlsPlan tls, String engine) {
        return String.join(", ", tls.protocols()) + " by " + engine;
    }
}
