package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.peers.NeedsPeer;

/**
 * {@code report.html} in a real browser. The report is that of a run that never happened, or of the folder that the system
 * property {@code report.folder} names. Pictures of it are left in {@code target/report}, to be looked at.
 */
@NeedsPeer("chromium")
class HtmlReportBrowserTest {
    private static final Path PICTURES = Path.of("target", "report");

    /** A canvas is blank as long as all its pixels are alike. */
    private static final String BLANK_CHARTS = """
            [...document.querySelectorAll(".chart")].filter(chart => {
              const canvas = chart.querySelector("canvas");
              if (!canvas) return true;
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
              copy.drawImage(canvas, 0, 0);
              const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
              return pixels.every(pixel => pixel === pixels[0]);
            }).map(chart => chart.id)
            """;

    /** How many pixels to the right of the percentile curves are not the paper's, where the curves have their names. */
    private static final String INK_OF_NAMES = """
            (() => {
              const canvas = document.querySelector("#chart-latency-curve canvas");
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
              copy.drawImage(canvas, 0, 0);
              const pixels = new Uint32Array(copy.getImageData(canvas.width - 88, 0, 88, canvas.height).data.buffer);
              return pixels.filter(pixel => pixel !== pixels[0]).length;
            })()
            """;

    @TempDir
    private Path temporary;

    @Test
    void everyNumberInThePageIsThatOfTheResultInBothThemesAndOnPaper() throws Exception {
        Path folder = folder();
        Map<String, @Nullable Object> result = Json.read(Files.readString(folder.resolve("result.json")));
        try (Browser browser = Browser.open(folder.resolve("report.html"), temporary)) {
            browser.width(1280);
            browser.theme("light");
            List<String> fields = PageFields.check(browser, result);
            assertThat(fields).hasSizeGreaterThan(60);
            assertThat(fields)
                    .contains("verdict", "clients.signedIn", "latency.tls.fromSent.p99", "latency.logon.fromDue.p999");
            if (System.getProperty("report.folder") == null) {
                assertThat(fields).contains("rateChanges.1.atSeconds");
            }
            charts(browser, "light", "rgb(252, 252, 251)");
            browser.theme("dark");
            charts(browser, "dark", "rgb(21, 23, 26)");
            browser.theme("light");
            browser.width(400);
            assertThat(browser.value("document.documentElement.scrollWidth")).isEqualTo(400L);
            charts(browser, "narrow", "rgb(252, 252, 251)");
            byte[] pdf = browser.pdf();
            assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            Files.write(PICTURES.resolve("print.pdf"), pdf);
            charts(browser, "narrow", "rgb(252, 252, 251)"); // after printing it is as before
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void whatAServerSaidNeverBecomesMarkup() throws Exception {
        String evil = "</script><script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
                + "<!-- ' \" & &lt;";
        Runs runs = new Runs(1);
        runs.fail(0, Stage.REGISTER, Fault.SIP_REJECTED, evil);
        Summary summary = runs.summary(Runs.plan("failed == 0"), Runs.facts(1), Runs.HEALTHY);
        Path folder = save(summary, "name: \"" + evil + "\"\n");
        try (Browser browser = Browser.open(folder.resolve("report.html"), temporary)) {
            assertThat(browser.value("document.title")).isEqualTo("quickstart: failed · Rollcall");
            assertThat(browser.value("document.querySelectorAll('img, script').length"))
                    .isEqualTo(4L);
            assertThat((String) browser.value("document.querySelector('article dd').textContent"))
                    .endsWith(evil);
            assertThat(browser.value("document.querySelector('pre').textContent"))
                    .isEqualTo("name: \"" + evil + "\"\n");
            assertThat(browser.value("JSON.parse(document.getElementById('result').textContent).faults[0].detail"))
                    .isEqualTo(evil);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aRunInWhichNothingHappenedHasAPageToo() throws Exception {
        Summary summary = new Runs(1).summary(Runs.plan(), Runs.facts(0, 0, "interrupted"), Runs.HEALTHY);
        Path folder = save(summary, "");
        try (Browser browser = Browser.open(folder.resolve("report.html"), temporary)) {
            assertThat(browser.value("document.querySelector('#chart-latency-time').textContent"))
                    .isEqualTo("Nothing was measured.");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void kindsOfClientsHaveATableOfTheirOwn() throws Exception {
        Summary summary = Runs.kinds().summary(Runs.mixedPlan("failed == 0"), Runs.facts(40), Runs.HEALTHY);
        Path folder = save(summary, "");
        Map<String, @Nullable Object> result = Json.read(Files.readString(folder.resolve("result.json")));
        try (Browser browser = Browser.open(folder.resolve("report.html"), temporary)) {
            assertThat(PageFields.check(browser, result))
                    .filteredOn(field -> field.startsWith("kinds."))
                    .hasSize(3 * 5 + 3);
            assertThat((String) browser.value("document.querySelector('#kinds tbody tr:last-child').innerText"))
                    .isEqualTo("outside <&>\t10%\t0\t0\t0\t0\t–\t–\t–");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void charts(Browser browser, String name, String paper) throws Exception {
        assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(paper);
        assertThat((List<?>) browser.value(BLANK_CHARTS)).as("blank charts").isEmpty();
        assertThat((String) browser.value("document.documentElement.dataset.drawn"))
                .isEqualTo("4");
        assertThat((Long) browser.value(INK_OF_NAMES)).as("names of the curves").isGreaterThan(100);
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), browser.picture());
    }

    private Path folder() throws Exception {
        String named = System.getProperty("report.folder");
        return named == null ? save(SavedRunTest.stormy(), "name: quickstart\n") : Path.of(named);
    }

    private Path save(Summary summary, String scenario) throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("run"));
        SavedRunTest.save(summary, folder, "result.json");
        Files.writeString(folder.resolve("scenario.yaml"), scenario);
        RunFolder.writeHtml(SavedRun.read(folder), folder);
        return folder;
    }
}
