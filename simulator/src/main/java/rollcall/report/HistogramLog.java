package rollcall.report;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import rollcall.outcome.Stage;

/**
 * Writes {@code latency.hlog}, the HdrHistogram log format 1.3: one line for each stage that has samples, tagged with the
 * stage's word; the sign-in from due has the tag {@code logon.due}, the start lag {@code start.lag}. The interval is the
 * whole run. Values are nanoseconds; the readable maximum of each line is milliseconds.
 */
public final class HistogramLog {
    private static final double NANOS_PER_MILLI = 1e6;

    private HistogramLog() {}

    /** Writes the whole log and leaves the stream open. */
    public static void write(Summary summary, OutputStream stream) {
        RunFacts facts = summary.facts();
        long startMillis = facts.startedAt().toEpochMilli();
        PrintStream out = new PrintStream(stream, false, StandardCharsets.UTF_8);
        HistogramLogWriter log = new HistogramLogWriter(out);
        log.outputComment("[Rollcall latencies; values in nanoseconds, Interval_Max in milliseconds]");
        log.outputLogFormatVersion();
        log.outputStartTime(startMillis);
        log.setBaseTime(startMillis);
        log.outputLegend();
        for (int i = 0; i < Latencies.SERIES; i++) {
            Histogram histogram = summary.latencies().series(i);
            if (histogram.getTotalCount() > 0) {
                Histogram tagged = histogram.copy();
                tagged.setTag(tag(i));
                log.outputIntervalHistogram(0, facts.durationNanos() / 1e9, tagged, NANOS_PER_MILLI);
            }
        }
        out.flush();
    }

    private static String tag(int series) {
        if (series == Latencies.LOGON_FROM_DUE) {
            return "logon.due";
        }
        return series == Latencies.START_LAG ? "start.lag" : Stage.at(series).word();
    }
}
