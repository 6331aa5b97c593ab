package rollcall.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One run of those that are compared, as far as it takes to compare it.
 *
 * @param name its folder, as the user wrote it
 * @param verdict the word of a {@link Verdict.Kind}
 * @param configuration what was run, by what people call it
 * @param scenario the plan as it was run, in YAML; may be empty
 */
public record ComparedRun(
        String name,
        Instant startedAt,
        String verdict,
        long started,
        long failed,
        long lost,
        Map<String, String> configuration,
        LatencyBlocks latencies,
        String scenario) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Where {@code result.json} has what must be the same on both sides. */
    private static final String[][] CONFIGURATION = {
        {"scenario", "scenario"},
        {"target", "setup.target"},
        {"client", "setup.client"},
        {"authentication", "setup.auth"},
        {"TLS", "setup.tls"},
        {"version of Rollcall", "setup.version"},
        {"transport", "setup.transport"},
        {"event loops", "setup.loops"},
        {"clients planned", "clients.planned"},
        {"offered a second", "rate.offeredPerSecond"},
        {"rate changed by hand", "rateChanges"}
    };

    /**
     * Reads what a run has left.
     *
     * @throws IOException when the folder has no whole run in it; the message says what is missing
     */
    public static ComparedRun read(Path folder) throws IOException {
        Path result = folder.resolve(RunFolder.RESULT);
        if (!Files.isRegularFile(result)) {
            throw new IOException(folder + " is not the folder of a run that came to its end: there is no "
                    + RunFolder.RESULT + " in it");
        }
        Map<String, String> values = values(result);
        if (!JsonReport.SCHEMA.equals(values.get("schema"))) {
            throw new IOException(result + " is not of the schema " + JsonReport.SCHEMA);
        }
        Map<String, String> configuration = new LinkedHashMap<>();
        for (String[] entry : CONFIGURATION) {
            configuration.put(entry[0], values.getOrDefault(entry[1], "not told"));
        }
        Path scenario = folder.resolve("scenario.yaml");
        try {
            return new ComparedRun(
                    folder.toString(),
                    Instant.parse(values.getOrDefault("startedAt", "")),
                    values.getOrDefault("verdict", ""),
                    number(values, "clients.started"),
                    number(values, "clients.failed"),
                    number(values, "clients.lost"),
                    configuration,
                    LatencyBlocks.read(folder.resolve(RunRecorder.LATENCY)),
                    Files.exists(scenario) ? Files.readString(scenario) : "");
        } catch (DateTimeException | NumberFormatException e) {
            throw new IOException(result + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Whether its numbers say something about the pool. */
    public boolean counts() {
        return verdict.equals(Verdict.Kind.PASSED.word()) || verdict.equals(Verdict.Kind.FAILED.word());
    }

    private static long number(Map<String, String> values, String field) {
        return Long.parseLong(values.getOrDefault(field, "no " + field));
    }

    /** The values of all objects by their path, as {@code clients.started}; of a list only whether anything is in it. */
    private static Map<String, String> values(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Deque<String> above = new ArrayDeque<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                @Nullable String name = json.currentName();
                String path = name == null ? "" : above.isEmpty() ? name : above.peek() + name;
                switch (token) {
                    case START_OBJECT -> above.push(path.isEmpty() ? "" : path + ".");
                    case END_OBJECT -> above.pop();
                    case START_ARRAY -> values.put(path, isEmpty(json) ? "no" : "yes");
                    case PROPERTY_NAME -> {}
                    default -> values.put(path, json.getString());
                }
            }
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
        return values;
    }

    /** Goes to the end of the list that begins here. */
    private static boolean isEmpty(JsonParser json) {
        int items = 0;
        for (int depth = 1; depth > 0; items++) {
            JsonToken token = json.nextToken();
            depth += token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT ? 1 : 0;
            depth -= token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT || token == null ? 1 : 0;
        }
        return items == 1;
    }
}
