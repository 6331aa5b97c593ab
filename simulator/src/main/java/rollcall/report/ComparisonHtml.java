package rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A {@link Comparison} as one page that needs nothing else: no script, light or dark as the reader has it. */
public final class ComparisonHtml {
    private final Comparison comparison;
    private final Html page = new Html();

    private ComparisonHtml(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Writes the whole page in UTF-8 and leaves the stream open. */
    public static void write(Comparison comparison, OutputStream out) throws IOException {
        ComparisonHtml html = new ComparisonHtml(comparison);
        html.page();
        out.write(html.page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void page() {
        String answer = comparison.answer().words();
        page.begin("B is " + answer, "", "")
                .raw(
                        "<header>\n<p class=\"kind\">Rollcall, runs compared</p>\n<h1>Is B worse than A?</h1>\n</header>\n")
                .raw("<section class=\"verdict " + tone() + "\">\n")
                .element("p class=\"word\"", answer)
                .raw("\n<div>\n");
        texts("sentences", comparison.sentences());
        page.raw("</div>\n</section>\n");
        runs();
        if (!comparison.different().isEmpty()) {
            page.raw("<section>\n<h2>Not the same on both sides</h2>\n");
            texts("different", comparison.different());
            page.raw("</section>\n");
        }
        metrics();
        page.raw(
                        "<footer><p>Written by Rollcall. <code>rollcall compare --json</code> writes the same for machines.</p>")
                .raw("</footer>\n</main>\n</body>\n</html>\n");
    }

    /** One of those that the style has for the verdict on a run. */
    private String tone() {
        return switch (comparison.answer()) {
            case WORSE -> "failed";
            case BETTER, NOT_WORSE -> "passed";
            case UNCLEAR -> "invalid";
        };
    }

    private void texts(String path, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            page.raw("<p>").field(path + "." + i, "text", texts.get(i)).raw("</p>\n");
        }
    }

    private void runs() {
        page.raw("<section>\n<h2>The runs</h2>\n<div class=\"wide\"><table class=\"words\">\n")
                .raw("<thead><tr><th></th><th>folder</th><th>began</th><th>verdict</th></tr></thead>\n<tbody>\n");
        side("A", "a", comparison.a());
        side("B", "b", comparison.b());
        page.raw("</tbody>\n</table></div>\n</section>\n");
    }

    private void side(String name, String path, List<ComparedRun> runs) {
        for (int i = 0; i < runs.size(); i++) {
            ComparedRun run = runs.get(i);
            String at = path + "." + i;
            page.raw("<tr>")
                    .element("th", i == 0 ? name : "")
                    .raw("<td>")
                    .field(at + ".run", "text", run.name())
                    .raw("</td>")
                    .element("td", ComparisonText.TIME.format(run.startedAt()))
                    .raw("<td>")
                    .field(at + ".verdict", "text", run.verdict())
                    .raw("</td></tr>\n");
        }
    }

    private void metrics() {
        page.raw(
                        "<section>\n<h2>Side by side</h2>\n<div class=\"wide\"><table class=\"named compared\">\n<thead><tr><th></th>")
                .raw("<th>A</th><th>B</th><th>change</th>")
                .element("th", comparison.certaintyTitle())
                .raw("<th></th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < comparison.metrics().size(); i++) {
            metric("metrics." + i, comparison.metrics().get(i));
        }
        page.raw("</tbody>\n</table></div>\n")
                .element("p class=\"note\"", Comparison.WHAT_DECIDES)
                .raw("\n</section>\n");
    }

    private void metric(String path, ComparedMetric metric) {
        String as = metric.share() ? "share" : "millis";
        page.raw(metric.decides() ? "<tr class=\"decides\">" : "<tr>").raw("<th>");
        page.field(path + ".metric", "text", metric.name()).raw("</th><td>");
        page.field(path + ".a", as, metric.text(metric.a())).raw("</td><td>");
        page.field(path + ".b", as, metric.text(metric.b())).raw("</td>");
        String tone = metric.finding().name().toLowerCase(Locale.ROOT);
        page.element("td class=\"" + tone + "\"", metric.changeText()).raw("<td>");
        certainty(path, metric);
        page.raw("</td><td class=\"" + tone + "\">")
                .field(path + ".finding", "text", metric.finding().words())
                .raw("</td></tr>\n");
    }

    private void certainty(String path, ComparedMetric metric) {
        if (metric.change() == null) {
            page.text(metric.certaintyText());
            return;
        }
        String at = path + (metric.share() ? ".difference" : ".ratio");
        String as = metric.share() ? "points" : "ratio";
        page.field(at + ".low", as, metric.changeText(metric.change().low()))
                .raw(" to ")
                .field(at + ".high", as, metric.changeText(metric.change().high()));
    }
}
