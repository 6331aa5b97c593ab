package rollcall.report;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import rollcall.outcome.Stage;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What the latency charts of {@link HtmlReport} are drawn from: for each stage its percentiles over time, and all of them. */
final class HtmlLatencies {
    /** Points of a percentile curve from one power of ten to the next: 90, 99, 99.9 per cent and so on. */
    private static final int POINTS_PER_DECADE = 10;

    private final LatencyLog log;
    private final JsonGenerator out;

    private HtmlLatencies(LatencyLog log, JsonGenerator out) {
        this.log = log;
        this.out = out;
    }

    static String json(LatencyLog log) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            new HtmlLatencies(log, out).write();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void write() {
        out.writeStartObject();
        out.writeNumberProperty("widthSeconds", log.widthMillis() / 1_000);
        out.writeNumberProperty("pointsPerDecade", POINTS_PER_DECADE);
        out.writeArrayPropertyStart("stages");
        stage(Latencies.LOGON_FROM_DUE, Stage.LOGON.title() + ", from due");
        for (int i = 0; i < Stage.COUNT; i++) {
            if (i != Stage.LOGON.ordinal() && i != Stage.HOLD.ordinal()) {
                stage(i, Stage.at(i).title());
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void stage(int series, String title) {
        List<LatencyLog.Point> points =
                log.points().stream().filter(point -> point.series() == series).toList();
        if (points.isEmpty()) {
            return;
        }
        out.writeStartObject();
        out.writeStringProperty("title", title);
        out.writeStringProperty("word", series < Stage.COUNT ? Stage.at(series).word() : Stage.LOGON.word());
        out.writeArrayPropertyStart("atSeconds");
        for (LatencyLog.Point point : points) {
            out.writeNumber(point.endMillis() / 1_000);
        }
        out.writeEndArray();
        column("p50", points, Latency::p50Nanos);
        column("p90", points, Latency::p90Nanos);
        column("p99", points, Latency::p99Nanos);
        column("max", points, Latency::maxNanos);
        curve(log.whole().series(series));
        out.writeEndObject();
    }

    private void column(String name, List<LatencyLog.Point> points, ToLongFunction<Latency> value) {
        out.writeArrayPropertyStart(name);
        for (LatencyLog.Point point : points) {
            millis(value.applyAsLong(point.latency()));
        }
        out.writeEndArray();
    }

    /** The latency that all but one in 10^(i/10) were within, as far as there were so many. */
    private void curve(Histogram histogram) {
        out.writeArrayPropertyStart("curve");
        double decades = Math.log10((double) histogram.getTotalCount());
        for (int i = 0; i <= decades * POINTS_PER_DECADE; i++) {
            millis(histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -i / (double) POINTS_PER_DECADE))));
        }
        out.writeEndArray();
    }

    private void millis(long nanos) {
        out.writeNumber(BigDecimal.valueOf(nanos).movePointLeft(6).setScale(3, RoundingMode.HALF_UP));
    }
}
