package rollcall.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;

/**
 * Writes {@code latency.hlog} as the run goes, in the HdrHistogram log format 1.3: for each interval one line for each stage
 * that had values, tagged with the stage's word; the sign-in from due has the tag {@code logon.due}, the start lag
 * {@code start.lag}. Values are nanoseconds; the readable maximum of each line is milliseconds. The lines of a tag add up to
 * that stage's histogram of the whole run, exactly. An interval is written at once, so that a run that is killed leaves whole
 * lines.
 *
 * <p>An interval is the time between two samples until the file has grown to {@value #STEP_BYTES} bytes, about an hour of a
 * busy run. Then, and after each further {@value #STEP_BYTES} bytes, intervals get twice as long, so that a run has to last
 * nearly twice as long for each further step: 60 to 70 MB for a busy day, where seconds alone would take 200 MB and more.
 */
final class HistogramLog {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** After so many bytes intervals get twice as long. */
    static final long STEP_BYTES = 8_388_608;

    private final OutputStream out;
    private final long stepBytes;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final HistogramLogWriter log;
    private final PrintStream print;
    private final Latencies pending = new Latencies();
    private long pendingFromNanos;
    private int pendingSamples;
    private int samplesAnInterval = 1;
    private long bytesOfStep;

    /** Writes the heading. The stream is never closed here. */
    HistogramLog(OutputStream out, Instant startedAt) throws IOException {
        this(out, startedAt, STEP_BYTES);
    }

    /** The same with other steps than {@link #STEP_BYTES}. */
    HistogramLog(OutputStream out, Instant startedAt, long stepBytes) throws IOException {
        this.out = out;
        this.stepBytes = stepBytes;
        print = new PrintStream(lines, false, StandardCharsets.UTF_8);
        log = new HistogramLogWriter(print);
        long startMillis = startedAt.toEpochMilli();
        log.outputComment("[Rollcall latencies; values in nanoseconds, Interval_Max in milliseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(startMillis);
        log.setBaseTime(startMillis);
        log.outputLegend();
        flush();
    }

    /**
     * Takes what happened between two samples, nanoseconds since the start of the run. When this ends an interval, it is on
     * its way when this returns.
     */
    void sample(long fromNanos, long toNanos, Latencies since) throws IOException {
        if (samplesAnInterval == 1) {
            interval(fromNanos, toNanos, since);
            return;
        }
        if (pendingSamples == 0) {
            pendingFromNanos = fromNanos;
        }
        pending.add(since);
        pendingSamples++;
        if (pendingSamples == samplesAnInterval) {
            endInterval(toNanos);
        }
    }

    /** Ends an interval that has begun before its time, so that nothing is missing in the file. */
    void endInterval(long toNanos) throws IOException {
        if (pendingSamples > 0) {
            pendingSamples = 0;
            interval(pendingFromNanos, toNanos, pending);
            pending.clear();
        }
    }

    private void interval(long fromNanos, long toNanos, Latencies since) throws IOException {
        for (int i = 0; i < Latencies.SERIES; i++) {
            Histogram histogram = since.series(i);
            if (histogram.getTotalCount() > 0) {
                histogram.setTag(tag(i));
                log.outputIntervalHistogram(
                        fromNanos / NANOS_PER_SECOND, toNanos / NANOS_PER_SECOND, histogram, NANOS_PER_MILLI);
            }
        }
        flush();
    }

    /** The tag of one series; the index is one of {@link Latencies}. */
    static String tag(int series) {
        if (series == Latencies.LOGON_FROM_DUE) {
            return "logon.due";
        }
        return series == Latencies.START_LAG ? "start.lag" : Stage.at(series).word();
    }

    /**
     * The series that has this tag.
     *
     * @throws IllegalArgumentException when none has
     */
    static int series(@Nullable String tag) {
        for (int i = 0; i < Latencies.SERIES; i++) {
            if (tag(i).equals(tag)) {
                return i;
            }
        }
        throw new IllegalArgumentException("nothing is tagged " + tag);
    }

    private void flush() throws IOException {
        print.flush();
        bytesOfStep += lines.size();
        if (bytesOfStep >= stepBytes) {
            bytesOfStep = 0;
            samplesAnInterval *= 2;
        }
        lines.writeTo(out);
        out.flush();
        lines.reset();
    }
}
