package rollcall.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The faults in {@code result.json}. */
final class JsonFaults {
    private final JsonGenerator out;
    private final Instant startedAt;

    JsonFaults(JsonGenerator out, Instant startedAt) {
        this.out = out;
        this.startedAt = startedAt;
    }

    /** An array of faults, with what is to be known about each. */
    void write(String name, List<FaultCount> faults) {
        out.writeArrayPropertyStart(name);
        for (FaultCount fault : faults) {
            out.writeStartObject();
            out.writeStringProperty("fault", fault.fault().name());
            out.writeStringProperty("stage", fault.stage().word());
            out.writeStringProperty("blame", fault.fault().blame().word());
            out.writeStringProperty("effect", fault.kind().word());
            out.writeNumberProperty("count", fault.count());
            out.writeStringProperty("first", at(fault.firstNanos()));
            out.writeStringProperty("last", at(fault.lastNanos()));
            out.writeStringProperty("cause", fault.fault().cause());
            out.writeStringProperty("sample", fault.sample());
            out.writeStringProperty("user", fault.user());
            out.writeStringProperty("server", fault.server());
            out.writeStringProperty("detail", fault.detail());
            out.writeStringProperty("advice", Advice.of(fault.fault()));
            diagnostics(fault.parts());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void diagnostics(List<FaultPart> parts) {
        out.writeArrayPropertyStart("diagnostics");
        for (FaultPart part : parts) {
            if (part.isErrorId()) {
                out.writeStartObject();
                out.writeNumberProperty("id", part.errorId());
                JsonReport.text(out, "meaning", part.meaning());
                out.writeNumberProperty("count", part.count());
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private String at(long nanos) {
        Instant instant = startedAt.plusNanos(nanos);
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** How often all of them happened together. */
    static long sum(List<FaultCount> faults) {
        long sum = 0;
        for (FaultCount fault : faults) {
            sum += fault.count();
        }
        return sum;
    }
}
