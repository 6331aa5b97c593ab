package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

class BreachTest {
    @Test
    void aThresholdThatMayAbortIsSeenToBreak() {
        Breach breach =
                Objects.requireNonNull(look(failed(3, 7), 12, "lost == 0 abort", "failed < 20% abort after 10s"));
        assertThat(breach.sentence()).isEqualTo("after 12.0 s the threshold failed < 20% was broken: 30%");
        assertThat(breach.threshold().held()).isFalse();
    }

    @Test
    void nothingIsJudgedBeforeItsTime() {
        assertThat(look(failed(3, 7), 9, "failed < 20% abort after 10s")).isNull();
        assertThat(look(failed(3, 7), 0, "failed < 2 abort")).isNotNull();
    }

    @Test
    void aThresholdWithoutAbortWaitsForTheEnd() {
        assertThat(look(failed(3, 7), 100, "failed == 0")).isNull();
    }

    @Test
    void whatIsNotMeasuredYetBreaksNothing() {
        assertThat(look(new Runs(1), 100, "failed < 1% abort", "tls.p99 < 1ms abort"))
                .isNull();
        assertThat(look(failed(0, 1), 100, "subscribe.p99 < 1ms abort")).isNull();
    }

    @Test
    void faultsOfOursDoNotStopTheRun() {
        Runs runs = new Runs(1);
        runs.fail(0, Stage.CONNECT, Fault.CONNECT_NO_FILE, "");
        assertThat(look(runs, 100, "failed == 0 abort")).isNull();
    }

    private static @Nullable Breach look(Runs runs, int second, String... thresholds) {
        return Breach.look(
                Runs.plan(thresholds).thresholds(),
                runs.tallies,
                runs.at(second * 1_000L).tallies.sample());
    }

    private static Runs failed(int failed, int signedIn) {
        Runs runs = new Runs(1);
        for (int i = 0; i < failed; i++) {
            runs.fail(0, Stage.TLS, Fault.TLS_CLOSED, "");
        }
        for (int i = 0; i < signedIn; i++) {
            runs.signIn(0, 0, 1, 1, 1);
        }
        return runs;
    }
}
