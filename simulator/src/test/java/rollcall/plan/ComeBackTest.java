package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComeBackTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theDefaultsAreThoseOfRfc5626() {
        // RFC 5626 §4.5: wait = min(max-time, base-time * 2^failures), of which 50 % to 100 % by chance
        assertThat(ComeBack.DEFAULT.waitNanos(0, 0)).isEqualTo(30 * SECOND);
        assertThat(ComeBack.DEFAULT.waitNanos(0, 1)).isEqualTo(15 * SECOND);
        assertThat(ComeBack.DEFAULT.waitNanos(3, 0)).isEqualTo(240 * SECOND);
        assertThat(ComeBack.DEFAULT.waitNanos(6, 0)).isEqualTo(1_800 * SECOND);
        assertThat(ComeBack.DEFAULT.waitNanos(1_000, 0.5)).isEqualTo(1_350 * SECOND);
    }
}
