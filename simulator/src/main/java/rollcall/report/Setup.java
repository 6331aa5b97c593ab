package rollcall.report;

import java.util.Locale;
import rollcall.plan.Plan;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;

/**
 * What was run, in words.
 *
 * @param target which pool and how it was found
 * @param client like which Communicator
 * @param auth the scheme, as in a scenario
 * @param tls protocols and engine
 * @param certificatesVerified false when the scenario accepts any certificate
 */
public record Setup(
        String scenario, String target, String client, String auth, String tls, boolean certificatesVerified) {
    /** The words for a plan, or for a run of it. */
    public static Setup of(Plan plan, String tlsEngine) {
        return new Setup(
                plan.name(),
                target(plan.target()),
                plan.profile().title(),
                plan.auth().scheme().name().toLowerCase(Locale.ROOT),
                tls(plan.tls(), tlsEngine),
                plan.tls().verify());
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
