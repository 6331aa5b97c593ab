package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

class TextReportTest {
    private static final Style TERMINAL = new Style(false, true, 100);
    private static final List<Path> FILES = List.of(Path.of("rollcall-out", "result.json"));

    @Test
    void passedRunReadsAsExpected() throws IOException {
        Golden.check("passed.txt", text(allWell(), TERMINAL));
    }

    @Test
    void failedRunReadsAsExpected() throws IOException {
        Golden.check("failed.txt", text(mixed(), TERMINAL));
    }

    @Test
    void failedRunReadsAsExpectedInAsciiAndEightyColumns() throws IOException {
        String text = text(mixed(), Style.PLAIN);
        assertThat(text).matches("\\p{ASCII}*");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        Golden.check("failed-ascii.txt", text);
    }

    @Test
    void theBusiestSecondOfTheWebServersIsTold() throws IOException {
        Summary summary = Runs.webbed().summary(Runs.plan(), Runs.facts(1_000), Runs.HEALTHY);
        assertThat(text(summary, TERMINAL).replaceAll("\\s+", " "))
                .contains(
                        "Web servers were asked for address books and groups 6 times, 4 in the busiest second (33.0 s into"
                                + " the run), and sent 225 KB; the address book has 45.0 KB.");
        assertThat(text(allWell(), TERMINAL)).doesNotContain("Web servers");
    }

    @Test
    void invalidRunSaysNotToJudgeThePool() throws IOException {
        Summary summary = Runs.allWell().summary(Runs.plan("failed == 0"), Runs.facts(1_000), Runs.EXHAUSTED);
        Golden.check("invalid.txt", text(summary, TERMINAL));
    }

    @Test
    void abortedRunWithoutASignInReadsAsExpected() throws IOException {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.AUTHENTICATE, Fault.AUTH_REFUSED, "401 Unauthorized");
        Summary summary = runs.summary(
                Runs.plan("failed == 0", "logon.p99 < 500ms"),
                Runs.facts(5_000, 0, "1 password was refused, the most that guards.maxRefusedPasswords allows"),
                Runs.HEALTHY);
        Golden.check("aborted.txt", text(summary, TERMINAL));
    }

    @Test
    void wholeSessionsReadAsExpected() throws IOException {
        Golden.check("session.txt", text(session(), TERMINAL));
    }

    @Test
    void coloursChangeNothingButColour() throws IOException {
        String coloured = text(mixed(), new Style(true, true, 100));
        assertThat(coloured).contains("\u001b[");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(text(mixed(), TERMINAL));
    }

    @Test
    void everyFaultHasAdvice() {
        for (Fault fault : Fault.values()) {
            assertThat(Advice.of(fault)).as(fault.name()).endsWith(".").hasSizeGreaterThan(15);
        }
    }

    private static Summary allWell() {
        return Runs.allWell()
                .summary(Runs.plan("failed < 0.1%", "logon.p99 < 500ms", "lost == 0"), Runs.facts(1_000), Runs.HEALTHY);
    }

    private static Summary mixed() {
        return Runs.mixed()
                .summary(
                        Runs.plan("failed < 0.1%", "logon.p99 < 500ms", "tls.p95 < 100ms", "SIP_TIMEOUT <= 1"),
                        Runs.facts(1_000),
                        Runs.HEALTHY);
    }

    private static Summary session() {
        return Runs.session()
                .summary(
                        Runs.plan("subscribe.count >= 780", "setbacks < 300", "publish.p99 < 100ms", "failed <= 3%"),
                        Runs.facts(400, 0, null, 1_300 * Runs.MS),
                        Runs.HEALTHY);
    }

    private static String text(Summary summary, Style style) throws IOException {
        StringBuilder out = new StringBuilder();
        TextReport.write(summary, style, FILES, out);
        return out.toString();
    }
}
