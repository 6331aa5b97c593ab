package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void arrivalsAreDueAsPlannedAtFirst() {
        Pace pace = Pace.from(5 * SECOND);
        assertThat(pace.dueNanos(0)).isEqualTo(5 * SECOND);
        assertThat(pace.dueNanos(3 * SECOND)).isEqualTo(8 * SECOND);
    }

    @Test
    void twiceAsFastHalvesWhatIsLeftAndNothingElse() {
        Pace pace = Pace.from(0).with(2, 10 * SECOND);
        assertThat(pace.dueNanos(10 * SECOND)).isEqualTo(10 * SECOND);
        assertThat(pace.dueNanos(14 * SECOND)).isEqualTo(12 * SECOND);
        assertThat(pace.offsetAt(12 * SECOND)).isEqualTo(14 * SECOND);
    }

    @Test
    void whileArrivalsPauseNobodyIsDueAndNothingIsForgotten() {
        Pace paused = Pace.from(0).with(0, 10 * SECOND);
        assertThat(paused.dueNanos(10 * SECOND + 1)).isEqualTo(Pace.NEVER);
        Pace resumed = paused.with(1, 60 * SECOND);
        assertThat(resumed.dueNanos(11 * SECOND)).isEqualTo(61 * SECOND);
    }
}
