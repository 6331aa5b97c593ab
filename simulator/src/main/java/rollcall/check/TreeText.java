package rollcall.check;

import java.util.LinkedHashSet;
import java.util.Set;
import rollcall.report.Page;
import rollcall.report.Style;

/** A check as a tree of text: one line a step, its facts below it, what was found marked; then the verdict and repairs. */
public final class TreeText {
    private static final String INDENT = "  ";

    private final Style style;
    private final Page page;

    private TreeText(Style style) {
        this.style = style;
        this.page = new Page(style);
    }

    /** The whole text. */
    public static String of(CheckReport report, Style style) {
        TreeText text = new TreeText(style);
        report.steps().forEach(step -> text.step(step, ""));
        text.verdict(report);
        return text.page.toString();
    }

    private void step(Step step, String indent) {
        page.line(indent + mark(step.severity(), "") + " " + style.shown(step.title()));
        String below = indent + INDENT + INDENT;
        for (String detail : step.details()) {
            page.paragraph(below, style.shown(detail));
        }
        for (Found found : step.found()) {
            String detail = found.detail().isEmpty() ? "" : ": " + found.detail();
            page.paragraph(
                    below + mark(found.severity(), " " + found.finding().id()) + " ",
                    style.shown(found.finding().title() + detail));
        }
        step.steps().forEach(each -> step(each, indent + INDENT));
    }

    private String mark(Severity severity, String text) {
        return switch (severity) {
            case GOOD -> style.good(style.shown("✔" + text));
            case NOTE -> style.strong(style.shown("·" + text));
            case WARNING -> style.doubtful("!" + text);
            case FAILURE -> style.bad(style.shown("✘" + text));
        };
    }

    private void verdict(CheckReport report) {
        page.blank();
        page.paragraph("", style.shown(report.verdict()));
        Set<Finding> told = new LinkedHashSet<>();
        for (Found found : report.found()) {
            if (found.severity().compareTo(Severity.WARNING) >= 0 && told.add(found.finding())) {
                explain(found, report.plan());
            }
        }
        page.blank();
        page.paragraph(
                "",
                style.faint(
                        "Times are those of a first time, this program's own start included; rollcall run measures."));
        if (!told.isEmpty()) {
            page.line("More about each of them: rollcall explain "
                    + told.iterator().next().id());
        }
    }

    private void explain(Found found, CheckPlan plan) {
        Finding finding = found.finding();
        page.blank();
        page.paragraph(mark(found.severity(), " " + finding.id()) + " ", style.shown(finding.title()));
        page.paragraph("    ", style.shown(finding.cause()));
        boolean aside = found.severity() != finding.severity();
        page.paragraph(aside ? "    Who comes this way sees: " : "    The user sees: ", style.shown(finding.sees()));
        String before = "    To repair, ";
        for (Repair repair : found.remedies(plan)) {
            page.line(before + repair.where() + ":");
            before = "    or ";
            repair.text().lines().forEach(line -> page.line("        " + line));
        }
    }
}
