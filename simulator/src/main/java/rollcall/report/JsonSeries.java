package rollcall.report;

import java.util.List;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;

/** The part of {@link JsonReport} that tells how a run went over time, by columns: a third of the size, and what a chart wants. */
final class JsonSeries {
    private final JsonGenerator out;

    JsonSeries(JsonGenerator out) {
        this.out = out;
    }

    /** @param offered for each point, how many clients were due by then */
    void write(List<Totals> series, List<Long> offered) {
        out.writeObjectPropertyStart("series");
        out.writeArrayPropertyStart("atSeconds");
        for (Totals totals : series) {
            out.writeNumber(JsonReport.rounded(totals.atNanos() / 1e9, 3));
        }
        out.writeEndArray();
        out.writeArrayPropertyStart("offered");
        for (long due : offered) {
            out.writeNumber(due);
        }
        out.writeEndArray();
        column(series, "started", Totals::started);
        column(series, "signedIn", Totals::signedIn);
        column(series, "failed", Totals::failed);
        column(series, "open", Totals::open);
        column(series, "held", Totals::held);
        column(series, "lost", Totals::lost);
        column(series, "networkFaults", totals -> totals.faults().network());
        column(series, "peerFaults", totals -> totals.faults().peer());
        column(series, "policyFaults", totals -> totals.faults().policy());
        column(series, "oursFaults", totals -> totals.faults().ours());
        millisColumn(series, "logonP50Ms", Totals::logonP50Nanos);
        millisColumn(series, "logonP99Ms", Totals::logonP99Nanos);
        out.writeEndObject();
    }

    private void column(List<Totals> series, String name, ToLongFunction<Totals> value) {
        out.writeArrayPropertyStart(name);
        for (Totals totals : series) {
            out.writeNumber(value.applyAsLong(totals));
        }
        out.writeEndArray();
    }

    private void millisColumn(List<Totals> series, String name, ToLongFunction<Totals> value) {
        out.writeArrayPropertyStart(name);
        for (Totals totals : series) {
            long nanos = value.applyAsLong(totals);
            if (nanos == Totals.NONE) {
                out.writeNull();
            } else {
                out.writeNumber(JsonReport.rounded(nanos / 1e6, 3));
            }
        }
        out.writeEndArray();
    }
}
