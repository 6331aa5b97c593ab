package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
    @ParameterizedTest
    @CsvSource({
        "lost == 0 abort, lost == 0, 0",
        "failed < 12 abort, failed < 12, 0",
        "failed < 1% abort, failed < 1%, 10",
        "logon.p99 <= 2s abort, logon.p99 <= 2s, 10",
        "logon.p99 <= 2s abort after 1m, logon.p99 <= 2s, 60",
        "TLS_CERT_NAME == 0 abort after 0s, TLS_CERT_NAME == 0, 0",
    })
    void abortSaysSinceWhenABreachStopsTheRun(String written, String expression, long seconds) throws PlanException {
        Threshold threshold = Thresholds.parse(written);
        assertThat(threshold.aborts()).isTrue();
        assertThat(threshold.expression()).isEqualTo(expression);
        assertThat(threshold.abortAfterNanos()).isEqualTo(seconds * 1_000_000_000);
        assertThat(Thresholds.parse(threshold.written()))
                .as("written and read again")
                .isEqualTo(threshold);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signedIn == 100% abort",
                "signedIn < 5 abort",
                "subscribe.count >= 5 abort",
                "failed == 3 abort",
                "failed < 1% abort soon",
                "failed < 1% abort after",
                "failed < 1% aborted",
                "abort"
            })
    void abortWithoutAnUpperBoundOrWithoutSenseIsRefused(String written) {
        assertThatThrownBy(() -> Thresholds.parse(written)).isInstanceOf(PlanException.class);
    }

    @Test
    void abortingOnBreachTouchesUpperBoundsOnly() throws PlanException {
        List<Threshold> aborting = Thresholds.aborting(List.of(
                Thresholds.parse("signedIn == 100%"),
                Thresholds.parse("lost == 0"),
                Thresholds.parse("failed < 1% abort after 1m")));
        assertThat(aborting)
                .extracting(Threshold::written)
                .containsExactly("signedIn == 100%", "lost == 0 abort after 0s", "failed < 1% abort after 1m");
    }
}
