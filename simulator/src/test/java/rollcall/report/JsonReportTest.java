package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Phase;

class JsonReportTest {
    @Test
    void resultHasExactlyTheDocumentedFields() throws IOException {
        Map<String, @Nullable Object> schema = schema();
        assertThat(Json.problems(Json.read(json(mixed())), schema)).isEmpty();
        Summary empty = new Runs(1).summary(Runs.plan(), Runs.facts(0, 0, "interrupted"), Runs.HEALTHY);
        assertThat(Json.problems(Json.read(json(empty)), schema)).isEmpty();
    }

    @Test
    void whatAPersonDidToTheRateIsInTheResult() throws IOException {
        Summary summary = Runs.mixed()
                .summary(
                        Runs.plan(),
                        Runs.facts(
                                List.of(new RateChange(2_500 * Runs.MS, 0), new RateChange(4_000 * Runs.MS, 1.1)),
                                null),
                        Runs.HEALTHY);
        Map<String, @Nullable Object> result = Json.read(json(summary));
        assertThat(Json.problems(result, schema())).isEmpty();
        assertThat(result.get("rateChanges"))
                .isEqualTo(List.of(Map.of("atSeconds", 2.5, "factor", 0L), Map.of("atSeconds", 4L, "factor", 1.1)));
    }

    @Test
    void theLoadOfTheWebServersIsInTheResultAndAbsentWithoutAny() throws IOException {
        Summary summary = Runs.webbed().summary(Runs.plan(), Runs.facts(1_000), Runs.HEALTHY);
        Map<String, @Nullable Object> result = Json.read(json(summary));
        assertThat(Json.problems(result, schema())).isEmpty();
        assertThat(result.get("web"))
                .isEqualTo(Map.of(
                        "fetches",
                        6L,
                        "bytes",
                        225_010L,
                        "addressBookBytes",
                        45_004L,
                        "peakPerSecond",
                        4L,
                        "peakAtSeconds",
                        33L));
        assertThat(Json.read(json(mixed()))).doesNotContainKey("web");
    }

    @Test
    void resultTellsWhatASearchHasFound() throws IOException {
        Runs runs = Runs.allWell();
        Phase.Find find = new Phase.Find(50, 1, 10 * Runs.SECOND, List.of(), 500, 0.05, 0);
        runs.tallies.searched(new Capacity(
                find,
                List.of(
                        CapacityTest.one(50, RateTry.Outcome.HELD),
                        CapacityTest.one(100, RateTry.Outcome.TOO_FAST),
                        CapacityTest.one(100, RateTry.Outcome.HELD),
                        CapacityTest.one(102, RateTry.Outcome.BROKE))));
        Summary summary = runs.summary(Runs.plan(), Runs.facts(1_000), Runs.HEALTHY);
        Map<String, @Nullable Object> result = Json.read(json(summary));

        assertThat(Json.problems(result, schema())).isEmpty();
        assertThat(result).containsEntry("verdict", "passed");
        assertThat(Json.at(result, "capacity.perSecond")).isEqualTo(100L);
        assertThat(Json.at(result, "capacity.limitedBy")).isEqualTo("pool");
        assertThat(Json.at(result, "capacity.brokePerSecond")).isEqualTo(102L);
        assertThat(Json.at(result, "capacity.timesHeld")).isEqualTo(1L);
        assertThat(Json.at(result, "capacity.tries.3.conditions.0.value")).isEqualTo("900ms");
        assertThat(Json.at(result, "thresholds.0"))
                .isEqualTo(Map.of("expression", "capacity >= 50/s", "value", "100/s", "held", true));
    }

    @Test
    void schemaNoticesAMissingAndAnUndocumentedField() throws IOException {
        Map<String, @Nullable Object> result = Json.read(json(mixed()));
        result.remove("clients");
        result.put("colour", "blue");
        assertThat(Json.problems(result, schema()))
                .containsExactlyInAnyOrder("$ lacks clients", "$ has the undocumented colour");
    }

    @Test
    void everyStageThatASchemaOrAResultNamesIsAStage() throws IOException {
        List<?> words = (List<?>) Json.at(schema(), "$defs.stage.enum");
        assertThat(words).hasSize(Stage.COUNT);
        for (int i = 0; i < Stage.COUNT; i++) {
            assertThat(words.get(i)).isEqualTo(Stage.at(i).word());
        }
    }

    @Test
    void resultTellsTheRun() {
        Map<String, @Nullable Object> result = Json.read(json(mixed()));
        assertThat(result)
                .containsEntry("schema", "rollcall.result/1")
                .containsEntry("verdict", "failed")
                .containsEntry("scenario", "quickstart")
                .containsEntry("startedAt", "2026-11-21T08:59:30.250Z")
                .containsEntry("durationSeconds", 12.345)
                .containsEntry("stoppedBy", null);
        assertThat(Json.at(result, "clients.signedIn")).isEqualTo(989L);
        assertThat(Json.at(result, "clients.failed")).isEqualTo(11L);
        assertThat(Json.at(result, "clients.lost")).isEqualTo(9L);
        assertThat(Json.at(result, "rate.offeredPerSecond")).isEqualTo(100L);
        assertThat(Json.at(result, "latency.tls.count")).isEqualTo(989L);
        assertThat((double) Json.at(result, "latency.logon.fromDue.p50"))
                .isGreaterThan((double) Json.at(result, "latency.logon.fromSent.p50"));
        assertThat(Json.at(result, "latency.refresh")).isEqualTo(Map.of("unit", "ms", "count", 0L));
        assertThat(Json.at(result, "longestStage.stage")).isEqualTo("authenticate");
        assertThat(Json.at(result, "faults.0.fault")).isEqualTo("TLS_CERT_NAME");
        assertThat(Json.at(result, "faults.0.count")).isEqualTo(10L);
        assertThat(Json.at(result, "faults.0.first")).isEqualTo("2026-11-21T08:59:30.320Z");
        assertThat(Json.at(result, "thresholds.0"))
                .isEqualTo(Map.of("expression", "failed < 0.1%", "value", "1.1%", "held", false));
        assertThat(Json.at(result, "setbacks.0.effect")).isEqualTo("setback");
        assertThat((List<?>) Json.at(result, "series.atSeconds")).hasSize(11);
    }

    @Test
    void resultTellsIdsFallBacksAndWhatTheCanaryCost() throws IOException {
        Summary summary = Runs.session().summary(Runs.plan(), Runs.facts(400, 0, null, 1_300 * Runs.MS), Runs.HEALTHY);
        Map<String, @Nullable Object> result = Json.read(json(summary));
        assertThat(Json.problems(result, schema())).isEmpty();
        assertThat(Json.at(result, "faults.0.diagnostics.0"))
                .isEqualTo(Map.of("id", 4003L, "meaning", "From URI not enabled for remote access.", "count", 5L));
        assertThat(((Map<?, ?>) Json.at(result, "faults.0.diagnostics.1")).get("meaning"))
                .isNull();
        assertThat(Json.at(result, "clients.fellBack.0"))
                .isEqualTo(Map.of("schemes", "Kerberos → NTLM", "count", 200L));
        assertThat(Json.at(result, "clients.setbacks")).isEqualTo(244L);
        assertThat(Json.at(result, "rate.canarySeconds")).isEqualTo(1.3);
        // 390 sign-ins in 4.003 s, of which the first 1.3 were the canary's
        assertThat((double) Json.at(result, "rate.achievedPerSecond")).isBetween(144.0, 145.0);
    }

    @Test
    void whatAServerSaidCannotBreakTheDocument() {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.REGISTER, Fault.SIP_REJECTED, "say \"no\" \\ \u001b[2J\u202e \ud800 \r\n</script>");
        String json = json(runs.summary(Runs.plan(), Runs.facts(1), Runs.HEALTHY));
        assertThat(Json.at(Json.read(json), "faults.0.sample"))
                .isEqualTo("user0001@example.test at pool.example.test:5061: say \"no\" \\ ?[2J? ?   </script>");
    }

    private static Summary mixed() {
        return Runs.mixed().summary(Runs.plan("failed < 0.1%", "tls.p95 < 100ms"), Runs.facts(1_000), Runs.HEALTHY);
    }

    private static String json(Summary summary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(summary, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static Map<String, @Nullable Object> schema() throws IOException {
        try (InputStream stream = JsonReport.class.getResourceAsStream("result.schema.json")) {
            return Json.read(java.util.Objects.requireNonNull(stream));
        }
    }
}
