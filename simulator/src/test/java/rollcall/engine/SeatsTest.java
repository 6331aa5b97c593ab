package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.plan.Phase;

class SeatsTest {
    private static final long SECOND = 1_000_000_000L;

    /** Five users on two loops, of whom this is the second. */
    private final Seats seats = new Seats(new Phase.ClosedLoop(5, 2 * SECOND, 5 * SECOND, 60 * SECOND), 1, 2, 7);

    @Test
    void usersBeginEvenly() {
        seats.load(100 * SECOND);

        List<Long> due = new ArrayList<>();
        List<Integer> users = new ArrayList<>();
        while (seats.dueNanos() != Pace.NEVER) {
            due.add(seats.dueNanos());
            users.add(seats.user(seats.take()));
        }
        assertThat(due).containsExactly(101 * SECOND, 103 * SECOND);
        assertThat(users).containsExactly(1, 3);
    }

    @Test
    void aUserComesAgainAfterThinking() {
        seats.load(0);
        int first = seats.take();
        assertThat(seats.take()).isEqualTo(3);
        assertThat(seats.dueNanos()).isEqualTo(Pace.NEVER);

        for (int round = 1; round < 200; round++) {
            long ended = 10 * SECOND * round;
            seats.ended(first, ended);
            assertThat(seats.dueNanos()).isBetween(ended + SECOND, ended + 3 * SECOND - 1);
            first = seats.take();
            assertThat(first).isEqualTo(1 + 5 * round);
            assertThat(seats.user(first)).isEqualTo(1);
        }
    }

    @Test
    void someMayGoBeforeAllOthersOneAfterTheOther() {
        Seats withFirst = new Seats(new Phase.ClosedLoop(5, 2 * SECOND, 5 * SECOND, 60 * SECOND), 0, 2, 7);
        withFirst.canary(50 * SECOND);
        assertThat(withFirst.dueNanos()).isEqualTo(50 * SECOND);
        assertThat(withFirst.take()).isZero();
        assertThat(withFirst.over(1000 * SECOND)).isFalse();
        withFirst.canary(51 * SECOND);
        assertThat(withFirst.dueNanos()).isEqualTo(51 * SECOND);
        assertThat(withFirst.take()).isEqualTo(2);

        withFirst.load(100 * SECOND);
        assertThat(withFirst.dueNanos()).isEqualTo(104 * SECOND);
        assertThat(withFirst.user(withFirst.take())).isEqualTo(4);
        assertThat(withFirst.dueNanos()).isEqualTo(Pace.NEVER);
    }

    @Test
    void theTimeCountsFromTheLoadsBeginning() {
        seats.load(100 * SECOND);

        assertThat(seats.over(160 * SECOND - 1)).isFalse();
        assertThat(seats.over(160 * SECOND)).isTrue();
    }

    @Test
    void aLoopMayHaveNoUsers() {
        Seats none = new Seats(new Phase.ClosedLoop(1, 2 * SECOND, SECOND, 60 * SECOND), 1, 2, 7);
        none.load(0);

        assertThat(none.dueNanos()).isEqualTo(Pace.NEVER);
    }
}
