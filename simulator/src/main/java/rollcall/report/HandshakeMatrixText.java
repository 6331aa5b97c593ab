package rollcall.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.report.HandshakeMetric.Estimate;

/** Ways to make a handshake, side by side: a row each, also for those that cannot be had. */
public final class HandshakeMatrixText {
    private HandshakeMatrixText() {}

    /**
     * One way.
     *
     * @param key of the server's certificate, as {@code RSA 2048}
     * @param measured null when it cannot be had
     * @param cannot why; null when it can
     */
    public record Row(
            String engine,
            String protocol,
            String key,
            boolean resume,
            @Nullable HandshakeMeasurement measured,
            @Nullable String cannot) {
        /** Why there are no numbers, or null. */
        @Nullable
        String why() {
            return measured == null ? cannot : measured.stopped();
        }
    }

    /** The table; the first row that was measured is what the others are compared with. */
    public static String of(List<Row> rows, Style style) {
        Page page = new Page(style);
        Page.Table table = new Page.Table(4, 7);
        table.row("engine", "protocol", "key", "handshake", "a second", "CPU each", "times the first", "p50");
        double first = Double.NaN;
        for (Row row : rows) {
            HandshakeMeasurement measured = row.measured();
            if (measured == null || row.why() != null) {
                table.row(cells(row, "-", "-", "-", "-"));
                continue;
            }
            Estimate cpu = estimate("cpu", measured);
            first = Double.isNaN(first) ? cpu.value() : first;
            table.row(cells(
                    row,
                    text("rate", measured),
                    text("cpu", measured),
                    Units.significant(cpu.value() / first, 3),
                    text("tls.p50", measured)));
        }
        page.table(table);
        page.blank();
        Map<String, List<String>> notes = new LinkedHashMap<>();
        for (Row row : rows) {
            String note = note(row);
            if (note != null) {
                notes.computeIfAbsent(note, key -> new ArrayList<>())
                        .add(row.engine() + " " + row.protocol() + " " + row.key() + " " + handshake(row));
            }
        }
        notes.forEach((note, ways) -> page.paragraph("  ", String.join("; ", ways) + ": " + note + "."));
        page.paragraph(
                "  ",
                "Medians of the repetitions, which were made by turns. CPU is the client's alone; the pool ran in a process"
                        + " of its own, and its work is in the rate and in p50.");
        return page.toString();
    }

    /** Why there are no numbers, or what is not as the row says; null when all is well. */
    private static @Nullable String note(Row row) {
        HandshakeMeasurement measured = row.measured();
        if (row.why() != null || measured == null) {
            return row.why();
        }
        if (measured.failed() > 0) {
            return Units.count(measured.failed()) + " failed: "
                    + measured.faults().get(0).fault().cause();
        }
        long full = measured.succeeded() - measured.resumed();
        return row.resume() && full > 0
                ? Units.percent(full / (double) measured.succeeded(), 2) + " were full ones all the same"
                : null;
    }

    private static String[] cells(Row row, String... numbers) {
        String[] cells = new String[4 + numbers.length];
        cells[0] = row.engine();
        cells[1] = row.protocol();
        cells[2] = row.key();
        cells[3] = handshake(row);
        System.arraycopy(numbers, 0, cells, 4, numbers.length);
        return cells;
    }

    private static String handshake(Row row) {
        return row.resume() ? "resumed" : "full";
    }

    private static String text(String metric, HandshakeMeasurement measured) {
        HandshakeMetric found = HandshakeMetric.named(metric);
        return found == null ? "-" : found.text(found.of(measured.repetitions()).value());
    }

    private static Estimate estimate(String metric, HandshakeMeasurement measured) {
        HandshakeMetric found = HandshakeMetric.named(metric);
        if (found == null) {
            throw new IllegalArgumentException(metric);
        }
        return found.of(measured.repetitions());
    }
}
