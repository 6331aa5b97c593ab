package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Plan;

/**
 * Everything about a finished run, as data: every report is written from this and from nothing else.
 *
 * @param longestStage null when no client signed in
 * @param faults of clients that failed or were lost, the most frequent first
 * @param setbacks faults that clients survived, the most frequent first
 * @param thresholds in the scenario's order
 * @param series one point a second, thinned in a long run
 * @param offered for each point of the series, how many clients were due by then; in a search, how many have started
 * @param returns of clients that were lost while signed in
 * @param preparation clients that count among the others, but not in latencies and thresholds; null when there are none
 * @param kinds of clients, in the plan's order; empty when there is but one
 * @param web what was fetched from web servers, or null when nothing was
 * @param capacity what the search has found that the run was, or null when it was none
 */
public record Summary(
        Verdict verdict,
        Setup setup,
        RunFacts facts,
        Clients clients,
        Rate rate,
        Latencies latencies,
        @Nullable LongestStage longestStage,
        List<FaultCount> faults,
        List<FaultCount> setbacks,
        List<ThresholdResult> thresholds,
        GeneratorHealth generator,
        List<Totals> series,
        List<Long> offered,
        Returns returns,
        @Nullable SearchResult capacity,
        @Nullable Preparation preparation,
        List<KindResult> kinds,
        @Nullable WebLoad web) {
    /**
     * Heads.
     *
     * @param heldPeak the most that were signed in at the same moment
     * @param lost of those that signed in
     */
    public record Clients(long planned, long started, long signedIn, long failed, long heldPeak, long lost) {}

    /**
     * Arrivals and sign-ins a second.
     *
     * @param offeredPerSecond planned clients over the length of the load; a load shorter than a second counts as one
     * @param achievedPerSecond sign-ins over the time from the start of the run until the last 200, without the time in
     *     which the first client was alone
     */
    public record Rate(double offeredPerSecond, double achievedPerSecond) {}

    /**
     * Where the time of signing in goes.
     *
     * @param share of the time that all clients together spent in all stages, 0 to 1
     */
    public record LongestStage(Stage stage, double share) {}

    /**
     * Folds a finished run. Every loop must have stopped writing.
     *
     * @param plan as the user knows it: with the mock as its target when the mock was started for the run
     * @throws IllegalStateException when the counts contradict each other, which is a defect of Rollcall
     */
    public static Summary of(Plan plan, RunFacts facts, Tallies tallies, GeneratorHealth generator) {
        Totals totals = tallies.sample();
        List<FaultCount> faults = tallies.faults();
        checkSums(totals, faults, facts);
        return fold(plan, facts, tallies, totals, faults, generator);
    }

    /**
     * Folds what a run has told so far, while the loops go on: counts may contradict each other by what happens meanwhile.
     *
     * @param facts with a reason to have stopped, so that nobody takes this for a finished run
     */
    public static Summary soFar(Plan plan, RunFacts facts, Tallies tallies, GeneratorHealth generator) {
        return fold(plan, facts, tallies, tallies.totals(), tallies.faults(), generator);
    }

    private static Summary fold(
            Plan plan,
            RunFacts facts,
            Tallies tallies,
            Totals totals,
            List<FaultCount> faults,
            GeneratorHealth generator) {
        Latencies latencies = tallies.latencies();
        Capacity capacity = tallies.capacity();
        Clients clients = new Clients(
                Math.max(facts.planned(), totals.started()), // a search plans as it goes, a closed loop not at all
                totals.started(),
                totals.signedIn(),
                totals.failed(),
                totals.heldPeak(),
                totals.lost());
        Returns returns = tallies.comeBacks().read();
        Totals measured = tallies.measured();
        long preparing = plan.arrivals().preparing();
        Clients judged = new Clients(
                clients.planned - preparing,
                measured.started(),
                measured.signedIn(),
                measured.failed(),
                measured.heldPeak(),
                measured.lost());
        Metrics metrics = new Metrics(judged, measured.setbacks(), tallies.measuredFaults(), latencies, returns);
        List<Totals> series = tallies.series();
        return new Summary(
                capacity == null
                        ? Judge.verdict(plan.thresholds(), metrics, facts, generator)
                        : CapacityText.verdict(capacity, facts.stoppedBy()),
                Setup.of(plan, facts.tlsEngine()),
                facts,
                clients,
                rate(
                        facts,
                        clients.planned,
                        capacity == null ? facts.loadNanos() : facts.durationNanos(),
                        totals,
                        tallies.lastSignInNanos()),
                latencies,
                measured.signedIn() == 0 ? null : longestStage(latencies),
                faults,
                tallies.setbacks(),
                capacity == null
                        ? Judge.thresholds(plan.thresholds(), metrics, facts.breach())
                        : List.of(capacity.asThreshold()),
                generator,
                series,
                capacity == null && plan.closedLoop() == null
                        ? Offered.at(series, plan.arrivals(), facts)
                        : series.stream().map(Totals::started).toList(),
                returns,
                capacity == null ? null : capacity.result(),
                tallies.preparation(preparing),
                tallies.kinds(plan.kinds()),
                tallies.web());
    }

    /** Clients that had neither signed in nor failed when the run ended. */
    public long open() {
        return clients.started - clients.signedIn - clients.failed;
    }

    /** For whom the others waited, and why: the end of a sentence. */
    String wentAlone() {
        return kinds.isEmpty()
                ? "the first client, which tried its password alone."
                : "the first client of each kind, which tried their passwords one after the other.";
    }

    /** Which authentication schemes clients gave up for which, as {@code Kerberos → NTLM}, and how often. */
    public List<FaultPart> fallBacks() {
        Map<String, Long> counts = new TreeMap<>();
        for (FaultCount setback : setbacks) {
            if (setback.fault() == Fault.AUTH_NO_TICKET) {
                for (FaultPart part : setback.parts()) {
                    counts.merge(part.key(), part.count(), Long::sum);
                }
            }
        }
        List<FaultPart> fallBacks = new ArrayList<>();
        counts.forEach((key, count) -> fallBacks.add(new FaultPart(key, count)));
        return List.copyOf(fallBacks);
    }

    private static void checkSums(Totals totals, List<FaultCount> faults, RunFacts facts) {
        long failures = 0;
        long losses = 0;
        for (FaultCount fault : faults) {
            if (fault.kind() == FaultCount.Kind.LOST) {
                losses += fault.count();
            } else {
                failures += fault.count();
            }
        }
        boolean sound = totals.open() == facts.open()
                && failures == totals.failed()
                && losses == totals.lost()
                && totals.lost() <= totals.signedIn()
                && totals.ended() <= totals.started()
                && totals.held() >= 0
                && totals.held() <= totals.signedIn();
        if (!sound) {
            throw new IllegalStateException("the counts contradict each other: started " + totals.started()
                    + ", signed in " + totals.signedIn() + ", failed " + totals.failed() + " (by their faults "
                    + failures
                    + "), open " + facts.open() + ", lost " + totals.lost() + " (by their faults " + losses
                    + "), ended "
                    + totals.ended() + ", held " + totals.held());
        }
    }

    private static Rate rate(RunFacts facts, long planned, long loadNanos, Totals totals, long lastSignInNanos) {
        double second = 1e9;
        double offered = planned / Math.max(1, loadNanos / second);
        // when nobody signed in but the first client, the time it was alone is all there is
        long nanos = lastSignInNanos > facts.canaryNanos() ? lastSignInNanos - facts.canaryNanos() : lastSignInNanos;
        double achieved = nanos <= 0 ? 0 : totals.signedIn() * second / nanos;
        return new Rate(offered, achieved);
    }

    private static @Nullable LongestStage longestStage(Latencies latencies) {
        double all = 0;
        double most = -1;
        @Nullable Stage longest = null;
        for (int i = Stage.DNS.ordinal(); i < Stage.LOGON.ordinal(); i++) {
            double time = Latencies.total(latencies.of(Stage.at(i)));
            all += time;
            if (latencies.of(Stage.at(i)).getTotalCount() > 0 && time > most) {
                most = time;
                longest = Stage.at(i);
            }
        }
        return longest == null ? null : new LongestStage(longest, all == 0 ? 0 : most / all);
    }
}
