package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

final class MockProcessTest {
    private static final String PASSWORD = "Str@nge pässword=\n";

    @TempDir
    private Path folder;

    private static MockPlan plan(int tlsPort) {
        return new MockPlan(
                "example.test",
                10,
                new MockPlan.Auth(List.of("digest"), Secret.of(PASSWORD)),
                false,
                0,
                7200,
                "ecdsa",
                List.of("stall:10%"),
                "127.0.0.1",
                0,
                tlsPort,
                0);
    }

    @Test
    void theChildListensWhereItSays() throws Exception {
        try (MockProcess mock = MockProcess.start(plan(0), folder)) {
            SimpleResolver resolver = new SimpleResolver(mock.dns());
            resolver.setTimeout(Duration.ofSeconds(20));
            Name name = Name.fromString("_sipinternaltls._tcp.example.test.");
            Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.SRV, DClass.IN)));
            SRVRecord srv = (SRVRecord) answer.getSection(Section.ANSWER).get(0);
            assertThat(srv.getPort()).isEqualTo(mock.tls().getPort());
            assertThat(Files.readString(mock.caPem())).contains("BEGIN CERTIFICATE");
            assertThat(mock.isAlive()).isTrue();
            assertThat(mock.cpuNanos()).isNotZero();
        }
        // What it has seen, once it has ended.
        assertThat(folder.resolve("summary.txt")).content().contains("DNS answers:          {NOERROR=1}");
        assertThat(folder.resolve("attempts.log")).isEmptyFile();
    }

    @Test
    void thePasswordIsNotOnTheCommandLine() throws Exception {
        try (MockProcess mock = MockProcess.start(plan(0), folder)) {
            ProcessHandle handle = ProcessHandle.of(mock.pid()).orElseThrow();
            assertThat(handle.info().commandLine().orElse("")).doesNotContain("pässword");
        }
    }

    @Test
    void theChildEndsByItselfWhenItsInputCloses() throws Exception {
        MockProcess mock = MockProcess.start(plan(0), folder);
        ProcessHandle handle = ProcessHandle.of(mock.pid()).orElseThrow();
        mock.close();
        handle.onExit().get(20, TimeUnit.SECONDS);
        assertThat(mock.exitMessage()).isEqualTo("it ended with exit code 0.");
    }

    @Test
    void aChildThatIsKilledIsSeenToBeDead() throws Exception {
        try (MockProcess mock = MockProcess.start(plan(0), folder)) {
            ProcessHandle handle = ProcessHandle.of(mock.pid()).orElseThrow();
            handle.destroyForcibly();
            handle.onExit().get(20, TimeUnit.SECONDS);
            assertThat(mock.isAlive()).isFalse();
            assertThat(mock.exitMessage()).startsWith("it ended with exit code ");
        }
    }

    @Test
    void aPortInUseIsReportedInTheChildsWords() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> MockProcess.start(plan(taken.getLocalPort()), folder))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + ": another program uses it")
                    .hasMessageContaining("--sip-port")
                    .hasMessageNotContaining("Exception");
        }
    }
}
