package rollcall.report;

import tools.jackson.core.JsonGenerator;

/** Writes what a search has found into {@code result.json}. */
final class JsonCapacity {
    private JsonCapacity() {}

    static void write(JsonGenerator out, SearchResult capacity) {
        out.writeObjectPropertyStart("capacity");
        JsonReport.decimal(out, "perSecond", capacity.perSecond(), 3);
        JsonReport.text(out, "limitedBy", capacity.limit().word());
        out.writeNumberProperty("timesHeld", capacity.times());
        JsonReport.decimal(out, "brokePerSecond", capacity.brokePerSecond(), 3);
        JsonReport.decimal(out, "trySeconds", capacity.tryNanos() / 1e9, 3);
        out.writeArrayPropertyStart("tries");
        for (RateTry each : capacity.tries()) {
            one(out, each);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void one(JsonGenerator out, RateTry each) {
        out.writeStartObject();
        JsonReport.decimal(out, "perSecond", each.perSecond(), 3);
        out.writeStringProperty("outcome", each.outcome().word());
        JsonReport.decimal(out, "atSeconds", each.startNanos() / 1e9, 3);
        out.writeNumberProperty("started", each.started());
        out.writeNumberProperty("signedIn", each.signedIn());
        out.writeNumberProperty("failed", each.failed());
        out.writeNumberProperty("lost", each.lost());
        latency(out, "logonP50Ms", each.logonP50Nanos());
        latency(out, "logonP99Ms", each.logonP99Nanos());
        JsonReport.decimal(out, "scheduleLagP99Ms", each.startLagP99Nanos() / 1e6, 3);
        JsonReport.thresholds(out, "conditions", each.conditions());
        out.writeEndObject();
    }

    static void latency(JsonGenerator out, String name, long nanos) {
        if (nanos == Totals.NONE) {
            out.writeNullProperty(name);
        } else {
            JsonReport.decimal(out, name, nanos / 1e6, 3);
        }
    }
}
