package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.plan.Arrivals;
import rollcall.plan.Phase;

class OfferedTest {
    private static final Arrivals TEN_A_SECOND = new Arrivals(List.of(new Phase.Hold(10, 60)), 1);

    @Test
    void clientsAreDueAsPlanned() {
        assertThat(at(List.of(), 1, 2, 3)).containsExactly(11L, 21L, 31L);
    }

    @Test
    void aPauseAndAnotherRateMoveWhoIsDue() {
        List<RateChange> changes = List.of(
                new RateChange(Runs.SECOND, 0), new RateChange(3 * Runs.SECOND, 2), new RateChange(4 * Runs.SECOND, 1));
        assertThat(at(changes, 1, 2, 3, 4, 5)).containsExactly(11L, 11L, 11L, 31L, 41L);
    }

    private static List<Long> at(List<RateChange> changes, int... seconds) {
        List<Totals> series = new ArrayList<>();
        for (int second : seconds) {
            series.add(new Totals(
                    second * Runs.SECOND, 60, 0, 0, 0, 0, 0, 0, 0, 0, Totals.NONE, Totals.NONE, BlameCounts.NONE));
        }
        return Offered.at(series, TEN_A_SECOND, Runs.facts(changes, null));
    }
}
