package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveScreenTest {
    private static LiveView view(Runs runs, String state, double factor) {
        LiveFigures figures = new LiveFigures(Runs.plan().arrivals(), () -> 2 * Runs.SECOND);
        runs.tallies.tellSamplesTo(figures);
        runs.tallies.sample();
        return new LiveView(
                Setup.of(Runs.plan(), "boringssl"),
                "5,000 clients in 10s, evenly at 500/s",
                state,
                5_000,
                figures.now(),
                figures.offeredPerSecond(),
                factor,
                figures.stages(),
                runs.tallies.faults(),
                Runs.HEALTHY,
                1.234,
                2,
                "keys: + - rate by 10 %   * / double, halve   p pause, go on   q stop");
    }

    /** Of what {@link Runs#mixed} tells, only the last hundred are of the last interval. */
    private static Runs mixed() {
        Runs runs = Runs.mixed();
        for (int i = 0; i < 100; i++) {
            runs.at(10_500 + i);
            runs.signIn(i % 2, 1, 1.2, 0.31, 6.1, 1.9);
        }
        return runs;
    }

    @Test
    void aPersonSeesTheWholeRun() throws IOException {
        check("live.txt", LiveScreen.lines(view(mixed(), "arrivals paused", 1.21), new Style(false, true, 110), 40));
    }

    @Test
    void aLowAndNarrowTerminalShowsWhatMattersMost() throws IOException {
        check("live-small.txt", LiveScreen.lines(view(mixed(), "", 1), new Style(false, false, 60), 10));
    }

    @Test
    void aRunThatHasJustBegunIsShown() throws IOException {
        check("live-begun.txt", LiveScreen.lines(view(new Runs(1), "", 1), new Style(false, true, 80), 24));
    }

    @ParameterizedTest
    @CsvSource({"40, 1", "40, 8", "61, 12", "80, 24", "200, 16", "120, 60"})
    void nothingIsWiderOrHigherThanTheTerminal(int columns, int rows) {
        for (boolean colour : List.of(true, false)) {
            List<String> lines = LiveScreen.lines(view(mixed(), "stopping", 2), new Style(colour, true, columns), rows);
            assertThat(lines)
                    .hasSizeBetween(1, rows)
                    .allSatisfy(line -> assertThat(Page.visible(line)).isLessThanOrEqualTo(columns));
        }
    }

    private static void check(String name, List<String> lines) throws IOException {
        Golden.check(name, String.join("\n", lines) + "\n");
    }
}
