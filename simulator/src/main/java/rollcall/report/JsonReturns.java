package rollcall.report;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** The drops and returns of signed-in clients in {@code result.json}. */
final class JsonReturns {
    private final JsonGenerator out;
    private final JsonFaults faults;

    JsonReturns(JsonGenerator out, Instant startedAt) {
        this.out = out;
        this.faults = new JsonFaults(out, startedAt);
    }

    void write(Returns returns) {
        out.writeObjectPropertyStart("returns");
        out.writeNumberProperty("dropped", returns.dropped());
        out.writeNumberProperty("returned", returns.returned());
        out.writeNumberProperty("heldBack", returns.heldBack());
        out.writeArrayPropertyStart("storms");
        returns.storms().forEach(this::storm);
        out.writeEndArray();
        closes(returns.closes());
        out.writeEndObject();
    }

    private void closes(Closes closes) {
        out.writeObjectPropertyStart("closes");
        out.writeArrayPropertyStart("kinds");
        for (Closes.Kind kind : closes.kinds()) {
            out.writeStartObject();
            out.writeStringProperty("how", kind.how());
            out.writeStringProperty("fault", kind.fault().name());
            out.writeNumberProperty("count", kind.count());
            seconds("ageP50Seconds", kind.ageP50Nanos());
            seconds("silenceP50Seconds", kind.silenceP50Nanos());
            out.writeEndObject();
        }
        out.writeEndArray();
        Closes.Period period = closes.period();
        if (period == null) {
            out.writeNullProperty("period");
        } else {
            out.writeObjectPropertyStart("period");
            seconds("ageSeconds", period.ageNanos());
            seconds("silenceSeconds", period.silenceNanos());
            out.writeNumberProperty("count", period.count());
            out.writeName("share");
            out.writeNumber(JsonReport.rounded(period.share(), 4));
            out.writeStringProperty("sentence", CloseText.sentence(period));
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void storm(Storm storm) {
        out.writeStartObject();
        JsonReport.text(out, "drop", storm.what());
        seconds("atSeconds", storm.atNanos());
        seconds("lastedSeconds", storm.lastedNanos());
        out.writeNumberProperty("dropped", storm.dropped());
        out.writeNumberProperty("returned", storm.returned());
        out.writeNumberProperty("lost", storm.lost());
        out.writeNumberProperty("away", storm.away());
        out.writeObjectPropertyStart("backAfterSeconds");
        seconds("p50", storm.p50Nanos());
        seconds("p90", storm.p90Nanos());
        seconds("p99", storm.p99Nanos());
        seconds("all", storm.allNanos());
        out.writeEndObject();
        out.writeNumberProperty("peakPerSecond", storm.peakPerSecond());
        faults.write("drops", storm.drops());
        faults.write("losses", storm.losses());
        JsonReport.write(out, storm.web());
        out.writeEndObject();
    }

    private void seconds(String name, long nanos) {
        out.writeName(name);
        if (nanos == Storm.NEVER || nanos == Closes.Period.NONE) {
            out.writeNull();
        } else {
            BigDecimal rounded = JsonReport.rounded(nanos / 1e9, 3);
            out.writeNumber(rounded);
        }
    }
}
