package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.report.ComparedMetric.Finding;

class ComparisonTest {
    private static final int SECONDS = 20;
    private static final int A_SECOND = 50;
    private static final double MARGIN = 0.1;

    /**
     * A run of 1,000 clients whose seconds are slow or fast as a machine has it.
     *
     * @param factor of the time that each TLS handshake takes
     * @param failed of the clients
     */
    private static ComparedRun run(String name, long seed, double factor, int failed, GeneratorHealth health) {
        SplittableRandom random = new SplittableRandom(seed);
        Runs runs = new Runs(2);
        LatencyBlocks blocks = new LatencyBlocks();
        runs.tallies.tellSamplesTo((before, now, since) -> {
            for (int i = 0; i < Latencies.SERIES; i++) {
                Histogram interval = since.series(i).copy();
                interval.setTag(HistogramLog.tag(i));
                interval.setStartTimeStamp(before.atNanos() / 1_000_000);
                interval.setEndTimeStamp(now.atNanos() / 1_000_000);
                if (interval.getTotalCount() > 0) {
                    blocks.add(interval);
                }
            }
        });
        double today = 0.97 + 0.06 * random.nextDouble();
        for (int second = 0; second < SECONDS; second++) {
            double slow = today * (random.nextInt(10) == 0 ? 1.8 : 0.9 + 0.2 * random.nextDouble());
            for (int i = 0; i < A_SECOND; i++) {
                runs.at(second * 1_000L + i * 20L);
                if (second * A_SECOND + i < failed) {
                    runs.fail(i % 2, Stage.TLS, Fault.TLS_CLOSED, "");
                } else {
                    double spread = 1 - Math.log(1 - random.nextDouble());
                    runs.signIn(i % 2, 0, 1.2 * slow * spread, 0.3, 6 * factor * slow * spread, 2);
                }
            }
            runs.tallies.sample();
        }
        Summary summary = runs.summary(Runs.plan("failed < 50%"), Runs.facts(1_000), health);
        return new ComparedRun(name, summary, blocks, "seed: " + seed + "\ntls:\n  resume: false\n");
    }

    private static ComparedRun run(long seed, double factor, int failed) {
        return run("run-" + seed, seed, factor, failed, Runs.HEALTHY);
    }

    private static Comparison compare(ComparedRun a, ComparedRun b) {
        return Comparison.of(List.of(a), List.of(b), MARGIN);
    }

    private static List<ComparedRun> several(long firstSeed, int count, double factor, int failed) {
        List<ComparedRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(run(firstSeed + i, factor, failed + i));
        }
        return runs;
    }

    private static ComparedMetric metric(Comparison comparison, String name) {
        return comparison.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameTwiceIsNoDifference() {
        ComparedRun run = run(1, 1, 5);
        Comparison comparison = compare(run, run);
        assertThat(comparison.finding()).isEqualTo(Finding.NONE);
        assertThat(comparison.sentences()).first().asString().isEqualTo("No difference that these runs could show.");
        assertThat(comparison.answer()).isEqualTo(Comparison.Answer.UNCLEAR);
        assertThat(comparison.sentences())
                .element(1)
                .asString()
                .matches("They would not have shown it either, were logon\\.p\\d\\d worse by up to \\d+%\\.");
        assertThat(Comparison.of(List.of(run), List.of(run), 2).answer()).isEqualTo(Comparison.Answer.NOT_WORSE);
        assertThat(comparison.different()).isEmpty();
    }

    @Test
    void runsOfTheSameSourceAreSeldomCalledWorse() {
        int worse = 0;
        for (int i = 0; i < 40; i++) {
            worse += compare(run(100 + i, 1, 0), run(200 + i, 1, 0)).finding() == Finding.WORSE ? 1 : 0;
        }
        assertThat(worse).isLessThanOrEqualTo(2);
    }

    @Test
    void aSlowerPoolIsFoundAndWhereTheTimeGoesToo() {
        Comparison comparison = compare(run(1, 1, 0), run(2, 1.6, 0));
        assertThat(comparison.finding()).isEqualTo(Finding.WORSE);
        assertThat(metric(comparison, "logon.p50").finding()).isEqualTo(Finding.WORSE);
        assertThat(metric(comparison, "tls.p50").finding()).isEqualTo(Finding.WORSE);
        assertThat(metric(comparison, "tls.p50").decides()).isFalse();
        assertThat(metric(comparison, "connect.p50").finding()).isEqualTo(Finding.NONE);
        assertThat(compare(run(2, 1.6, 0), run(1, 1, 0)).finding()).isEqualTo(Finding.BETTER);
    }

    @Test
    void whatIsAllowedIsNotWorse() {
        Comparison comparison = Comparison.of(List.of(run(1, 1, 0)), List.of(run(2, 1.6, 0)), 1);
        assertThat(comparison.finding()).isEqualTo(Finding.WITHIN);
        assertThat(comparison.sentences()).first().asString().contains("no more than the 100% allowed");
    }

    @Test
    void moreFailuresThanByAccidentAreWorse() {
        assertThat(metric(compare(run(1, 1, 0), run(2, 1, 3)), "failed").finding())
                .isEqualTo(Finding.NONE);
        Comparison comparison = compare(run(1, 1, 0), run(2, 1, 30));
        assertThat(comparison.finding()).isEqualTo(Finding.WORSE);
        assertThat(comparison.sentences())
                .anySatisfy(sentence -> assertThat(sentence).startsWith("failed: 0% → 3%, +3.0 points (+"));
    }

    @Test
    void severalRunsASideAreComparedByHowTheyDifferAmongEachOther() {
        Comparison comparison = Comparison.of(several(1, 3, 1, 0), several(11, 3, 1.6, 0), MARGIN);
        assertThat(comparison.finding()).isEqualTo(Finding.WORSE);
        assertThat(metric(comparison, "logon.p50").probability()).isEqualTo(0.05);
        assertThat(metric(comparison, "logon.p50").change()).isNull();
        assertThat(Comparison.of(several(1, 4, 1, 0), several(11, 4, 1, 0), MARGIN)
                        .finding())
                .isIn(Finding.NONE, Finding.WITHIN);
    }

    @Test
    void twoRunsASideCanShowNothingAndSaySo() {
        Comparison comparison = Comparison.of(several(1, 2, 1, 0), several(11, 2, 1.6, 0), MARGIN);
        assertThat(comparison.finding()).isEqualTo(Finding.TOO_LITTLE);
        assertThat(comparison.sentences()).last().isEqualTo("So few runs a side can show nothing; three a side can.");
    }

    @Test
    void runsThatSayNothingAboutThePoolAreNamed() {
        ComparedRun invalid = run("bad", 3, 1, 0, Runs.EXHAUSTED);
        assertThat(compare(run(1, 1, 0), invalid).invalid()).containsExactly(invalid);
    }

    @Test
    void whatIsNotTheSameOnBothSidesIsNamed() {
        ComparedRun a = run(1, 1, 0);
        ComparedRun b = run(2, 1, 0);
        assertThat(compare(a, b).different()).as("the seed differs always").isEmpty();
        Summary twiceAsMany = Runs.allWell().summary(Runs.plan(), Runs.facts(2_000), Runs.HEALTHY);
        ComparedRun other = new ComparedRun("b", twiceAsMany, b.latencies(), "seed: 9\ntls:\n  resume: true\n");
        assertThat(compare(a, other).different())
                .containsExactly(
                        "clients planned: 1,000 | 2,000",
                        "offered a second: 100 | 200",
                        "only A's scenario: resume: false",
                        "only B's scenario: resume: true");
    }

    @Test
    void aPersonReadsTheNumbersSideBySide() throws IOException {
        Comparison comparison = compare(run("before", 1, 1, 0, Runs.HEALTHY), run("after", 2, 1.6, 30, Runs.HEALTHY));
        Golden.check("compare.txt", ComparisonText.of(comparison, new Style(false, true, 100)));
    }

    @Test
    void aMachineReadsTheSame() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ComparisonJson.write(compare(run(1, 1, 0), run(2, 1.6, 30)), out);
        String json = out.toString(StandardCharsets.UTF_8);
        Map<String, @Nullable Object> read = Json.read(json);
        assertThat(read).containsEntry("schema", "rollcall.comparison/1").containsEntry("finding", "worse");
        assertThat((List<?>) Json.at(read, "metrics")).hasSize(12);
        assertThat(json.replaceAll("\\s+", " "))
                .contains("{ \"metric\" : \"failed\", \"decides\" : true, \"unit\" : \"share\", \"a\" : 0,"
                        + " \"b\" : 0.03, \"difference\" : { \"low\" : 0.0");
    }

    @Test
    void namesFromOutsideDoNotBecomeMarkup() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ComparisonHtml.write(compare(run("<script>", 1, 1, 0, Runs.HEALTHY), run("b&c", 2, 1.6, 0, Runs.HEALTHY)), out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(">&lt;script&gt;<", ">b&amp;c<", ">logon.p99<")
                .doesNotContain("<script>", "http:", "https:");
    }
}
