package rollcall.report;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.report.Statistics.Interval;
import tools.jackson.core.JsonGenerator;

/**
 * A {@link HandshakeResult} for machines, schema {@value #SCHEMA}, described in {@code handshake.schema.json} beside this
 * class. Durations are milliseconds. It holds every repetition, so that it can be the baseline of a later measurement.
 */
public final class HandshakeJson {
    /** The version of the format. */
    public static final String SCHEMA = "rollcall.handshake/1";

    private static final MathContext DIGITS = new MathContext(6);
    /** Exact, since it is read again. */
    private static final int NANO_DIGITS = 6;

    private final JsonGenerator out;

    private HandshakeJson(JsonGenerator out) {
        this.out = out;
    }

    /** Writes the whole document in UTF-8 and leaves the stream open. */
    public static void write(HandshakeResult result, OutputStream stream) {
        JsonGenerator out = JsonReport.generator(stream);
        new HandshakeJson(out).document(result);
        out.writeRaw('\n');
        out.flush();
    }

    private void document(HandshakeResult result) {
        HandshakeMeasurement measured = result.measured();
        out.writeStartObject();
        out.writeStringProperty("schema", SCHEMA);
        out.writeStringProperty("verdict", result.verdict().kind().word());
        texts("reasons", result.verdict().reasons());
        out.writeStringProperty("startedAt", result.facts().startedAt().toString());
        number("durationSeconds", result.facts().durationNanos() / 1e9);
        JsonReport.text(out, "stoppedBy", result.facts().stoppedBy());
        setup(HandshakeSetup.of(measured, result.facts()));
        out.writeBooleanProperty("verified", measured.plan().tls().verify());
        out.writeObjectPropertyStart("handshakes");
        out.writeNumberProperty("planned", measured.plan().count());
        out.writeNumberProperty("warmUp", measured.plan().warmUp());
        out.writeNumberProperty("succeeded", measured.succeeded());
        out.writeNumberProperty("failed", measured.failed());
        out.writeNumberProperty("full", measured.succeeded() - measured.resumed());
        out.writeNumberProperty("resumed", measured.resumed());
        out.writeEndObject();
        metrics(measured);
        kinds(measured.kinds());
        faults(measured.faults());
        thresholds(result.thresholds());
        comparison(result.comparison());
        generator(result);
        repetitions(measured.repetitions());
        out.writeEndObject();
    }

    private void setup(HandshakeSetup setup) {
        out.writeObjectPropertyStart("setup");
        setup.facts().forEach(out::writeStringProperty);
        out.writeEndObject();
    }

    private void metrics(HandshakeMeasurement measured) {
        out.writeObjectPropertyStart("metrics");
        for (HandshakeMetric metric : HandshakeMetric.ALL) {
            HandshakeMetric.Estimate estimate = metric.of(measured.repetitions());
            if (!Double.isNaN(estimate.value()) && metric.concerns(measured)) {
                out.writeObjectPropertyStart(metric.name());
                unit(metric);
                value(metric, "median", estimate.value());
                range("certain", metric, estimate.certain());
                out.writeEndObject();
            }
        }
        out.writeEndObject();
    }

    private void unit(HandshakeMetric metric) {
        out.writeStringProperty("unit", metric.unit().word);
    }

    private void value(HandshakeMetric metric, String name, double value) {
        number(name, metric.unit() == HandshakeMetric.Unit.NANOS ? value / 1e6 : value);
    }

    private void range(String name, HandshakeMetric metric, Interval range) {
        out.writeObjectPropertyStart(name);
        value(metric, "low", range.low());
        value(metric, "high", range.high());
        out.writeEndObject();
    }

    private void kinds(List<HandshakeKind> kinds) {
        out.writeArrayPropertyStart("kinds");
        for (HandshakeKind kind : kinds) {
            out.writeStartObject();
            out.writeStringProperty("protocol", kind.agreed().protocol());
            out.writeStringProperty("cipher", kind.agreed().cipher());
            out.writeStringProperty("key", kind.agreed().key());
            out.writeBooleanProperty("resumed", kind.agreed().resumed());
            latency("tls", kind.tls());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void faults(List<FaultCount> faults) {
        out.writeArrayPropertyStart("faults");
        for (FaultCount fault : faults) {
            out.writeStartObject();
            out.writeStringProperty("fault", fault.fault().name());
            out.writeStringProperty("stage", fault.stage().word());
            out.writeStringProperty("blame", fault.fault().blame().word());
            out.writeNumberProperty("count", fault.count());
            out.writeStringProperty("cause", fault.fault().cause());
            out.writeStringProperty("sample", fault.detail());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void thresholds(List<HandshakeThreshold> thresholds) {
        out.writeArrayPropertyStart("thresholds");
        for (HandshakeThreshold threshold : thresholds) {
            out.writeStartObject();
            out.writeStringProperty("expression", threshold.expression());
            out.writeStringProperty("value", threshold.value());
            out.writeStringProperty("finding", threshold.finding().words());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void comparison(@Nullable HandshakeComparison comparison) {
        if (comparison == null) {
            out.writeNullProperty("baseline");
            return;
        }
        out.writeObjectPropertyStart("baseline");
        out.writeStringProperty("startedAt", comparison.baseline().startedAt().toString());
        number("margin", comparison.margin());
        out.writeStringProperty("finding", comparison.finding().words());
        texts("different", comparison.different());
        out.writeName("referenceTimesAsLong");
        if (Double.isNaN(comparison.reference())) {
            out.writeNull();
        } else {
            out.writeNumber(rounded(comparison.reference()));
        }
        out.writeArrayPropertyStart("metrics");
        for (HandshakeComparison.Metric each : comparison.metrics()) {
            out.writeStartObject();
            out.writeStringProperty("metric", each.metric().name());
            unit(each.metric());
            value(each.metric(), "before", each.before());
            value(each.metric(), "now", each.now());
            out.writeObjectPropertyStart("timesAsDear");
            number("low", each.change().low());
            number("high", each.change().high());
            out.writeEndObject();
            out.writeBooleanProperty("decides", each.decides());
            out.writeStringProperty("finding", each.finding().words());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void generator(HandshakeResult result) {
        HandshakeHealth health = result.health();
        out.writeObjectPropertyStart("generator");
        out.writeBooleanProperty("healthy", health.hindrance() == null);
        number("busy", health.busy());
        number("waiting", health.waiting());
        number("processCpuSeconds", result.facts().processCpuNanos() / 1e9);
        out.writeNumberProperty("leftOpen", result.measured().leftOpen());
        out.writeName("maxPerSecond");
        if (Double.isInfinite(result.facts().perSecond())) {
            out.writeNull();
        } else {
            out.writeNumber(rounded(result.facts().perSecond()));
        }
        out.writeEndObject();
    }

    private void repetitions(List<HandshakeRepetition> repetitions) {
        out.writeArrayPropertyStart("repetitions");
        for (HandshakeRepetition each : repetitions) {
            out.writeStartObject();
            out.writeNumberProperty("succeeded", each.succeeded());
            out.writeNumberProperty("failed", each.failed());
            out.writeNumberProperty("resumed", each.resumed());
            nanos("wallMs", each.wallNanos());
            nanos("cpuMs", each.cpuNanos());
            nanos("waitMs", each.waitNanos());
            nanos("referenceMs", each.referenceNanos());
            latency("connect", each.connect());
            latency("tls", each.tls());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void latency(String name, Latency latency) {
        out.writeObjectPropertyStart(name);
        out.writeNumberProperty("count", latency.count());
        nanos("min", latency.minNanos());
        nanos("mean", latency.meanNanos());
        nanos("p50", latency.p50Nanos());
        nanos("p90", latency.p90Nanos());
        nanos("p95", latency.p95Nanos());
        nanos("p99", latency.p99Nanos());
        nanos("p999", latency.p999Nanos());
        nanos("max", latency.maxNanos());
        out.writeEndObject();
    }

    private void nanos(String name, long nanos) {
        out.writeName(name);
        out.writeNumber(plain(BigDecimal.valueOf(nanos, NANO_DIGITS)));
    }

    private void texts(String name, List<String> texts) {
        out.writeArrayPropertyStart(name);
        texts.forEach(out::writeString);
        out.writeEndArray();
    }

    private void number(String name, double value) {
        out.writeName(name);
        out.writeNumber(rounded(value));
    }

    private static BigDecimal rounded(double value) {
        return plain(new BigDecimal(value, DIGITS));
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0
                ? BigDecimal.ZERO
                : new BigDecimal(value.stripTrailingZeros().toPlainString());
    }
}
