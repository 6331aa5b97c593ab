package rollcall.report;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import rollcall.report.Statistics.Interval;
import tools.jackson.core.JsonGenerator;

/** A {@link Comparison} for machines, schema {@value #SCHEMA}. Shares are from 0 to 1, durations milliseconds. */
public final class ComparisonJson {
    /** The version of the format. */
    public static final String SCHEMA = "rollcall.comparison/1";

    private static final MathContext DIGITS = new MathContext(6);

    private final JsonGenerator out;

    private ComparisonJson(JsonGenerator out) {
        this.out = out;
    }

    /** Writes the whole document in UTF-8 and leaves the stream open. */
    public static void write(Comparison comparison, OutputStream stream) {
        JsonGenerator out = JsonReport.generator(stream);
        new ComparisonJson(out).document(comparison);
        out.writeRaw('\n');
        out.flush();
    }

    private void document(Comparison comparison) {
        out.writeStartObject();
        out.writeStringProperty("schema", SCHEMA);
        out.writeStringProperty("finding", comparison.finding().words());
        texts("sentences", comparison.sentences());
        number("margin", comparison.margin());
        side("a", comparison.a());
        side("b", comparison.b());
        texts("different", comparison.different());
        out.writeArrayPropertyStart("metrics");
        for (ComparedMetric metric : comparison.metrics()) {
            metric(metric);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void metric(ComparedMetric metric) {
        double unit = metric.share() ? 1 : 1e6;
        out.writeStartObject();
        out.writeStringProperty("metric", metric.name());
        out.writeBooleanProperty("decides", metric.decides());
        out.writeStringProperty("unit", metric.share() ? "share" : "ms");
        number("a", metric.a() / unit);
        number("b", metric.b() / unit);
        Interval change = metric.change();
        if (change != null) {
            out.writeObjectPropertyStart(metric.share() ? "difference" : "ratio");
            number("low", change.low());
            number("high", change.high());
            out.writeEndObject();
        }
        if (!Double.isNaN(metric.probability())) {
            number("probability", metric.probability());
        }
        out.writeStringProperty("finding", metric.finding().words());
        out.writeEndObject();
    }

    private void side(String name, List<ComparedRun> runs) {
        out.writeArrayPropertyStart(name);
        for (ComparedRun run : runs) {
            out.writeStartObject();
            out.writeStringProperty("run", run.name());
            out.writeStringProperty("startedAt", run.startedAt().toString());
            out.writeStringProperty("verdict", run.verdict());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void texts(String name, List<String> texts) {
        out.writeArrayPropertyStart(name);
        texts.forEach(out::writeString);
        out.writeEndArray();
    }

    private void number(String name, double value) {
        out.writeName(name);
        BigDecimal rounded = new BigDecimal(value, DIGITS);
        out.writeNumber(
                rounded.signum() == 0
                        ? BigDecimal.ZERO
                        : new BigDecimal(rounded.stripTrailingZeros().toPlainString()));
    }
}
