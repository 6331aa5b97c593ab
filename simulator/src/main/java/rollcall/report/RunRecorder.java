package rollcall.report;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes while it lasts, so that one that is killed leaves its numbers: {@code latency.hlog} and, if asked for,
 * {@code outcomes.csv}, both up to the last sample (of a run of many hours, {@link HistogramLog} up to its last interval); and now and then {@code partial.json}, which is what {@code result.json}
 * would be, had the run ended there. A disk that fails does not end the run: recording stops, and {@link #problem} says why.
 */
public final class RunRecorder implements SampleSink, Closeable {
    /** The reason that a partial result gives for its end. */
    public static final String NOT_ENDED =
            "it did not come to its end, the process was killed; these are the numbers known by then";

    static final String LATENCY = "latency.hlog";
    static final String OUTCOMES = "outcomes.csv";

    /** A partial result is this old at most, or {@link #INTERIM_SHARE} of the run's age when that is more. */
    private static final long INTERIM_NANOS = 2_000_000_000L;

    private static final int INTERIM_SHARE = 100;

    private final Path folder;
    private final OutputStream latencyFile;
    private final HistogramLog latencies;
    private final @Nullable OutputStream outcomesFile;
    private final @Nullable OutcomeLog outcomes;
    private @Nullable Supplier<Summary> soFar;
    private @Nullable IOException problem;
    private long interimNanos;
    private long lastNanos;

    /**
     * Begins. What an earlier run has left in the folder is removed, so that nobody takes it for this one's.
     *
     * @param startedAt the start of the run
     * @param wantOutcomes whether to write {@code outcomes.csv}
     */
    public RunRecorder(Path folder, Instant startedAt, boolean wantOutcomes) throws IOException {
        this.folder = folder;
        RunFolder.clear(folder);
        // Unbuffered: what was written is the system's when the write returns, whatever becomes of this process.
        latencyFile = new FileOutputStream(folder.resolve(LATENCY).toFile());
        latencies = new HistogramLog(latencyFile, startedAt);
        outcomesFile =
                wantOutcomes ? new FileOutputStream(folder.resolve(OUTCOMES).toFile()) : null;
        outcomes = outcomesFile == null ? null : new OutcomeLog(outcomesFile);
    }

    /** Where the loops' records go by, or null when nobody asked for them. */
    public @Nullable OutcomeLog outcomes() {
        return outcomes;
    }

    /**
     * Records every sample from now on.
     *
     * @param soFar what the run has told so far; asked now and then
     */
    public void follow(Tallies tallies, Supplier<Summary> soFar) {
        this.soFar = soFar;
        tallies.tellSamplesTo(this);
    }

    @Override
    public void sampled(Totals before, Totals now, Latencies since) {
        if (problem != null) {
            return;
        }
        try {
            latencies.sample(before.atNanos(), now.atNanos(), since);
            lastNanos = now.atNanos();
            if (outcomes != null) {
                outcomes.flush();
            }
            interim(now.atNanos());
        } catch (IOException e) {
            problem = e;
        }
    }

    private void interim(long atNanos) throws IOException {
        if (soFar != null && atNanos - interimNanos >= Math.max(INTERIM_NANOS, atNanos / INTERIM_SHARE)) {
            interimNanos = atNanos;
            latencies.endInterval(atNanos); // the partial result has counted what it holds
            RunFolder.writePartial(soFar.get(), folder);
        }
    }

    /** The last sample was taken: all that is still kept back is written. */
    public void finish() {
        if (problem == null) {
            try {
                latencies.endInterval(lastNanos);
            } catch (IOException e) {
                problem = e;
            }
        }
    }

    /** Why recording stopped, or null; a sentence without a full stop. */
    public @Nullable String problem() {
        if (problem != null) {
            return "the files of this run cannot be written any more: " + problem.getMessage();
        }
        long dropped = outcomes == null ? 0 : outcomes.dropped();
        return dropped == 0
                ? null
                : Units.counted(dropped, "line") + " of " + OUTCOMES + (dropped == 1 ? " was" : " were")
                        + " dropped: the disk was too slow";
    }

    @Override
    public void close() throws IOException {
        finish();
        try {
            if (outcomes != null && problem == null) {
                outcomes.flush();
            }
        } finally {
            latencyFile.close();
            if (outcomesFile != null) {
                outcomesFile.close();
            }
        }
    }
}
