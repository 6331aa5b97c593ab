package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.report.HandshakeRepetition;
import rollcall.report.HandshakeTally;

class ReferenceMeterTest {
    private static final long WORK_NANOS = 250_000;
    private static final long HANDSHAKE_NANOS = 400_000;

    private long cpuNanos;
    private int done;

    private void work() {
        done++;
        cpuNanos += WORK_NANOS;
    }

    private void handshakes(ReferenceMeter meter, HandshakeTally tally, int count) {
        for (int i = 0; i < count; i++) {
            meter.beforeHandshake(tally);
            cpuNanos += HANDSHAKE_NANOS;
        }
    }

    private static HandshakeRepetition repetition(HandshakeTally tally, long cpuNanos) {
        return HandshakeRepetition.of(List.of(tally), 1, cpuNanos, 0);
    }

    @Test
    void isDoneBeforeTheFirstOfARepetitionAndOncePerSixteen() {
        ReferenceMeter meter = new ReferenceMeter(this::work, () -> cpuNanos);
        for (int repetition = 1; repetition <= 2; repetition++) {
            HandshakeTally tally = new HandshakeTally();
            meter.begin();
            handshakes(meter, tally, ReferenceMeter.HANDSHAKES + 1);
            assertThat(done).isEqualTo(2 * repetition);
            assertThat(repetition(tally, 0).referenceNanos()).isEqualTo(WORK_NANOS);
        }
    }

    @Test
    void itsProcessorTimeIsNoneOfTheHandshakes() {
        ReferenceMeter meter = new ReferenceMeter(this::work, () -> cpuNanos);
        HandshakeTally tally = new HandshakeTally();
        meter.begin();
        handshakes(meter, tally, 100);
        assertThat(repetition(tally, cpuNanos).cpuNanos()).isEqualTo(100 * HANDSHAKE_NANOS);
    }

    @Test
    void warmingUpIsNotCounted() {
        ReferenceMeter meter = new ReferenceMeter(this::work, () -> cpuNanos);
        meter.warmUp(7);
        assertThat(done).isEqualTo(7);
        HandshakeTally tally = new HandshakeTally();
        handshakes(meter, tally, 1);
        assertThat(repetition(tally, cpuNanos).cpuNanos()).isEqualTo(7 * WORK_NANOS + HANDSHAKE_NANOS);
    }

    @Test
    void workThatFailsIsNotTriedAgain() {
        ReferenceMeter meter = new ReferenceMeter(
                () -> {
                    work();
                    throw new IOException("no port is free");
                },
                () -> cpuNanos);
        HandshakeTally tally = new HandshakeTally();
        meter.warmUp(3);
        handshakes(meter, tally, 100);
        assertThat(done).isEqualTo(1);
        assertThat(repetition(tally, cpuNanos).referenceNanos()).isZero();
    }
}
