package rollcall.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run as its folder tells it. Reports are written from this, at the end of a run as well as later, so that they are the
 * same each time.
 *
 * @param ended false when the run was killed, and this is what it had told by then
 * @param result {@code result.json}, or {@code partial.json} of a run that was killed
 * @param scenario the plan as it was run; empty when {@code scenario.yaml} is missing
 */
public record SavedRun(boolean ended, Summary summary, LatencyLog latencyLog, String result, String scenario) {
    /** A moment in the log may be so much too early. */
    private static final long ROUNDING_MILLIS = 2;

    /**
     * Reads what a run has left.
     *
     * @throws UnreadableRun when the folder has no run in it, or files that do not belong together
     */
    public static SavedRun read(Path folder) throws UnreadableRun {
        if (!Files.isDirectory(folder)) {
            throw new UnreadableRun(
                    Files.exists(folder)
                            ? folder + " is a file; name the folder of a run"
                            : folder + " does not exist; name the folder of a run, as rollcall-out/quickstart-…");
        }
        boolean ended = Files.exists(folder.resolve(RunFolder.RESULT));
        String name = ended ? RunFolder.RESULT : RunFolder.PARTIAL;
        try {
            if (!Files.exists(folder.resolve(name))) {
                throw new UnreadableRun(
                        Files.exists(folder.resolve(RunRecorder.LATENCY))
                                ? "the run in " + folder + " was killed before it had anything to tell"
                                : folder + " is not the folder of a run: there is no " + RunFolder.RESULT + " in it");
            }
            return read(folder, name, ended);
        } catch (IOException e) {
            throw new UnreadableRun(folder + " cannot be read: " + e.getMessage());
        }
    }

    private static SavedRun read(Path folder, String name, boolean ended) throws IOException, UnreadableRun {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        ResultReader reader = new ResultReader(JsonTree.read(name, new ByteArrayInputStream(bytes)));
        long lastMillis = reader.lastSampleMillis();
        LatencyLog log = LatencyLog.read(
                folder.resolve(RunRecorder.LATENCY),
                reader.startedAt().toEpochMilli(),
                lastMillis,
                // A killed run has logged more than its last partial result knows: that would not add up.
                ended ? Long.MAX_VALUE : lastMillis - ROUNDING_MILLIS);
        Path scenario = folder.resolve(RunFolder.SCENARIO);
        return new SavedRun(
                ended,
                reader.summary(log.whole()),
                log,
                new String(bytes, StandardCharsets.UTF_8),
                Files.exists(scenario) ? Files.readString(scenario) : "");
    }
}
