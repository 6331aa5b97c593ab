package rollcall.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A {@link Comparison} for a person: what it comes to first, then the numbers side by side. */
public final class ComparisonText {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ComparisonText() {}

    /** The whole text. */
    public static String of(Comparison comparison, Style style) {
        Page page = new Page(style);
        String before = answer(comparison.answer(), style) + "  ";
        String indent = " ".repeat(Page.visible(before));
        for (String sentence : comparison.sentences()) {
            page.paragraph(before, sentence);
            before = indent;
        }
        page.blank();
        side(page, "A", comparison.a());
        side(page, "B", comparison.b());
        if (!comparison.different().isEmpty()) {
            page.heading("Not the same on both sides");
            for (String difference : comparison.different()) {
                page.paragraph("  ", difference);
            }
        }
        page.heading("Side by side");
        Page.Table table = new Page.Table(1, 4);
        table.row("", "A", "B", "change", comparison.certaintyTitle(), "");
        for (ComparedMetric metric : comparison.metrics()) {
            table.row(
                    metric.decides() ? style.strong(metric.name()) : metric.name(),
                    metric.text(metric.a()),
                    metric.text(metric.b()),
                    metric.changeText(),
                    metric.certaintyText(),
                    finding(metric, style));
        }
        page.table(table);
        page.paragraph("  ", Comparison.WHAT_DECIDES);
        return page.toString();
    }

    private static String answer(Comparison.Answer answer, Style style) {
        String word = answer.words().toUpperCase(Locale.ROOT);
        return switch (answer) {
            case WORSE -> style.bad(word);
            case BETTER, NOT_WORSE -> style.good(word);
            case UNCLEAR -> style.doubtful(word);
        };
    }

    private static void side(Page page, String name, List<ComparedRun> runs) {
        String before = "  " + name + "  ";
        for (ComparedRun run : runs) {
            page.paragraph(before, line(run));
            before = "     ";
        }
    }

    private static String line(ComparedRun run) {
        return run.name() + ", " + TIME.format(run.startedAt()) + ", " + run.verdict();
    }

    private static String finding(ComparedMetric metric, Style style) {
        String words = metric.finding().words();
        return switch (metric.finding()) {
            case WORSE -> style.bad(words);
            case BETTER -> style.good(words);
            default -> words;
        };
    }
}
