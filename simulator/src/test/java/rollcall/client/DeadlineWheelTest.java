package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
    private static final long TICK = DeadlineWheel.TICK_NANOS;

    private final DeadlineWheel wheel = new DeadlineWheel(0);
    private final List<String> expired = new ArrayList<>();

    private final class Named extends DeadlineWheel.Entry {
        final String name;
        Runnable then = () -> {};

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void expired(long nowNanos) {
            expired.add(name);
            then.run();
        }
    }

    @Test
    void expiresWithinATickAndNeverEarly() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 2_000; round++) {
            DeadlineWheel fresh = new DeadlineWheel(0);
            long deadline = random.nextLong(30_000 * TICK);
            long[] at = {-1};
            fresh.set(
                    new DeadlineWheel.Entry() {
                        @Override
                        protected void expired(long nowNanos) {
                            at[0] = nowNanos;
                        }
                    },
                    deadline);
            long now = Math.max(0, deadline - 3 * TICK);
            fresh.turn(now);
            while (at[0] < 0) {
                now += TICK / 4;
                fresh.turn(now);
            }
            assertThat(at[0]).isGreaterThanOrEqualTo(deadline).isLessThanOrEqualTo(deadline + 2 * TICK);
        }
    }

    @Test
    void expiresAllAfterAStallOfManyTurns() {
        for (int i = 0; i < 5_000; i++) {
            wheel.set(new Named("n" + i), i * TICK);
        }
        wheel.turn(1_000_000 * TICK);
        assertThat(expired).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void aMovedDeadlineExpiresOnceAtItsNewTime() {
        Named entry = new Named("moved");
        wheel.set(entry, 5 * TICK);
        wheel.set(entry, 3_000 * TICK);
        wheel.turn(2_999 * TICK);
        assertThat(expired).isEmpty();
        wheel.turn(3_002 * TICK);
        wheel.turn(9_000 * TICK);
        assertThat(expired).containsExactly("moved");
    }

    @Test
    void aForgottenDeadlineNeverExpires() {
        Named entry = new Named("forgotten");
        wheel.set(entry, TICK);
        wheel.forget(entry);
        wheel.forget(entry);
        wheel.turn(100 * TICK);
        assertThat(expired).isEmpty();
    }

    @Test
    void neverIsNever() {
        wheel.set(new Named("never"), Long.MAX_VALUE);
        wheel.turn(Long.MAX_VALUE / 2);
        assertThat(expired).isEmpty();
    }

    @Test
    void anExpiryMayForgetAnotherThatIsDueInTheSameTick() {
        Named first = new Named("first");
        Named second = new Named("second");
        Named third = new Named("third");
        first.then = () -> wheel.forget(second);
        wheel.set(first, TICK);
        wheel.set(second, TICK);
        wheel.set(third, TICK);
        wheel.turn(3 * TICK);
        assertThat(expired).containsExactly("first", "third");
    }

    @Test
    void anExpiryMaySetItselfAgain() {
        Named entry = new Named("again");
        entry.then = () -> wheel.set(entry, 0);
        wheel.set(entry, 0);
        wheel.turn(2 * TICK);
        assertThat(expired).hasSize(1);
        wheel.turn(4 * TICK);
        assertThat(expired).hasSize(2);
    }

    @Test
    void randomWalkKeepsEveryPromise() {
        SplittableRandom random = new SplittableRandom(7);
        int count = 200;
        long[] due = new long[count];
        List<DeadlineWheel.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            due[i] = Long.MAX_VALUE;
            entries.add(new DeadlineWheel.Entry() {
                @Override
                protected void expired(long nowNanos) {
                    assertThat(nowNanos).isGreaterThanOrEqualTo(due[number]);
                    due[number] = Long.MAX_VALUE;
                }
            });
        }
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            int i = random.nextInt(count);
            if (random.nextInt(10) < 7) {
                due[i] = now + random.nextLong(3_000 * TICK);
                wheel.set(entries.get(i), due[i]);
            } else {
                due[i] = Long.MAX_VALUE;
                wheel.forget(entries.get(i));
            }
            now += random.nextLong(2 * TICK);
            wheel.turn(now);
            for (long deadline : due) {
                assertThat(deadline)
                        .as("nothing is overdue by more than two ticks")
                        .isGreaterThan(now - 2 * TICK);
            }
        }
    }
}
