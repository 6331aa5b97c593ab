package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterTest {
    @Test
    void withOneMachineEachUserComesInTurnAndThenFromANewOne() {
        Roster roster = new Roster(250, 1);

        for (int arrival = 0; arrival < 1_000; arrival++) {
            assertThat(roster.user(arrival)).isEqualTo(arrival % 250);
            assertThat(roster.endpoint(arrival)).isEqualTo(arrival / 250);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "99, 2", "100, 2", "101, 2", "250, 3", "1000, 20"})
    void everyUserComesFromEveryMachineOnceInEachRound(int users, int endpoints) {
        Roster roster = new Roster(users, endpoints);
        for (int round = 0; round < 3; round++) {
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < users * endpoints; i++) {
                int arrival = round * users * endpoints + i;
                int user = roster.user(arrival);
                int endpoint = roster.endpoint(arrival) - round * endpoints;
                assertThat(user).isBetween(0, users - 1);
                assertThat(endpoint).isBetween(0, endpoints - 1);
                seen.add((long) user * endpoints + endpoint);
            }
            assertThat(seen).hasSize(users * endpoints);
        }
    }

    @Test
    void theSecondMachineComesSoonAfterTheFirstButNotWithIt() {
        Roster roster = new Roster(1_000, 2);

        assertThat(roster.user(0)).isZero();
        assertThat(roster.endpoint(0)).isZero();
        assertThat(roster.user(100)).isZero();
        assertThat(roster.endpoint(100)).isEqualTo(1);
        assertThat(roster.user(200)).isEqualTo(100);
        assertThat(roster.endpoint(200)).isZero();
    }

    @Test
    void nothingOverflowsAtTheEndOfAllArrivals() {
        Roster roster = new Roster(Bounds.MOST_USERS, Bounds.MOST_ENDPOINTS);

        assertThat(roster.user(Integer.MAX_VALUE)).isBetween(0, Bounds.MOST_USERS - 1);
        assertThat(roster.endpoint(Integer.MAX_VALUE)).isPositive();
    }
}
