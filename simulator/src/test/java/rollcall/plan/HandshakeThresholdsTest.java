package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeThresholdsTest {
    @ParameterizedTest
    @CsvSource({
        "p99 < 50ms, tls.p99, LESS, 50000000, false",
        "tls.p50<=1.5ms, tls.p50, AT_MOST, 1500000, false",
        "connect.max < 1s, connect.max, LESS, 1000000000, false",
        "cpu < 400us, cpu, LESS, 400000, false",
        "cpu.relative < 1.6, cpu.relative, LESS, 1.6, false",
        "rate > 1000/s, rate, GREATER, 1000, false",
        "rate >= 600/min, rate, AT_LEAST, 10, false",
        "failed < 0.1%, failed, LESS, 0.001, true",
        "failed == 0, failed, EQUAL, 0, false",
        "resumed >= 99%, resumed, AT_LEAST, 0.99, true"
    })
    void isRead(String expression, String metric, Threshold.Comparison comparison, double limit, boolean share)
            throws Exception {
        assertThat(HandshakeThresholds.parse(expression))
                .isEqualTo(new Threshold(expression, metric, comparison, limit, share));
    }

    @ParameterizedTest
    @CsvSource({
        "p99, expected a condition such as",
        "tls.p98 < 5ms, did you mean",
        "logons < 5, 'expected rate, cpu, cpu.relative, failed, resumed, or a percentile'",
        "rate > 5, expected a rate such as",
        "p99 < 50, expected a duration such as 50ms",
        "failed < 200%, expected a number or a percentage",
        "failed < -1, expected a number or a percentage"
    })
    void whatIsWrongIsSaid(String expression, String said) {
        assertThatThrownBy(() -> HandshakeThresholds.parse(expression))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("--threshold \"" + expression + '"')
                .hasMessageContaining(said);
    }

    @Test
    void countIsSplitIntoRepetitionsWithoutLoss() {
        TlsPlan tls = new TlsPlan(TlsPlan.Engine.JDK, null, List.of("TLSv1.3"), List.of(), false, true, null);
        HandshakePlan plan = new HandshakePlan("::1", 5061, "::1", tls, 103, 10, 0, 1);
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            assertThat(plan.countOf(i)).isBetween(10, 11);
            sum += plan.countOf(i);
        }
        assertThat(sum).isEqualTo(103);
        assertThat(plan.target()).isEqualTo("[::1]:5061");
    }
}
