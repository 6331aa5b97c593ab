package rollcall.report;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Blame;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;

/**
 * One event loop's fold of its records. The loop is the only writer; {@link Tallies} reads it from outside at any time
 * without a lock. No method allocates, except where a histogram needs a page that it has not and where a distinct fault is met.
 *
 * <p>Which latencies count: of a client that signed in, every stage it passed; of one that failed, the stages it had
 * finished before the one in which it failed. A stage that failed has no latency, it has a fault.
 */
public final class Tally implements OutcomeSink {
    final Count started = new Count();
    final Count signedIn = new Count();
    final Count failed = new Count();
    final Count lost = new Count();
    final Count ended = new Count();
    final Count setbacks = new Count();
    final Count lastSignInNanos = new Count();
    final FaultLedger failures = new FaultLedger(FaultCount.Kind.FAILED);
    final FaultLedger losses = new FaultLedger(FaultCount.Kind.LOST);
    final FaultLedger survived = new FaultLedger(FaultCount.Kind.SETBACK);
    /** Each kind of client by itself; empty in a run that has but one. */
    final List<KindTally> kinds;

    private final Count[] byBlame = new Count[Blame.values().length];
    /** One for each series that has a value: most runs have no use for most of them. */
    private final @Nullable LoopHistogram[] histograms = new @Nullable LoopHistogram[Latencies.SERIES];

    private final HeldGauge heldGauge;
    private final ComeBacks comeBacks;
    private final WebTally web;
    private final long epochNanos;
    private final LongSupplier clock;

    /** @param kinds how many kinds of clients the run has */
    Tally(int kinds, HeldGauge heldGauge, ComeBacks comeBacks, WebTally web, long epochNanos, LongSupplier clock) {
        this.kinds = kinds == 1
                ? List.of()
                : Stream.generate(KindTally::new).limit(kinds).toList();
        this.heldGauge = heldGauge;
        this.comeBacks = comeBacks;
        this.web = web;
        this.epochNanos = epochNanos;
        this.clock = clock;
        for (int i = 0; i < byBlame.length; i++) {
            byBlame[i] = new Count();
        }
    }

    @Override
    public void started(LogonRecord logon) {
        started.increment();
        if (!kinds.isEmpty()) {
            kinds.get(logon.kind()).started.increment();
        }
        record(Latencies.START_LAG, logon.startNanos() - logon.dueNanos());
    }

    @Override
    public void signedIn(LogonRecord logon) {
        for (int i = 0; i < logon.stagesPassed(); i++) {
            recordStage(logon.stagePassed(i), logon);
        }
        record(Latencies.LOGON_FROM_DUE, logon.logonFromDueNanos());
        lastSignInNanos.raiseTo(logon.signedInNanos() - epochNanos);
        heldGauge.up();
        signedIn.increment();
        if (!kinds.isEmpty()) {
            KindTally kind = kinds.get(logon.kind());
            kind.logonFromDue.record(logon.logonFromDueNanos());
            kind.signedIn.increment();
        }
    }

    @Override
    public void failed(LogonRecord logon) {
        Stage stage = note(failures, logon);
        for (int i = 0; i < logon.stagesPassed(); i++) {
            Stage passed = logon.stagePassed(i);
            if (passed != stage && passed != Stage.LOGON) {
                recordStage(passed, logon);
            }
        }
        failed.increment();
        if (!kinds.isEmpty()) {
            kinds.get(logon.kind()).failed.increment();
        }
    }

    @Override
    public void lost(LogonRecord logon) {
        Stage stage = note(losses, logon);
        @Nullable Fault fault = logon.fault();
        comeBacks.lost(logon, stage, fault == null ? Fault.OURS_INTERNAL : fault, clock.getAsLong());
        lost.increment();
        if (!kinds.isEmpty()) {
            kinds.get(logon.kind()).lost.increment();
        }
    }

    @Override
    public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {
        setback(logon, stage, fault, detail);
        heldGauge.down();
        comeBacks.dropped(logon, stage, fault, detail, logon.droppedNanos());
    }

    @Override
    public void returned(LogonRecord logon) {
        heldGauge.up();
        comeBacks.returned(logon, clock.getAsLong());
    }

    @Override
    public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
        survived.note(stage, fault, detail, logon.user(), logon.server(), sinceEpoch());
        setbacks.increment();
    }

    @Override
    public void answered(LogonRecord logon, Stage stage, long nanos) {
        record(stage.ordinal(), nanos);
    }

    @Override
    public void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {
        web.fetched(stage, begunNanos - epochNanos, bytes);
        comeBacks.fetched(logon, stage, begunNanos, bytes);
    }

    @Override
    public void ended(LogonRecord logon) {
        if (logon.signedInNanos() != LogonRecord.NEVER && !logon.isAway()) {
            heldGauge.down();
        }
        ended.increment();
    }

    /** One series, or null while it has no value; the index is one of {@link Latencies}. */
    @Nullable
    LoopHistogram histogram(int series) {
        return histograms[series];
    }

    /** Failures and losses that are this one's. */
    long faults(Blame blame) {
        return byBlame[blame.ordinal()].read();
    }

    private Stage note(FaultLedger ledger, LogonRecord logon) {
        @Nullable Fault fault = logon.fault();
        @Nullable Stage stage = logon.faultStage();
        // A record without a fault is a defect of ours, and is told as one.
        Fault told = fault == null ? Fault.OURS_INTERNAL : fault;
        Stage where = stage == null ? told.stage() : stage;
        ledger.note(where, told, logon.detail(), logon.user(), logon.server(), sinceEpoch());
        byBlame[told.blame().ordinal()].increment();
        return where;
    }

    private void recordStage(Stage stage, LogonRecord logon) {
        record(stage.ordinal(), logon.stageNanos(stage));
    }

    private void record(int series, long nanos) {
        LoopHistogram histogram = histograms[series];
        if (histogram == null) {
            histogram = new LoopHistogram();
            histograms[series] = histogram;
        }
        histogram.record(nanos);
    }

    private long sinceEpoch() {
        return clock.getAsLong() - epochNanos;
    }
}
