package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.plan.Phase;

class LiveScreenTest {
    private static LiveView view(Runs runs, String state, double factor) {
        return view(runs, null, state, factor);
    }

    private static LiveView view(Runs runs, @Nullable LiveProgress progress, String state, double factor) {
        LiveFigures figures = new LiveFigures(Runs.plan().arrivals(), () -> 2 * Runs.SECOND);
        runs.tallies.tellSamplesTo(figures);
        runs.tallies.sample();
        return new LiveView(
                Setup.of(Runs.plan(), "boringssl"),
                progress == null
                        ? LiveProgress.ofLoad("5,000 clients in 10s, evenly at 500/s", figures.now(), 5_000)
                        : progress,
                state,
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

    @Test
    void aSearchShowsItsTryAndWhatIsKnown() {
        Capacity capacity = new Capacity(
                new Phase.Find(20, 1, 10 * Runs.SECOND, List.of(), 2_000, 0.05, 1),
                List.of(
                        CapacityTest.one(20, RateTry.Outcome.HELD),
                        CapacityTest.one(40, RateTry.Outcome.HELD),
                        CapacityTest.one(80, RateTry.Outcome.BROKE)));
        Totals totals =
                new Totals(32_400_000_000L, 1_500, 1_480, 20, 3, 100, 2_380, 2_400, 7, 99.8, 9, 12, BlameCounts.NONE);
        LiveProgress progress = LiveProgress.ofSearch(capacity, totals);
        assertThat(progress)
                .isEqualTo(new LiveProgress(
                        "searching for the capacity, try 4: 60/s for 10.0 s",
                        "last: 80/s broke (wanted logon.p99 < 500ms, measured 900ms); highest that held: 40/s",
                        "of try 4 at 60/s",
                        80,
                        100,
                        600,
                        100.0 / 600));
        LiveView view = view(new Runs(1), progress, "", 1);
        assertThat(LiveScreen.lines(view, new Style(false, true, 110), 24))
                .contains(progress.doing(), progress.known())
                .element(1)
                .asString()
                .endsWith("░  100 of 600 clients");
    }

    @Test
    void aClosedLoopIsFullWhenItsTimeIsOver() {
        Totals totals =
                new Totals(32_400_000_000L, 1_500, 1_480, 20, 3, 100, 2_380, 2_400, 7, 99.8, 9, 12, BlameCounts.NONE);
        LiveView view = view(new Runs(1), LiveProgress.ofClosedLoop("200 users", totals, 1), "", 1);
        assertThat(LiveScreen.lines(view, new Style(false, true, 110), 24))
                .element(1)
                .asString()
                .startsWith("█")
                .endsWith("█  1,500 clients");
    }

    @Test
    void ofASearchWhoStartedWasDue() {
        Runs runs = new Runs(1);
        LiveFigures figures = new LiveFigures();
        runs.tallies.tellSamplesTo(figures);
        for (int i = 0; i < 30; i++) {
            runs.signIn(0, 0, 1);
        }
        runs.at(2_000).tallies.sample();
        assertThat(figures.offeredPerSecond()).isEqualTo(15);
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
