package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.plan.Phase;

class ProgressLineTest {
    private static final Totals HALF_WAY = new Totals(
            12_400_000_000L, 2_520, 2_480, 20, 3, 100, 2_380, 2_400, 7, 499.8, 9_000_000, 12_300_000, BlameCounts.NONE);

    @Test
    void lineTellsTheRun() {
        assertThat(ProgressLine.text(HALF_WAY, LiveProgress.ofLoad("", HALF_WAY, 5_000), new Style(false, true, 140)))
                .isEqualTo(
                        "12.4 s  ████████░░░░░░░░  2,480/5,000 signed in · 499.8/s · 20 failed · 3 lost · p99 12.3 ms"
                                + " · held 2,380 · open 20");
    }

    @Test
    void lineNeverReachesTheEdgeOfTheTerminal() {
        for (int width = 60; width < 140; width++) {
            String line = ProgressLine.text(
                    HALF_WAY, LiveProgress.ofLoad("", HALF_WAY, 5_000), new Style(false, true, width));
            assertThat(line).hasSizeLessThan(width);
        }
    }

    @Test
    void lineIsAsciiWhereNothingElseIsShown() {
        assertThat(ProgressLine.text(HALF_WAY, LiveProgress.ofLoad("", HALF_WAY, 5_000), Style.PLAIN))
                .isEqualTo("12.4 s  ########--------  2,480/5,000 signed in - 499.8/s - 20 failed - 3 lost");
    }

    @Test
    void lineBeforeAnythingHasHappenedIsWhole() {
        assertThat(ProgressLine.text(Totals.ZERO, LiveProgress.ofLoad("", Totals.ZERO, 0), Style.PLAIN))
                .isEqualTo(" 0.0 s  ----------------  0 signed in - 0/s - held 0");
    }

    @Test
    void aClosedLoopIsToldByItsTime() {
        assertThat(ProgressLine.text(
                        HALF_WAY, LiveProgress.ofClosedLoop("", HALF_WAY, 0.25), new Style(false, true, 140)))
                .startsWith("12.4 s  ████░░░░░░░░░░░░  2,480 signed in · 499.8/s");
    }

    @Test
    void aSearchIsToldByItsTry() {
        Capacity capacity = new Capacity(
                new Phase.Find(50, 1, 10 * Runs.SECOND, List.of(), 2_000, 0.05, 1),
                List.of(CapacityTest.one(50, RateTry.Outcome.HELD)));
        Totals totals = new Totals(
                12_400_000_000L, 760, 730, 3, 0, 100, 2_380, 2_400, 7, 99.8, 9_000_000, 12_300_000, BlameCounts.NONE);
        assertThat(ProgressLine.text(totals, LiveProgress.ofSearch(capacity, totals), new Style(false, true, 60)))
                .isEqualTo("12.4 s  ███░░░░░░░░░░░░░  230/1,000 of try 2 at 100/s");
    }
}
