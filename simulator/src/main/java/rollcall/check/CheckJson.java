package rollcall.check;

import java.io.OutputStream;
import java.util.Locale;
import rollcall.report.JsonReport;
import tools.jackson.core.JsonGenerator;

/** A check for machines, schema {@value #SCHEMA}: the verdict, and the steps as in the text, each with what was found. */
public final class CheckJson {
    /** The version of the format. */
    public static final String SCHEMA = "rollcall.check/1";

    private final JsonGenerator out;
    private final CheckPlan plan;

    private CheckJson(JsonGenerator out, CheckPlan plan) {
        this.out = out;
        this.plan = plan;
    }

    /** Writes the whole document in UTF-8 and leaves the stream open. */
    public static void write(CheckReport report, OutputStream stream) {
        JsonGenerator out = JsonReport.generator(stream);
        new CheckJson(out, report.plan()).document(report);
        out.writeRaw('\n');
        out.flush();
    }

    private void document(CheckReport report) {
        out.writeStartObject();
        out.writeStringProperty("schema", SCHEMA);
        out.writeStringProperty("user", report.plan().account().user());
        out.writeStringProperty("client", report.plan().client().id());
        out.writeBooleanProperty("works", report.works());
        out.writeStringProperty("severity", word(report.severity()));
        out.writeStringProperty("verdict", report.verdict());
        out.writeName("steps");
        steps(report.steps());
        out.writeEndObject();
    }

    private void steps(Iterable<Step> steps) {
        out.writeStartArray();
        for (Step step : steps) {
            out.writeStartObject();
            out.writeStringProperty("title", step.title());
            out.writeStringProperty("severity", word(step.severity()));
            out.writeName("details");
            out.writeStartArray();
            step.details().forEach(out::writeString);
            out.writeEndArray();
            out.writeName("findings");
            out.writeStartArray();
            step.found().forEach(this::found);
            out.writeEndArray();
            out.writeName("steps");
            steps(step.steps());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void found(Found found) {
        out.writeStartObject();
        out.writeStringProperty("id", found.finding().id());
        out.writeStringProperty("severity", word(found.severity()));
        out.writeStringProperty("title", found.finding().title());
        out.writeStringProperty("detail", found.detail());
        out.writeName("repairs");
        out.writeStartArray();
        for (Repair repair : found.remedies(plan)) {
            out.writeStartObject();
            out.writeStringProperty("where", repair.where());
            out.writeStringProperty("text", repair.text());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
