package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;

/** Each kind of client by itself. */
class KindResultTest {
    private static Summary summary() throws Exception {
        return Runs.kinds().summary(Runs.mixedPlan(), Runs.facts(40), Runs.HEALTHY);
    }

    @Test
    void theKindsTogetherAreAllClients() throws Exception {
        Summary summary = summary();
        List<KindResult> kinds = summary.kinds();

        assertThat(kinds).extracting(KindResult::started).containsExactly(30L, 10L, 0L);
        assertThat(kinds).extracting(KindResult::signedIn).containsExactly(30L, 0L, 0L);
        assertThat(kinds).extracting(KindResult::failed).containsExactly(0L, 10L, 0L);
        assertThat(kinds).extracting(KindResult::lost).containsExactly(1L, 0L, 0L);
        assertThat(kinds.stream().mapToLong(KindResult::started).sum())
                .isEqualTo(summary.clients().started());
        assertThat(kinds.get(0).logonP50Nanos()).isBetween(10 * Runs.MS, 11 * Runs.MS);
        assertThat(kinds.get(1).logonP99Nanos()).isEqualTo(Totals.NONE);
        assertThat(kinds).extracting(KindResult::share).containsExactly(0.7, 0.2, 0.1);
    }

    @Test
    void whoOnlyPreparesIsCountedButHasNoLatency() throws Exception {
        Tallies tallies = new Tallies(1, true, 3, Runs.EPOCH, () -> Runs.EPOCH + Runs.SECOND);
        LogonRecord logon = new LogonRecord();
        logon.kind(2);
        for (int i = 0; i < 5; i++) {
            logon.measured(i > 2);
            logon.begin(i, Runs.user(i), Runs.EPOCH, Runs.EPOCH);
            tallies.sink(0).started(logon);
            logon.spent(Stage.DNS, Runs.MS);
            logon.signedIn(Runs.EPOCH + (i > 2 ? 10 : 900) * Runs.MS);
            tallies.sink(0).signedIn(logon);
        }
        KindResult kind = Summary.of(Runs.mixedPlan(), Runs.facts(5), tallies, Runs.HEALTHY)
                .kinds()
                .get(2);

        assertThat(kind.signedIn()).isEqualTo(5);
        assertThat(kind.logonP99Nanos()).isBetween(10 * Runs.MS, 11 * Runs.MS);
    }

    @Test
    void theTextHasATableThatFitsIntoEightyColumns() throws Exception {
        StringBuilder text = new StringBuilder();
        TextReport.write(summary(), Style.PLAIN, List.of(), text);

        assertThat(text).contains("""

                Kinds of clients
                               share  started  signed in  failed  lost  logon p50      p99
                  moc-2007-r2    70%       30         30       0     1    10.0 ms  10.0 ms
                  moc-2007       20%       10          0      10     0          -        -
                  outside <&>    10%        0          0       0     0          -        -
                """);
        assertThat(text.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void aRunOfOneKindTellsNothingTwice() throws Exception {
        Summary summary = Runs.allWell().summary(Runs.plan(), Runs.facts(1_000), Runs.HEALTHY);
        StringBuilder text = new StringBuilder();
        TextReport.write(summary, Style.PLAIN, List.of(), text);

        assertThat(summary.kinds()).isEmpty();
        assertThat(text).doesNotContain("Kinds of clients");
    }
}
