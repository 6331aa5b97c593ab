package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;

class CloseTallyTest {
    private static final double SECOND = 1e9;

    private final CloseTally tally = new CloseTally();
    private final SplittableRandom random = new SplittableRandom(3);

    private void close(Fault fault, double connected, double traffic, double closed) {
        LogonRecord logon = new LogonRecord();
        logon.begin(0, "user", 0, 0);
        logon.connected((long) (connected * SECOND));
        logon.traffic((long) (traffic * SECOND));
        tally.note(logon, fault, (long) (closed * SECOND));
    }

    @Test
    void closesAreToldByTheirKindWithAgeAndSilence() {
        close(Fault.LOST_RESET, 0, 10, 60);
        close(Fault.LOST_RESET, 0, 10, 60);
        close(Fault.LOST_CLOSED, 0, 90, 100);
        close(Fault.LOST_MALFORMED, 0, 0, 1);
        Closes closes = tally.read();
        assertThat(closes.kinds())
                .containsExactly(
                        new Closes.Kind("RST", Fault.LOST_RESET, 2, 60_000_000_000L, 50_000_000_000L),
                        new Closes.Kind("FIN", Fault.LOST_CLOSED, 1, 100_000_000_000L, 10_000_000_000L));
        assertThat(closes.period()).isNull();
    }

    @Test
    void aMiddleboxThatCutsAtAnAgeIsNamed() {
        for (int i = 0; i < 100; i++) {
            double connected = i;
            double closed = connected + 508 + random.nextDouble();
            close(Fault.LOST_RESET, connected, closed - 300 * random.nextDouble(), closed);
        }
        assertThat(tally.read().period()).isNotNull().satisfies(period -> {
            assertThat(period.silenceNanos()).isEqualTo(Closes.Period.NONE);
            assertThat(CloseText.sentence(period))
                    .isEqualTo(
                            "A middlebox or the pool seems to cut connections after 508 s: 100% of them ended then.");
        });
    }

    @Test
    void aLimitOnSilenceIsToldFromOneOnAge() {
        for (int i = 0; i < 100; i++) {
            double closed = i + 400 + 600 * random.nextDouble();
            close(Fault.LOST_RESET, i, closed - 300, closed);
        }
        assertThat(tally.read().period()).isNotNull().satisfies(period -> {
            assertThat(period.ageNanos()).isEqualTo(Closes.Period.NONE);
            assertThat(CloseText.sentence(period)).contains("after 300 s without traffic");
        });
    }

    @Test
    void whereBothFitBothAreTold() {
        for (int i = 0; i < 100; i++) {
            close(Fault.LOST_CLOSED, i, i + 100, i + 400);
        }
        assertThat(tally.read().period())
                .isNotNull()
                .satisfies(period -> assertThat(CloseText.sentence(period))
                        .contains("after 400 s, which was 300 s after anything went over them"));
    }

    @Test
    void aServerThatDiesIsAnEventAndNoPeriod() {
        for (int i = 0; i < 100; i++) {
            double connected = 3 * random.nextDouble();
            close(Fault.LOST_RESET, connected, connected, 60 + random.nextDouble());
        }
        assertThat(tally.read().period()).isNull();
    }
}
