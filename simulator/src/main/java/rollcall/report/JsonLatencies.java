package rollcall.report;

import org.HdrHistogram.Histogram;
import rollcall.outcome.Stage;
import tools.jackson.core.JsonGenerator;

/** The part of {@link JsonReport} that has the percentiles of each stage, in milliseconds. */
final class JsonLatencies {
    private final JsonGenerator out;

    JsonLatencies(JsonGenerator out) {
        this.out = out;
    }

    void write(Latencies latencies) {
        out.writeObjectPropertyStart("latency");
        stage(Stage.LOGON, latencies);
        for (int i = 0; i < Stage.COUNT; i++) {
            Stage stage = Stage.at(i);
            if (stage != Stage.LOGON && stage != Stage.HOLD) {
                stage(stage, latencies);
            }
        }
        out.writeEndObject();
    }

    private void stage(Stage stage, Latencies latencies) {
        Histogram fromSent = latencies.of(stage);
        out.writeObjectPropertyStart(stage.word());
        out.writeStringProperty("unit", "ms");
        out.writeNumberProperty("count", fromSent.getTotalCount());
        if (stage == Stage.LOGON) {
            percentiles("fromDue", latencies.logonFromDue());
        }
        percentiles("fromSent", fromSent);
        out.writeEndObject();
    }

    private void percentiles(String name, Histogram histogram) {
        Latency latency = Latency.of(histogram);
        if (latency.count() == 0) {
            return;
        }
        out.writeObjectPropertyStart(name);
        millis("min", latency.minNanos());
        millis("mean", latency.meanNanos());
        millis("p50", latency.p50Nanos());
        millis("p90", latency.p90Nanos());
        millis("p95", latency.p95Nanos());
        millis("p99", latency.p99Nanos());
        millis("p999", latency.p999Nanos());
        millis("max", latency.maxNanos());
        out.writeEndObject();
    }

    private void millis(String name, long nanos) {
        JsonReport.decimal(out, name, nanos / 1e6, 3);
    }
}
