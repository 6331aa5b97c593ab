package rollcall.check;

import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import rollcall.report.JUnitXml;

/**
 * A check as JUnit XML: first the verdict as a case of its own, then one case for each thing that was looked at, in a class
 * for each step of the text. What fails the sign-in fails the case; everything else is what the case says.
 */
public final class CheckJunit {
    private static final String SUITE = "rollcall.check";

    private final List<Case> cases = new ArrayList<>();

    private CheckJunit(CheckReport report) {
        for (Step step : report.steps()) {
            collect(step, step.title(), className(step));
            collectBelow(step, "", className(step));
        }
    }

    private record Case(String className, String name, Step step) {
        /** Failed here, and not only below. */
        boolean failed() {
            return step.severity() == Severity.FAILURE
                    && (!failures().isEmpty()
                            || step.steps().stream().noneMatch(below -> below.severity() == Severity.FAILURE));
        }

        List<Found> failures() {
            return step.found().stream()
                    .filter(each -> each.severity() == Severity.FAILURE)
                    .toList();
        }
    }

    /**
     * Writes the whole document in UTF-8 and leaves the stream open.
     *
     * @param durationNanos what the check took
     * @throws XMLStreamException when the stream does
     */
    public static void write(CheckReport report, Instant startedAt, long durationNanos, OutputStream stream)
            throws XMLStreamException {
        new CheckJunit(report).write(report, startedAt, durationNanos, new JUnitXml(stream));
    }

    /** A dot would end the name of a package. */
    private static String className(Step step) {
        return SUITE + "." + step.title().replace('.', '_');
    }

    private void collectBelow(Step step, String above, String className) {
        for (Step below : step.steps()) {
            collect(below, above + below.title(), className);
            collectBelow(below, above + below.title() + ", ", className);
        }
    }

    private void collect(Step step, String name, String className) {
        if (step.steps().isEmpty() || !step.found().isEmpty() || !step.details().isEmpty()) {
            cases.add(new Case(className, name, step));
        }
    }

    private void write(CheckReport report, Instant startedAt, long durationNanos, JUnitXml out)
            throws XMLStreamException {
        int failures = (int) cases.stream().filter(Case::failed).count() + (report.works() ? 0 : 1);
        out.beginSuite(SUITE, startedAt, durationNanos, new JUnitXml.Counts(cases.size() + 1, 0, 0, failures));
        out.beginCase(SUITE + ".verdict", "the user signs in", durationNanos);
        if (report.works()) {
            out.said(report.verdict());
        } else {
            out.told("failure", "verdict", report.verdict());
        }
        out.endCase();
        for (Case each : cases) {
            out.beginCase(each.className(), each.name(), 0);
            if (each.failed()) {
                told(each, report.plan(), out);
            }
            said(each.step(), report.plan(), out);
            out.endCase();
        }
        out.endSuite();
    }

    private static void told(Case failed, CheckPlan plan, JUnitXml out) throws XMLStreamException {
        List<Found> failures = failed.failures();
        if (failures.isEmpty()) {
            out.told("failure", "step", "did not work; another case says why");
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Found each : failures) {
            text.append(text.isEmpty() ? "" : "\n\n").append(line(each));
            explain(each, plan, text);
        }
        out.told("failure", failures.get(0).finding().id(), text.append('\n').toString());
    }

    private static void said(Step step, CheckPlan plan, JUnitXml out) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        step.details().forEach(detail -> text.append('\n').append(detail));
        for (Found each : step.found()) {
            if (each.severity() != Severity.FAILURE) {
                text.append('\n')
                        .append(each.severity() == Severity.WARNING ? "warning " : "note ")
                        .append(line(each));
                explain(each, plan, text);
            }
        }
        if (!text.isEmpty()) {
            out.said(text.append('\n').toString());
        }
    }

    private static String line(Found found) {
        String detail = found.detail().isEmpty() ? "" : ": " + found.detail();
        return found.finding().id() + " " + found.finding().title() + detail;
    }

    private static void explain(Found found, CheckPlan plan, StringBuilder text) {
        text.append('\n').append(found.finding().cause());
        text.append("\nThe user sees: ").append(found.finding().sees());
        for (Repair repair : found.remedies(plan)) {
            text.append("\nTo repair, ").append(repair.where()).append(":\n").append(repair.text());
        }
    }
}
