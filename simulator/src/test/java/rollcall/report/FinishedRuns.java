package rollcall.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/** Folders as finished runs leave them, of runs that never happened. */
public final class FinishedRuns {
    private static final int SECONDS = 20;
    private static final int A_SECOND = 50;

    private FinishedRuns() {}

    /**
     * A run of 1,000 clients, 50 a second.
     *
     * @param tlsMillis how long a TLS handshake takes; some seconds are a little slower than others
     * @param failed how many clients failed
     * @param healthy whether the generator was, or else the run is invalid
     */
    public static Path write(Path folder, int tlsMillis, int failed, boolean healthy) throws IOException {
        Runs runs = new Runs(2);
        try (RunRecorder recorder = new RunRecorder(folder, Runs.facts(0).startedAt(), false)) {
            runs.tallies.tellSamplesTo(recorder);
            for (int i = 0; i < SECONDS * A_SECOND; i++) {
                int second = i / A_SECOND;
                runs.at(second * 1_000L + i % A_SECOND * 20L);
                if (i < failed) {
                    runs.fail(i % 2, Stage.TLS, Fault.TLS_CLOSED, "");
                } else {
                    runs.signIn(i % 2, 0, 1.2, 0.3, tlsMillis + second % 3 + i % A_SECOND * 0.1, 2);
                }
                if (i % A_SECOND == A_SECOND - 1) {
                    runs.tallies.sample();
                }
            }
        }
        RunFolder.write(
                runs.summary(
                        Runs.plan("failed < 50%"),
                        Runs.facts(SECONDS * A_SECOND),
                        healthy ? Runs.HEALTHY : Runs.EXHAUSTED),
                folder);
        Files.writeString(folder.resolve(RunFolder.SCENARIO), "name: quickstart\nseed: " + tlsMillis + "\n");
        return folder;
    }
}
