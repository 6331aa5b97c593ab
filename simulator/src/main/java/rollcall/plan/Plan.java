package rollcall.plan;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The run as meant: every default resolved, nothing optional. What a scenario leaves out has been decided when a plan
 * exists, and nobody decides it again later.
 *
 * @param name of the scenario
 * @param target the run's pool: that of every kind of client that has no other
 * @param kinds the kinds of clients and where each signs in, at least one
 * @param endpoints from how many machines each user signs in, at least 1
 * @param auth how the clients of every kind sign in that has no other scheme; the credentials are those of all
 * @param storms when connections are cut, in the order of their times
 * @param sources local addresses to connect from; empty leaves the choice to the system
 * @param seed of everything random: the same seed gives the same arrivals, tags and weights
 */
public record Plan(
        String name,
        TargetPlan target,
        List<ClientKind> kinds,
        Accounts accounts,
        int endpoints,
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

    /** Which user comes when, and from which machine. */
    public Roster roster() {
        return new Roster(accounts.size(), endpoints);
    }

    /** Which user has which kind of client. */
    public Shares shares() {
        return new Shares(kinds);
    }

    /** The search that this run is, or null: its load is known beforehand. */
    public Phase.@Nullable Find find() {
        return !load.isEmpty() && load.get(0) instanceof Phase.Find find ? find : null;
    }

    /** The closed loop that this plan's load is; null when arrivals do not wait for anybody. */
    public Phase.@Nullable ClosedLoop closedLoop() {
        return !load.isEmpty() && load.get(0) instanceof Phase.ClosedLoop loop ? loop : null;
    }

    /**
     * Whether the first client goes alone, and the others begin when it has signed in or failed: where passwords are
     * sent, one refused password shall not become a thousand. Of several kinds the first of each goes alone, one after
     * the other: what refuses a password may be another server, or another scheme.
     */
    public boolean canaryFirst() {
        return guards.canary() && kinds.stream().anyMatch(kind -> kind.auth().scheme() != AuthPlan.Scheme.NONE);
    }

    /** Whether a client of any kind may come to ask for a ticket. */
    public boolean mayUseKerberos() {
        return kinds.stream().anyMatch(kind -> kind.auth().mayUseKerberos());
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
                kinds.stream().map(kind -> kind.at(target, other)).toList(),
                accounts,
                endpoints,
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
                kinds,
                accounts,
                endpoints,
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
