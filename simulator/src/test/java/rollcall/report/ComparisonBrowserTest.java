package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.peers.NeedsPeer;

/** The page of {@code rollcall compare --html} in a real browser. Pictures of it are left in {@code target/report}. */
@NeedsPeer("chromium")
class ComparisonBrowserTest {
    private static final Path PICTURES = Path.of("target", "report");

    @TempDir
    private Path folder;

    @Test
    void everyNumberInThePageIsThatOfTheJsonInBothThemesWideAndNarrow() throws Exception {
        Comparison comparison = Comparison.of(List.of(run("monday", 20, 0)), List.of(run("tuesday", 40, 40)), 0.1);
        try (Browser browser = Browser.open(page(comparison), folder)) {
            browser.width(1280);
            browser.theme("light");
            List<String> fields = PageFields.check(browser, json(comparison));
            assertThat(fields)
                    .hasSizeGreaterThan(60)
                    .contains(
                            "sentences.0",
                            "a.0.run",
                            "b.0.verdict",
                            "metrics.0.difference.low",
                            "metrics.2.ratio.high");
            assertThat(browser.value("document.title")).isEqualTo("B is worse · Rollcall");
            picture(browser, "compare-light", "rgb(252, 252, 251)");
            browser.theme("dark");
            picture(browser, "compare-dark", "rgb(21, 23, 26)");
            browser.width(400);
            assertThat(browser.value("document.documentElement.scrollWidth")).isEqualTo(400L);
            picture(browser, "compare-narrow", "rgb(21, 23, 26)");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void severalRunsASideHaveTheirProbabilities() throws Exception {
        List<ComparedRun> a = List.of(run("a1", 20, 0), run("a2", 21, 1), run("a3", 22, 2));
        List<ComparedRun> b = List.of(run("b1", 20, 1), run("b2", 21, 1), run("b3", 22, 1));
        Comparison comparison = Comparison.of(a, b, 0.1);
        try (Browser browser = Browser.open(page(comparison), folder)) {
            browser.width(1280);
            assertThat(PageFields.check(browser, json(comparison))).contains("a.2.run", "b.2.run", "metrics.2.finding");
            assertThat(browser.value("document.querySelector('.verdict .word').textContent"))
                    .isEqualTo("not worse");
            assertThat((String) browser.value("document.querySelector('.decides td:nth-child(5)').textContent"))
                    .startsWith("p = ");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private ComparedRun run(String name, int tlsMillis, int failed) throws Exception {
        return ComparedRun.read(FinishedRuns.write(folder.resolve(name), tlsMillis, failed, true));
    }

    private Path page(Comparison comparison) throws Exception {
        Path page = folder.resolve("compared.html");
        try (OutputStream out = Files.newOutputStream(page)) {
            ComparisonHtml.write(comparison, out);
        }
        return page;
    }

    private static Map<String, @Nullable Object> json(Comparison comparison) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ComparisonJson.write(comparison, out);
        return Json.read(out.toString(StandardCharsets.UTF_8));
    }

    private static void picture(Browser browser, String name, String paper) throws Exception {
        assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(paper);
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), browser.picture());
    }
}
