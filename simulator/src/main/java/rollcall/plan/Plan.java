package rollcall.plan;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The run as meant: every default resolved, nothing optional. What a scenario leaves out has been decided when a plan
 * exists, and nobody decides it again later.
 *
 * @param name of the scenario
 * @param storms when connections are cut, in the order of their times
 * @param sources local addresses to connect from; empty leaves the choice to the system
 * @param seed of everything random: the same seed gives the same arrivals, tags and weights
 */
public record Plan(
        String name,
        TargetPlan target,
        ClientProfile profile,
        Accounts accounts,
        AuthPlan auth,
        TlsPlan tls,
        DnsPlan dns,
        List<Phase> load,
        SessionPlan session,
        List<StormPlan> storms,
        List<String> sources,
        GuardPlan guards,
        LimitPlan limits,
        List<Threshold> thresholds,
        long seed) {
    /** When clients are due. */
    public Arrivals arrivals() {
        return new Arrivals(load, seed);
    }

    /** The search that this run is, or null: its load is known beforehand. */
    public Phase.@Nullable Find find() {
        return !load.isEmpty() && load.get(0) instanceof Phase.Find find ? find : null;
    }

    /**
     * Whether the first client goes alone, and the others begin when it has signed in or failed: where passwords are
     * sent, one refused password shall not become a thousand.
     */
    public boolean canaryFirst() {
        return guards.canary() && auth.scheme() != AuthPlan.Scheme.NONE;
    }

    /** The Kerberos realm of users whose accounts name none: the plan's, else their SIP domain in capitals. */
    public String realm() {
        String realm = auth.kerberos().realm();
        return realm == null ? accounts.at(0).domain().toUpperCase(Locale.ROOT) : realm;
    }

    /** The same against another target, trusting other roots: what a started mock turns a plan into. */
    public Plan at(TargetPlan other, TlsPlan otherTls) {
        return new Plan(
                name,
                other,
                profile,
                accounts,
                auth,
                otherTls,
                dns,
                load,
                session,
                storms,
                sources,
                guards,
                limits,
                thresholds,
                seed);
    }

    /** The same, but stopped as soon as a threshold breaks that can be known to be broken before the end. */
    public Plan abortingOnBreach() {
        return new Plan(
                name,
                target,
                profile,
                accounts,
                auth,
                tls,
                dns,
                load,
                session,
                storms,
                sources,
                guards,
                limits,
                Thresholds.aborting(thresholds),
                seed);
    }
}
