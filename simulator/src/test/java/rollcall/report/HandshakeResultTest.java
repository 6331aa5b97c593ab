package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.HandshakePlan;
import rollcall.plan.HandshakeThresholds;
import rollcall.plan.PlanException;
import rollcall.plan.Threshold;
import rollcall.plan.TlsPlan;
import rollcall.tls.Agreed;

class HandshakeResultTest {
    private static final Agreed FULL = new Agreed("TLSv1.3", "TLS_AES_128_GCM_SHA256", "RSA 2048", false);
    private static final Agreed RESUMED = new Agreed("TLSv1.3", "TLS_AES_128_GCM_SHA256", "RSA 2048", true);
    private static final double MARGIN = 0.1;
    private static final long MICRO = 1_000;
    private static final int A_REPETITION = 100;

    @TempDir
    private Path folder;

    private static HandshakePlan plan(boolean resume) {
        TlsPlan tls = new TlsPlan(TlsPlan.Engine.BORINGSSL, null, List.of("TLSv1.3"), List.of(), resume, true, null);
        return new HandshakePlan("pool.example.test", 5061, "pool.example.test", tls, 1_000, 10, 100, 4);
    }

    /** Ten repetitions that take about so long each, one more and the next less. */
    private static HandshakeMeasurement measured(Agreed agreed, long tlsMicros, long cpuMicros, long spreadPercent) {
        return measured(agreed, tlsMicros, cpuMicros, spreadPercent, 0);
    }

    private static HandshakeMeasurement measured(
            Agreed agreed, long tlsMicros, long cpuMicros, long spreadPercent, long waitMicros) {
        return measured(agreed, tlsMicros, cpuMicros, spreadPercent, waitMicros, 0);
    }

    private static HandshakeMeasurement measuredWithReference(long tlsMicros, long cpuMicros, long referenceMicros) {
        return measured(FULL, tlsMicros, cpuMicros, 2, 0, referenceMicros);
    }

    private static HandshakeMeasurement measured(
            Agreed agreed, long tlsMicros, long cpuMicros, long spreadPercent, long waitMicros, long referenceMicros) {
        HandshakeMeasurement measured = new HandshakeMeasurement(plan(agreed.resumed()), "boringssl", "192.0.2.1:5061");
        for (int i = 0; i < 10; i++) {
            HandshakeTally tally = new HandshakeTally();
            long percent = 100 + spreadPercent * (i - 5) / 5;
            for (int j = 0; j < A_REPETITION; j++) {
                tally.succeeded(agreed, 100 * MICRO, tlsMicros * MICRO * percent / 100);
            }
            long referenceNanos = referenceMicros * MICRO;
            if (referenceNanos > 0) {
                tally.reference(referenceNanos);
            }
            measured.add(
                    List.of(tally),
                    A_REPETITION * tlsMicros * MICRO,
                    A_REPETITION * cpuMicros * MICRO * percent / 100 + referenceNanos,
                    A_REPETITION * waitMicros * MICRO,
                    0);
        }
        return measured;
    }

    private static HandshakeFacts facts(@Nullable String stoppedBy) {
        return new HandshakeFacts(
                Instant.parse("2026-11-21T09:00:00Z"),
                5_000_000_000L,
                stoppedBy,
                1,
                3_000_000_000L,
                Double.POSITIVE_INFINITY,
                "epoll",
                2,
                "17",
                "test");
    }

    private static HandshakeResult result(
            HandshakeMeasurement measured, @Nullable HandshakeBaseline baseline, String... thresholds)
            throws PlanException {
        List<Threshold> parsed = new ArrayList<>();
        for (String each : thresholds) {
            parsed.add(HandshakeThresholds.parse(each));
        }
        return HandshakeResult.of(measured, facts(null), parsed, baseline, MARGIN);
    }

    /** By way of the file, as in a pipeline. */
    private HandshakeBaseline baseline(HandshakeMeasurement measured) throws Exception {
        return HandshakeReader.read(write(result(measured, null)));
    }

    private Path write(HandshakeResult result) throws Exception {
        return Files.writeString(folder.resolve("last.json"), json(result));
    }

    private static String json(HandshakeResult result) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HandshakeJson.write(result, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String junit(HandshakeResult result) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HandshakeJunit.write(result, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aThresholdHoldsByTheMedian() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_000, 300, 20), null, "p50 < 1.1ms", "cpu < 400us");
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(result.thresholds())
                .extracting(HandshakeThreshold::finding)
                .containsOnly(HandshakeThreshold.Finding.HELD);
    }

    @Test
    void aThresholdThatNoNoiseExplainsIsBroken() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_000, 300, 5), null, "p50 < 500us");
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(junit(result)).contains("failures=\"1\"").contains("<failure message=\"measured 9");
    }

    @Test
    void aThresholdThatNoiseMayHaveBrokenCannotBeTold() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_000, 300, 40), null, "p50 < 900us");
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(junit(result))
                .contains("failures=\"0\"")
                .contains("skipped=\"1\"")
                .contains("errors=\"1\"");
    }

    @Test
    void aServerIsNotBlamedForABusyClient() throws Exception {
        HandshakeMeasurement busy = measured(FULL, 1_000, 990, 1);
        assertThat(result(busy, null, "p50 < 500us").verdict().kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(result(busy, null, "cpu < 500us").verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
    }

    @Test
    void aServerIsNotBlamedForOtherProgramsOnThisMachine() throws Exception {
        HandshakeMeasurement disturbed = measured(FULL, 1_000, 300, 1, 300);
        HandshakeResult result = result(disturbed, null, "p50 < 500us");
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.INVALID);
        assertThat(result.verdict().reasons().get(1)).contains("other programs");
    }

    @Test
    void oneThatFailedIsOneTooMany() throws Exception {
        HandshakeMeasurement measured = measured(FULL, 1_000, 300, 1);
        HandshakeTally tally = new HandshakeTally();
        tally.succeeded(FULL, MICRO, MICRO);
        tally.failed(Stage.TLS, Fault.TLS_CLOSED, "closed in mid-handshake", "pool.example.test:5061", 5);
        measured.add(List.of(tally), 1_000_000, 1_000, 0, 0);
        assertThat(result(measured, null).verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(result(measured, null, "failed < 1%").verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(HandshakeText.of(result(measured, null), Style.PLAIN))
                .contains("TLS_CLOSED  1 x (TLS handshake, blame: network)");
    }

    @Test
    void resumptionThatWasAskedForAndNeverCameFails() throws Exception {
        HandshakeMeasurement none = new HandshakeMeasurement(plan(true), "boringssl", "192.0.2.1:5061");
        HandshakeTally tally = new HandshakeTally();
        tally.succeeded(FULL, MICRO, MICRO);
        none.add(List.of(tally), 1_000_000, 1_000, 0, 0);
        assertThat(result(none, null).verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(result(measured(RESUMED, 500, 100, 1), null, "resumed == 100%")
                        .verdict()
                        .kind())
                .isEqualTo(Verdict.Kind.PASSED);
    }

    @Test
    void theSameAgainIsNotWorse() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_010, 303, 5), baseline(measured(FULL, 1_000, 300, 5)));
        assertThat(Objects.requireNonNull(result.comparison()).finding())
                .isEqualTo(HandshakeComparison.Finding.NOT_WORSE);
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(junit(result)).contains("failures=\"0\"").contains("skipped=\"0\"");
    }

    @Test
    void aRegressionIsWorse() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_000, 360, 5), baseline(measured(FULL, 1_000, 300, 5)));
        assertThat(Objects.requireNonNull(result.comparison()).finding()).isEqualTo(HandshakeComparison.Finding.WORSE);
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(String.join("\n", result.verdict().reasons())).contains("cpu: 299 µs → 358 µs, +20%");
        assertThat(junit(result)).contains("<failure message=\"Worse than the baseline");
    }

    @Test
    void whatNoiseHidesIsNeitherAndPasses() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_100, 330, 40), baseline(measured(FULL, 1_000, 300, 40)));
        assertThat(Objects.requireNonNull(result.comparison()).finding())
                .isEqualTo(HandshakeComparison.Finding.UNCLEAR);
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(junit(result)).contains("<skipped message=\"Cannot tell whether it is worse");
    }

    @Test
    void aSlowerProcessorIsNoRegression() throws Exception {
        HandshakeResult result =
                result(measuredWithReference(1_500, 450, 450), baseline(measuredWithReference(1_000, 300, 300)));
        HandshakeComparison comparison = Objects.requireNonNull(result.comparison());
        assertThat(comparison.deciding())
                .extracting(each -> each.metric().name(), HandshakeComparison.Metric::finding)
                .containsExactly(
                        tuple("cpu.relative", HandshakeComparison.Finding.NOT_WORSE),
                        tuple("tls.p50", HandshakeComparison.Finding.UNCLEAR));
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.PASSED);
        assertThat(result.verdict().reasons().get(1)).contains("slower than before, by 50%");
        assertThat(json(result)).contains("\"referenceTimesAsLong\" : 1.5");
    }

    @Test
    void norDoesItHideOne() throws Exception {
        HandshakeResult result =
                result(measuredWithReference(1_500, 600, 450), baseline(measuredWithReference(1_000, 300, 300)));
        assertThat(Objects.requireNonNull(result.comparison()).finding()).isEqualTo(HandshakeComparison.Finding.WORSE);
        assertThat(String.join("\n", result.verdict().reasons())).contains("cpu.relative: 1.00 → 1.33, +33%");
    }

    @Test
    void withoutReferenceOnBothSidesTimeDecides() throws Exception {
        HandshakeResult result =
                result(measuredWithReference(1_000, 450, 450), baseline(measured(FULL, 1_000, 300, 2)));
        HandshakeComparison comparison = Objects.requireNonNull(result.comparison());
        assertThat(comparison.deciding())
                .extracting(each -> each.metric().name(), HandshakeComparison.Metric::finding)
                .contains(tuple("cpu", HandshakeComparison.Finding.WORSE));
        assertThat(HandshakeText.of(result, Style.PLAIN)).contains("cpu.relative cannot be compared");
        assertThat(json(result)).contains("\"referenceTimesAsLong\" : null");
    }

    @Test
    void anotherJavaIsAnotherUnit() throws Exception {
        HandshakeBaseline before = baseline(measuredWithReference(1_000, 300, 300));
        Map<String, String> facts = new LinkedHashMap<>(before.setup().facts());
        facts.put(HandshakeSetup.JAVA, "21");
        HandshakeResult result = result(
                measuredWithReference(1_000, 300, 300),
                new HandshakeBaseline(before.startedAt(), new HandshakeSetup(facts), before.repetitions()));
        assertThat(Objects.requireNonNull(result.comparison()).metrics())
                .extracting(each -> each.metric().name())
                .contains("cpu")
                .doesNotContain("cpu.relative");
    }

    @Test
    void aThresholdMayBeInReferenceWorks() throws Exception {
        HandshakeMeasurement measured = measuredWithReference(1_000, 450, 300);
        assertThat(result(measured, null, "cpu.relative < 1.6").verdict().kind())
                .isEqualTo(Verdict.Kind.PASSED);
        HandshakeResult broken = result(measured, null, "cpu.relative < 1.2");
        assertThat(broken.verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(broken.verdict().reasons().get(1)).contains("measured 1.500");
    }

    @Test
    void aRateInReferenceWorksIsToldOfServersOnThisMachineAlone() throws Exception {
        HandshakeMeasurement local = new HandshakeMeasurement(plan(false), "boringssl", "127.0.0.1:5061");
        HandshakeTally tally = new HandshakeTally();
        tally.succeeded(FULL, MICRO, MICRO);
        tally.reference(300 * MICRO);
        local.add(List.of(tally), 1_000_000, 500 * MICRO, 0, 0);
        assertThat(HandshakeText.of(result(local, null), Style.PLAIN))
                .contains("rate.relative")
                .contains("it shares this machine's processors");
        assertThat(json(result(local, null))).contains("\"rate.relative\"");
        HandshakeResult elsewhere = result(measuredWithReference(1_000, 300, 300), null);
        assertThat(HandshakeText.of(elsewhere, Style.PLAIN))
                .contains("cpu.relative")
                .doesNotContain("rate.relative");
        assertThat(json(elsewhere)).doesNotContain("rate.relative");
    }

    @Test
    void aNoisyMachineIsNoRegression() throws Exception {
        HandshakeResult result = result(measured(FULL, 1_500, 450, 5, 50), baseline(measured(FULL, 1_000, 300, 5)));
        assertThat(Objects.requireNonNull(result.comparison()).finding())
                .isEqualTo(HandshakeComparison.Finding.UNCLEAR);
        assertThat(result.verdict().reasons().get(1))
                .contains("other programs used the processors too much, or more than before");
    }

    @Test
    void norIsAMachineThatWasAsNoisyBefore() throws Exception {
        HandshakeResult result =
                result(measured(FULL, 1_500, 450, 5, 300), baseline(measured(FULL, 1_000, 300, 5, 300)));
        assertThat(Objects.requireNonNull(result.comparison()).finding())
                .isEqualTo(HandshakeComparison.Finding.UNCLEAR);
    }

    @Test
    void whatWasNotTheSameIsNamed() throws Exception {
        HandshakeMeasurement before = measured(
                new Agreed("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "RSA 2048", false), 1_000, 300, 5);
        HandshakeResult result = result(measured(FULL, 1_000, 300, 5), baseline(before));
        assertThat(Objects.requireNonNull(result.comparison()).different())
                .containsExactly("agreed: TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA 2048 |"
                        + " TLSv1.3 TLS_AES_128_GCM_SHA256, RSA 2048");
    }

    @Test
    void whatIsStoppedIsAbortedAndNoBaseline() throws Exception {
        HandshakeResult result =
                HandshakeResult.of(measured(FULL, 1_000, 300, 5), facts("interrupted"), List.of(), null, MARGIN);
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.ABORTED);
        assertThat(junit(result)).contains("errors=\"1\"").contains("skipped=\"1\"");
        Path file = write(result);
        assertThatThrownBy(() -> HandshakeReader.read(file)).hasMessageContaining("was stopped");
    }

    @Test
    void theBaselineIsReadAsItWasWritten() throws Exception {
        HandshakeMeasurement measured = measured(FULL, 1_234, 321, 7, 3);
        assertThat(baseline(measured).repetitions()).isEqualTo(measured.repetitions());
    }

    @Test
    void anotherFileIsNoBaseline() throws Exception {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"schema\": \"rollcall.result/1\"}");
        assertThatThrownBy(() -> HandshakeReader.read(file))
                .isInstanceOf(UnreadableRun.class)
                .hasMessageContaining("expected rollcall.handshake/1");
        assertThatThrownBy(() -> HandshakeReader.read(folder.resolve("none.json")))
                .isInstanceOf(UnreadableRun.class);
    }

    @Test
    void everyResultFollowsTheSchema() throws Exception {
        Map<String, @Nullable Object> schema;
        try (InputStream stream = HandshakeJson.class.getResourceAsStream("handshake.schema.json")) {
            schema = Json.read(Objects.requireNonNull(stream));
        }
        HandshakeBaseline before = baseline(measured(FULL, 1_000, 300, 5));
        HandshakeMeasurement nothing = new HandshakeMeasurement(plan(false), "jdk", "192.0.2.1:5061");
        HandshakeTally refused = new HandshakeTally();
        refused.failed(Stage.CONNECT, Fault.CONNECT_REFUSED, "refused", "pool.example.test:5061", 5);
        nothing.stopped("the first handshake failed", List.of(refused));
        for (HandshakeResult each : List.of(
                result(measured(FULL, 1_000, 300, 5), before, "p99 < 50ms", "rate > 1/s"),
                result(measured(RESUMED, 1_000, 300, 5), null),
                result(nothing, null))) {
            assertThat(Json.problems(Json.read(json(each)), schema)).isEmpty();
        }
        assertThat(result(nothing, null).verdict().kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(HandshakeText.of(result(nothing, null), Style.PLAIN))
                .startsWith("FAILED  Ended before its time: the first handshake failed.")
                .contains("Nobody listens at that address and port");
    }

    @Test
    void theTextNamesWhatAThresholdWouldBeAbout() throws Exception {
        String text = HandshakeText.of(
                result(measured(FULL, 1_000, 300, 5), baseline(measured(FULL, 1_000, 300, 5)), "p99 < 50ms"),
                Style.PLAIN);
        assertThat(text)
                .startsWith("PASSED  1,000 of 1,000 TLS handshakes with pool.example.test:5061, none failed.")
                .contains("tls.p99")
                .contains("TLSv1.3   TLS_AES_128_GCM_SHA256  RSA 2048  full")
                .contains("cpu and tls.p50 decide");
    }
}
