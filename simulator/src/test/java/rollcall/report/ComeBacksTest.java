package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;

class ComeBacksTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long EPOCH = 1_000 * SECOND;

    private final ComeBacks comeBacks = new ComeBacks(EPOCH);

    private LogonRecord drop(Fault fault, long atSeconds) {
        LogonRecord logon = new LogonRecord();
        logon.begin(1, "user@example.test", EPOCH, EPOCH);
        logon.signedIn(EPOCH);
        logon.dropped(EPOCH + atSeconds * SECOND);
        comeBacks.dropped(logon, Stage.HOLD, fault, "", EPOCH + atSeconds * SECOND);
        return logon;
    }

    private void back(LogonRecord logon, long afterSeconds) {
        comeBacks.returned(logon, logon.droppedNanos() + afterSeconds * SECOND);
        logon.returned();
    }

    private void lose(LogonRecord logon, Fault fault, long atSeconds) {
        logon.fault(Stage.CONNECT, fault, "");
        comeBacks.lost(logon, Stage.CONNECT, fault, EPOCH + atSeconds * SECOND);
    }

    @Test
    void whatThoseWhoCameBackFetchCountsForTheirStorm() {
        comeBacks.cut("50%", EPOCH + 60 * SECOND);
        LogonRecord hit = drop(Fault.LOST_DROPPED, 60);
        LogonRecord spared = new LogonRecord();
        spared.begin(2, "other@example.test", EPOCH, EPOCH);
        back(hit, 3);
        comeBacks.fetched(hit, Stage.ADDRESS_BOOK, EPOCH + 64 * SECOND, 800);
        comeBacks.fetched(hit, Stage.GROUPS, EPOCH + 64 * SECOND, 5);
        comeBacks.fetched(spared, Stage.GROUPS, EPOCH + 64 * SECOND, 5);
        comeBacks.fetched(hit, Stage.ADDRESS_BOOK, EPOCH + 24 * 3600 * SECOND, 900);
        assertThat(comeBacks.read().storms().get(0).web()).isEqualTo(new WebLoad(2, 805, 800, 2, 4));
    }

    @Test
    void aStormWithoutFetchesHasNoWeb() {
        comeBacks.cut("all", EPOCH + 60 * SECOND);
        back(drop(Fault.LOST_DROPPED, 60), 3);
        assertThat(comeBacks.read().storms().get(0).web()).isNull();
    }

    @Test
    void percentilesAreOverAllThatWereDropped() {
        comeBacks.cut("all", EPOCH + 60 * SECOND);
        for (int i = 1; i <= 95; i++) {
            back(drop(Fault.LOST_DROPPED, 60), i);
        }
        for (int i = 0; i < 5; i++) {
            lose(drop(Fault.LOST_DROPPED, 60), Fault.CONNECT_REFUSED, 200);
        }
        Storm storm = comeBacks.read().storms().get(0);
        assertThat(storm.atNanos()).isEqualTo(60 * SECOND);
        assertThat(storm.dropped()).isEqualTo(100);
        assertThat(storm.returned()).isEqualTo(95);
        assertThat(storm.lost()).isEqualTo(5);
        assertThat(storm.away()).isZero();
        assertThat(storm.p50Nanos() / 1e9).isBetween(50.0, 50.1);
        assertThat(storm.p90Nanos() / 1e9).isBetween(90.0, 90.1);
        assertThat(storm.p99Nanos()).isEqualTo(Storm.NEVER);
        assertThat(storm.allNanos()).isEqualTo(Storm.NEVER);
        assertThat(storm.losses()).singleElement().satisfies(loss -> {
            assertThat(loss.fault()).isEqualTo(Fault.CONNECT_REFUSED);
            assertThat(loss.count()).isEqualTo(5);
        });
    }

    @Test
    void thePeakIsTheBusiestSecond() {
        comeBacks.cut("all", EPOCH);
        for (int i = 0; i < 30; i++) {
            back(drop(Fault.LOST_DROPPED, 0), i < 20 ? 3 : i);
        }
        assertThat(comeBacks.read().storms().get(0).peakPerSecond()).isEqualTo(20);
    }

    @Test
    void whoIsStillOnItsWayIsAway() {
        comeBacks.cut("all", EPOCH);
        back(drop(Fault.LOST_DROPPED, 0), 1);
        drop(Fault.LOST_DROPPED, 0);
        assertThat(comeBacks.read().storms().get(0).away()).isEqualTo(1);
    }

    @Test
    void dropsOfOtherOriginAreAStormWhenTheyAreManyAndClose() {
        for (int i = 0; i < ComeBacks.LEAST_CLIENTS; i++) {
            drop(Fault.LOST_RESET, i);
        }
        for (int i = 0; i < ComeBacks.LEAST_CLIENTS; i++) {
            drop(Fault.LOST_CLOSED, 100 + (i / 4));
        }
        drop(Fault.LOST_RESET, 200);
        Returns returns = comeBacks.read();
        assertThat(returns.dropped()).isEqualTo(2 * ComeBacks.LEAST_CLIENTS + 1);
        assertThat(returns.storms()).extracting(Storm::atNanos).containsExactly(0L, 100 * SECOND);
        assertThat(returns.storms()).extracting(Storm::what).containsOnlyNulls();
        assertThat(returns.storms().get(0).lastedNanos()).isEqualTo((ComeBacks.LEAST_CLIENTS - 1) * SECOND);
    }

    @Test
    void singleDropsOverAYearTakeNoMemoryAndMakeNoStorm() {
        for (int i = 0; i < 10_000; i++) {
            back(drop(Fault.LOST_RESET, 60L * i), 30);
        }
        Returns returns = comeBacks.read();
        assertThat(returns.storms()).isEmpty();
        assertThat(returns.returned()).isEqualTo(10_000);
    }

    @Test
    void afterTheLastStormThatIsToldApartDropsAreCountedAllTheSame() {
        for (int i = 0; i < ComeBacks.MOST_STORMS + 20; i++) {
            comeBacks.cut("all", EPOCH + i * SECOND);
            back(drop(Fault.LOST_DROPPED, i), 1);
        }
        Returns returns = comeBacks.read();
        assertThat(returns.storms()).hasSize(ComeBacks.MOST_STORMS);
        assertThat(returns.returned()).isEqualTo(ComeBacks.MOST_STORMS + 20);
    }
}
