package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rollcall.mock.Behaviour.Capacity;

class ThrottleTest {
    private static final Capacity TEN = new Capacity(10);

    private final Throttle throttle = new Throttle();

    @Test
    void thoseOfOneMomentAreServedOneAfterAnother() {
        for (int i = 0; i <= 10; i++) {
            assertThat(throttle.waitNanos(TEN, 5_000)).isEqualTo(i * 100_000_000L);
        }
        assertThat(throttle.waitNanos(TEN, 5_000)).isEqualTo(Throttle.FULL);
    }

    @Test
    void aPlaceInTheQueueBecomesFreeWithTime() {
        for (int i = 0; i <= 11; i++) {
            throttle.waitNanos(TEN, 5_000);
        }
        assertThat(throttle.waitNanos(TEN, 5_100)).isEqualTo(1_000_000_000L);
        assertThat(throttle.waitNanos(TEN, 5_100)).isEqualTo(Throttle.FULL);
    }

    @Test
    void anIdlePoolSavesUpNothing() {
        throttle.waitNanos(TEN, 5_000);

        assertThat(throttle.waitNanos(TEN, 60_000)).isZero();
        assertThat(throttle.waitNanos(TEN, 60_000)).isEqualTo(100_000_000L);
    }

    @Test
    void soManyAreServedInASecondHoweverManyCome() {
        int served = 0;
        for (int i = 0; i < 100_000; i++) {
            served += throttle.waitNanos(TEN, 5_000 + i) == Throttle.FULL ? 0 : 1;
        }

        assertThat(served).isBetween(1_009, 1_011);
    }
}
