package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;

class TallyTest {
    private static final long MS = Runs.MS;

    @Test
    void signInCountsInEveryStageItPassed() {
        Runs runs = new Runs(1);
        runs.signIn(0, 3, 1, 0, 5);
        runs.tallies.sample();
        Latencies latencies = runs.tallies.latencies();
        assertThat(latencies.of(Stage.DNS).getTotalCount()).isEqualTo(1);
        assertThat(latencies.of(Stage.CONNECT).getTotalCount()).isZero();
        assertThat(latencies.of(Stage.TLS).getMaxValue()).isBetween(5 * MS, 5 * MS + 5_000);
        assertThat(latencies.of(Stage.LOGON).getMaxValue()).isBetween(6 * MS, 6 * MS + 6_000);
        assertThat(latencies.logonFromDue().getMaxValue()).isBetween(9 * MS, 9 * MS + 9_000);
        assertThat(latencies.startLag().getMaxValue()).isBetween(3 * MS, 3 * MS + 3_000);
    }

    @Test
    void failureCountsInTheStagesBeforeItOnly() {
        Tallies tallies = new Tallies(1, 0, () -> 0);
        LogonRecord record = begun(tallies.loop(0), 0);
        record.spent(Stage.DNS, MS);
        record.spent(Stage.CONNECT, MS);
        record.spent(Stage.TLS, 10_000 * MS);
        record.fault(Stage.TLS, Fault.TLS_TIMEOUT, "");
        tallies.loop(0).failed(record);
        tallies.sample();
        Latencies latencies = tallies.latencies();
        assertThat(latencies.of(Stage.DNS).getTotalCount()).isEqualTo(1);
        assertThat(latencies.of(Stage.CONNECT).getTotalCount()).isEqualTo(1);
        assertThat(latencies.of(Stage.TLS).getTotalCount()).isZero();
        assertThat(latencies.of(Stage.LOGON).getTotalCount()).isZero();
    }

    @Test
    void latencyOfHoursOrBelowZeroIsKeptAtTheEdge() {
        Tallies tallies = new Tallies(1, 0, () -> 0);
        Tally tally = tallies.loop(0);
        LogonRecord record = begun(tally, 0);
        tally.answered(record, Stage.REFRESH, 100 * Latencies.MAX_NANOS);
        tally.answered(record, Stage.REFRESH, -5);
        tallies.sample();
        Histogram refresh = tallies.latencies().of(Stage.REFRESH);
        assertThat(refresh.getTotalCount()).isEqualTo(2);
        assertThat(refresh.getMinValue()).isZero();
        assertThat(refresh.getMaxValue()).isBetween(Latencies.MAX_NANOS, Latencies.MAX_NANOS / 1_000 * 1_001);
    }

    @Test
    void failureWithoutAFaultIsOurs() {
        Tallies tallies = new Tallies(1, 0, () -> 0);
        tallies.loop(0).failed(begun(tallies.loop(0), 0));
        assertThat(tallies.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.fault()).isEqualTo(Fault.OURS_INTERNAL));
    }

    @Test
    void peakIsThatOfAllLoopsTogether() {
        Tallies tallies = new Tallies(2, 0, () -> 0);
        LogonRecord first = signedIn(tallies.loop(0));
        tallies.loop(0).ended(first);
        LogonRecord second = signedIn(tallies.loop(1));
        assertThat(tallies.totals().heldPeak()).isEqualTo(1);
        LogonRecord third = signedIn(tallies.loop(0));
        assertThat(tallies.totals().held()).isEqualTo(2);
        tallies.loop(0).ended(third);
        tallies.loop(1).ended(second);
        assertThat(tallies.totals().held()).isZero();
        assertThat(tallies.totals().heldPeak()).isEqualTo(2);
    }

    @Test
    void manyLoopsAddUpToWhatOneWouldHaveSeen() {
        for (int seed = 0; seed < 8; seed++) {
            AtomicLong clock = new AtomicLong();
            Tallies many = new Tallies(3, 0, clock::get);
            Tallies one = new Tallies(1, 0, clock::get);
            Random random = new Random(seed);
            for (int i = 0; i < 300; i++) {
                clock.addAndGet(MS);
                long seedOfLife = random.nextLong();
                live(many.loop(random.nextInt(3)), new Random(seedOfLife), clock.get());
                live(one.loop(0), new Random(seedOfLife), clock.get());
                if (random.nextInt(20) == 0) {
                    many.sample();
                }
            }
            assertThat(many.totals().withRateSince(Totals.ZERO))
                    .usingRecursiveComparison()
                    .ignoringFields("logonP50Nanos", "logonP99Nanos")
                    .isEqualTo(one.totals().withRateSince(Totals.ZERO));
            assertThat(many.faults()).isEqualTo(one.faults());
            assertThat(many.setbacks()).isEqualTo(one.setbacks());
            many.sample();
            one.sample();
            for (int i = 0; i < Latencies.SERIES; i++) {
                assertThat(many.latencies().series(i)).isEqualTo(one.latencies().series(i));
            }
        }
    }

    @Test
    void countsAreSoundAtEveryMomentSeenFromAnotherThread() throws InterruptedException {
        Tallies tallies = new Tallies(1, 0, () -> 0);
        List<Totals> seen = new ArrayList<>();
        Thread writer = new Thread(() -> {
            Random random = new Random(1);
            for (int i = 0; i < 50_000; i++) {
                live(tallies.loop(0), random, i * MS);
            }
        });
        writer.start();
        while (writer.isAlive()) {
            seen.add(tallies.sample());
        }
        writer.join();
        Totals last = tallies.sample();
        assertThat(seen).allSatisfy(totals -> {
            assertThat(totals.open()).isBetween(0L, 50_000L);
            assertThat(totals.lost()).isLessThanOrEqualTo(totals.signedIn());
            assertThat(totals.ended()).isLessThanOrEqualTo(totals.signedIn() + totals.failed());
        });
        assertThat(last.started()).isEqualTo(50_000);
        assertThat(last.open()).isZero();
        assertThat(last.ended()).isEqualTo(50_000);
        assertThat(tallies.latencies().logonFromDue().getTotalCount()).isEqualTo(last.signedIn());
    }

    @Test
    void recordingAllocatesNothing() {
        Tallies tallies = new Tallies(1, 0, () -> 0);
        Tally tally = tallies.loop(0);
        LogonRecord record = new LogonRecord();
        Random random = new Random(7);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            live(tally, record, random, i * MS);
        }
        random.setSeed(7); // the same values again: a histogram grows where it meets a new one
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            live(tally, record, random, i * MS);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated / 10_000).as("bytes a life").isZero();
    }

    @Test
    void longRunsKeepABoundedSeriesFromEndToEnd() {
        AtomicLong clock = new AtomicLong();
        Tallies tallies = new Tallies(0, 0, () -> clock.addAndGet(1_000 * MS));
        for (int i = 0; i < 3 * Tallies.MAX_SAMPLES; i++) {
            tallies.sample();
        }
        List<Totals> series = tallies.series();
        assertThat(series).hasSizeBetween(Tallies.MAX_SAMPLES / 2, Tallies.MAX_SAMPLES);
        assertThat(series).isSortedAccordingTo(java.util.Comparator.comparingLong(Totals::atNanos));
        assertThat(series.get(0).atNanos()).isLessThanOrEqualTo(16_000 * MS);
        assertThat(series.get(series.size() - 1).atNanos()).isEqualTo(clock.get());
    }

    private static LogonRecord begun(Tally tally, long dueNanos) {
        LogonRecord record = new LogonRecord();
        record.begin(0, "a@example.test", dueNanos, dueNanos);
        tally.started(record);
        return record;
    }

    private static LogonRecord signedIn(Tally tally) {
        LogonRecord record = begun(tally, 0);
        record.signedIn(MS);
        tally.signedIn(record);
        return record;
    }

    private static void live(Tally tally, Random random, long due) {
        live(tally, new LogonRecord(), random, due);
    }

    /** One life of any kind. */
    private static void live(Tally tally, LogonRecord record, Random random, long due) {
        record.begin(0, "a@example.test", due, due + random.nextInt(1_000_000));
        tally.started(record);
        for (int i = 0; i < 6; i++) {
            if (random.nextInt(4) > 0) {
                record.spent(Stage.at(i), random.nextInt(1_000_000_000));
            }
        }
        if (random.nextInt(10) == 0) {
            tally.setback(record, Stage.CONNECT, Fault.CONNECT_REFUSED, "192.0.2.1");
        }
        if (random.nextInt(5) == 0) {
            record.fault(random.nextBoolean() ? Stage.TLS : Stage.CONNECT, Fault.TLS_CLOSED, "closed");
            tally.failed(record);
        } else {
            record.signedIn(record.startNanos() + random.nextInt(1_000_000_000));
            tally.signedIn(record);
            if (random.nextBoolean()) {
                tally.answered(record, Stage.REFRESH, random.nextInt(1_000_000));
            }
            if (random.nextInt(7) == 0) {
                record.fault(Stage.HOLD, Fault.LOST_RESET, "reset");
                tally.lost(record);
            }
        }
        tally.ended(record);
    }
}
