package rollcall.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of those that are compared.
 *
 * @param name its folder, as the user wrote it
 * @param latencies those of the summary, in pieces of time
 * @param scenario the plan as it was run, in YAML; may be empty
 */
public record ComparedRun(String name, Summary summary, LatencyBlocks latencies, String scenario) {
    /**
     * Reads what a run has left.
     *
     * @throws UnreadableRun when the folder has no whole run in it; the message says what is missing
     */
    public static ComparedRun read(Path folder) throws UnreadableRun {
        SavedRun run = SavedRun.read(folder);
        if (!run.ended()) {
            throw new UnreadableRun("the run in " + folder
                    + " was killed before it came to its end: it can be told (rollcall report), but not compared");
        }
        try {
            LatencyBlocks latencies = LatencyBlocks.read(folder.resolve(RunRecorder.LATENCY));
            return new ComparedRun(folder.toString(), run.summary(), latencies, run.scenario());
        } catch (IOException e) {
            throw new UnreadableRun(folder + " cannot be read: " + e.getMessage());
        }
    }

    Instant startedAt() {
        return summary.facts().startedAt();
    }

    /** The word of its {@link Verdict.Kind}. */
    public String verdict() {
        return summary.verdict().kind().word();
    }

    long started() {
        return summary.clients().started();
    }

    long failed() {
        return summary.clients().failed();
    }

    long lost() {
        return summary.clients().lost();
    }

    /** Whether its numbers say something about the pool. */
    boolean counts() {
        Verdict.Kind kind = summary.verdict().kind();
        return kind == Verdict.Kind.PASSED || kind == Verdict.Kind.FAILED;
    }

    /** The least that this share of the clients, from 0 to 1, did not exceed, nanoseconds; the same as in all reports. */
    long percentile(int series, double share) {
        return summary.latencies().series(series).getValueAtPercentile(share * 100);
    }

    /** What must be the same on both sides, by what people call it. */
    Map<String, String> configuration() {
        Setup setup = summary.setup();
        RunFacts facts = summary.facts();
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("scenario", setup.scenario());
        configuration.put("target", setup.target());
        configuration.put("client", setup.client());
        configuration.put("authentication", setup.auth());
        configuration.put("TLS", setup.tls());
        configuration.put("version of Rollcall", facts.version());
        configuration.put("transport", facts.transport());
        configuration.put("event loops", Integer.toString(facts.loops()));
        configuration.put("clients planned", Units.count(summary.clients().planned()));
        configuration.put("offered a second", Units.rate(summary.rate().offeredPerSecond()));
        configuration.put("rate changed by hand", facts.rateChanges().isEmpty() ? "no" : "yes");
        return configuration;
    }
}
