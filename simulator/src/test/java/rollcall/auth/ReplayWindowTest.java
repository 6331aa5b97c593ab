package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void eachNumberIsNewOnce() {
        for (int number : new int[] {1, 3, 2, 300, 299}) {
            assertThat(window.isNew(number)).as("%d", number).isTrue();
            assertThat(window.isNew(number)).as("%d again", number).isFalse();
        }
    }

    @Test
    void whatFellOutOfTheWindowIsNeverNew() {
        assertThat(window.isNew(1000)).isTrue();
        assertThat(window.isNew(744)).isFalse();
        assertThat(window.isNew(745)).isTrue();
    }

    @Test
    void numbersStartAtOne() {
        assertThat(window.isNew(0)).isFalse();
        assertThat(window.isNew(-1)).isFalse();
    }

    @Test
    void hugeStepsTakeNoTime() {
        assertThat(window.isNew(999_999_999_999_999_999L)).isTrue();
        assertThat(window.isNew(999_999_999_999_999_999L)).isFalse();
        assertThat(window.isNew(5)).isFalse();
    }

    @Test
    void agreesWithASetOfAllNumbers() {
        Random random = new Random(256);
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        for (int i = 0; i < 100_000; i++) {
            long number = Math.max(1, highest + random.nextInt(600) - 400);
            boolean expected = number > highest - 256 && !seen.contains(number);
            assertThat(window.isNew(number)).as("%d after %d", number, highest).isEqualTo(expected);
            seen.add(number);
            highest = Math.max(highest, number);
        }
    }
}
