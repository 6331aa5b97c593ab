package rollcall.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads from the JSON file of an earlier measurement what a later one is compared with. */
public final class HandshakeReader {
    private static final int MS_DIGITS = 6;

    private HandshakeReader() {}

    /**
     * Reads a whole file.
     *
     * @throws UnreadableRun when there is no such file, or it is none of {@code rollcall handshake}, or was cut short
     */
    public static HandshakeBaseline read(Path file) throws UnreadableRun {
        JsonTree tree;
        try (InputStream stream = Files.newInputStream(file)) {
            tree = JsonTree.read(file.toString(), stream);
        } catch (IOException e) {
            throw new UnreadableRun(file + " cannot be read: " + e.getMessage());
        }
        String schema = tree.text("schema");
        if (!schema.equals(HandshakeJson.SCHEMA)) {
            throw new UnreadableRun(file + " has the schema " + schema + "; expected " + HandshakeJson.SCHEMA
                    + ", as rollcall handshake --json writes it");
        }
        if (tree.textOrNull("stoppedBy") != null) {
            throw new UnreadableRun(file + " is of a measurement that was stopped: it is no baseline");
        }
        List<HandshakeRepetition> repetitions = new ArrayList<>();
        for (JsonTree each : tree.objects("repetitions")) {
            repetitions.add(new HandshakeRepetition(
                    each.number("succeeded"),
                    each.number("failed"),
                    each.number("resumed"),
                    each.nanos("wallMs", MS_DIGITS),
                    each.nanos("cpuMs", MS_DIGITS),
                    each.nanos("waitMs", MS_DIGITS),
                    each.nanosOr(0, "referenceMs", MS_DIGITS), // older files have none
                    latency(each.object("connect")),
                    latency(each.object("tls"))));
        }
        if (repetitions.stream().noneMatch(each -> each.succeeded() > 0)) {
            throw new UnreadableRun(file + " holds no handshake that succeeded: there is nothing to compare with");
        }
        try {
            return new HandshakeBaseline(
                    Instant.parse(tree.text("startedAt")), new HandshakeSetup(tree.textsByName("setup")), repetitions);
        } catch (DateTimeException e) {
            throw tree.expected("startedAt", "a time such as 2026-11-21T08:59:30Z");
        }
    }

    private static Latency latency(JsonTree tree) throws UnreadableRun {
        return new Latency(
                tree.number("count"),
                tree.nanos("min", MS_DIGITS),
                tree.nanos("mean", MS_DIGITS),
                tree.nanos("p50", MS_DIGITS),
                tree.nanos("p90", MS_DIGITS),
                tree.nanos("p95", MS_DIGITS),
                tree.nanos("p99", MS_DIGITS),
                tree.nanos("p999", MS_DIGITS),
                tree.nanos("max", MS_DIGITS));
    }
}
