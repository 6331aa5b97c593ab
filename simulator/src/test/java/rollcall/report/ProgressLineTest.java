package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final Totals HALF_WAY = new Totals(
            12_400_000_000L, 2_520, 2_480, 20, 3, 100, 2_380, 2_400, 7, 499.8, 9_000_000, 12_300_000, BlameCounts.NONE);

    @Test
    void lineTellsTheRun() {
        assertThat(ProgressLine.text(HALF_WAY, 5_000, new Style(false, true, 140)))
                .isEqualTo(
                        "12.4 s  ████████░░░░░░░░  2,480/5,000 signed in · 499.8/s · 20 failed · 3 lost · p99 12.3 ms"
                                + " · held 2,380 · open 20");
    }

    @Test
    void lineNeverReachesTheEdgeOfTheTerminal() {
        for (int width = 60; width < 140; width++) {
            String line = ProgressLine.text(HALF_WAY, 5_000, new Style(false, true, width));
            assertThat(line).hasSizeLessThan(width);
        }
    }

    @Test
    void lineIsAsciiWhereNothingElseIsShown() {
        assertThat(ProgressLine.text(HALF_WAY, 5_000, Style.PLAIN))
                .isEqualTo("12.4 s  ########--------  2,480/5,000 signed in - 499.8/s - 20 failed - 3 lost");
    }

    @Test
    void lineBeforeAnythingHasHappenedIsWhole() {
        assertThat(ProgressLine.text(Totals.ZERO, 0, Style.PLAIN))
                .isEqualTo(" 0.0 s  ----------------  0/0 signed in - 0/s - held 0");
    }
}
