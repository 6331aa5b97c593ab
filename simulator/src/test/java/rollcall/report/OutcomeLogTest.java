package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;

class OutcomeLogTest {
    private static final long MS = 1_000_000;
    private static final List<String> KINDS = List.of("inside", "out\"side");
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final Tallies tallies = new Tallies(1, 1_000 * MS, () -> 3_500 * MS);

    @Test
    void eachClientHasALineAndOneMoreWhenItIsLost() throws IOException {
        OutcomeLog log = new OutcomeLog(file);
        OutcomeSink sink = log.before(tallies.loop(0), KINDS, 1_000 * MS, () -> 3_500 * MS);
        LogonRecord logon = begun("a@example.test");
        sink.started(logon);
        logon.spent(Stage.DNS, 1_234_567);
        logon.spent(Stage.TLS, 20 * MS);
        logon.signedIn(3_100 * MS);
        sink.signedIn(logon);
        logon.fault(Stage.HOLD, Fault.LOST_CLOSED, "FIN");
        sink.lost(logon);
        sink.ended(logon);
        log.flush();
        assertThat(file.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        OutcomeLog.HEADING
                                + "\r\n"
                                + "2.500000,signedIn,7,\"a@example.test\",\"pool:5061\",2.000000,2.000500,100.000,1.234,,20.000,,,,,,,,\"\",\"inside\"\r\n"
                                + "2.500000,lost,7,\"a@example.test\",\"pool:5061\",2.000000,2.000500,100.000,1.234,,20.000,,,,,LOST_CLOSED,hold,network,\"FIN\",\"inside\"\r\n");
        assertThat(tallies.totals().lost()).isEqualTo(1);
    }

    @Test
    void whatAServerSaidStaysInItsField() throws IOException {
        OutcomeLog log = new OutcomeLog(file);
        OutcomeSink sink = log.before(tallies.loop(0), KINDS, 0, () -> 0);
        LogonRecord logon = begun("b");
        sink.started(logon);
        logon.kind(1);
        logon.fault(Stage.REGISTER, Fault.SIP_REJECTED, "6\"06, \r\n=x µ 𝄞");
        sink.failed(logon);
        log.flush();
        String line = file.toString(StandardCharsets.UTF_8).split("\r\n", -1)[1];
        assertThat(line).endsWith(",SIP_REJECTED,register,peer,\"6\"\"06,   =x µ 𝄞\",\"out\"\"side\"");
    }

    @Test
    void whatHasNoRoomInMemoryIsCounted() throws IOException {
        OutcomeLog log = new OutcomeLog(file);
        OutcomeSink sink = log.before(new Nowhere(), KINDS, 0, () -> 0);
        LogonRecord logon = begun("b");
        logon.fault(Stage.REGISTER, Fault.SIP_REJECTED, "x".repeat(FaultLedger.MAX_DETAIL));
        int lines = OutcomeLines.LIMIT / 300;
        for (int i = 0; i < lines; i++) {
            sink.failed(logon);
        }
        log.flush();
        long written = file.toString(StandardCharsets.UTF_8).lines().count() - 1;
        assertThat(log.dropped()).isPositive().isEqualTo(lines - written);
    }

    @Test
    void aLineAllocatesNothing() throws IOException {
        OutcomeLog log = new OutcomeLog(OutputStream.nullOutputStream());
        OutcomeSink sink = log.before(new Nowhere(), KINDS, 0, () -> 0);
        LogonRecord logon = begun("b@example.test");
        logon.signedIn(3_100 * MS);
        for (int i = 0; i < 20_000; i++) {
            sink.signedIn(logon);
        }
        log.flush();
        for (int i = 0; i < 20_000; i++) {
            sink.signedIn(logon);
        }
        log.flush();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            sink.signedIn(logon);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 10_000).isZero();
    }

    private static LogonRecord begun(String user) {
        LogonRecord logon = new LogonRecord();
        logon.begin(7, user, 3_000 * MS, 3_000_500_000L);
        logon.server("pool:5061");
        return logon;
    }

    /** Keeps nothing. */
    private static final class Nowhere implements OutcomeSink {
        @Override
        public void started(LogonRecord logon) {}

        @Override
        public void signedIn(LogonRecord logon) {}

        @Override
        public void failed(LogonRecord logon) {}

        @Override
        public void lost(LogonRecord logon) {}

        @Override
        public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {}

        @Override
        public void returned(LogonRecord logon) {}

        @Override
        public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {}

        @Override
        public void answered(LogonRecord logon, Stage stage, long nanos) {}

        @Override
        public void ended(LogonRecord logon) {}
    }
}
