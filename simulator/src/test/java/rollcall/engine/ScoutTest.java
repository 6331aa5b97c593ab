package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.plan.Overrides;
import rollcall.plan.ScenarioFile;

/** What is looked at before a run against a real pool. 192.0.2.0/24 is nobody's (RFC 5737). */
class ScoutTest {
    @TempDir
    private Path folder = Path.of("");

    private ServerSocket pool;

    @BeforeEach
    void listen() throws Exception {
        pool = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    private Scout.Report look(String more) throws Exception {
        Path file = Files.writeString(folder.resolve("test.yaml"), """
                target: {server: {address: "127.0.0.1:%d", transport: tcp}}
                users: {pattern: "user{01..20}@example.test"}
                auth: {scheme: none}
                load: [hold: {rate: 100/s}]
                %s
                """.formatted(pool.getLocalPort(), more));
        return Scout.look(ScenarioFile.read(file, Overrides.NONE).plan(), IoTransport.best(), System::nanoTime);
    }

    @Test
    void aPoolOnThisMachineThatListensIsFine() throws Exception {
        assertThat(look("")).isEqualTo(new Scout.Report(null, false));
    }

    @Test
    void aKindWhoseTargetIsNotAllowedForbidsTheRun() throws Exception {
        Scout.Report report = look("""
                clients:
                  - {name: inside, share: 90%}
                  - {name: outside, share: 10%, target: {server: {address: "192.0.2.1:443"}}}
                """);

        assertThat(report.forbidden()).isTrue();
        assertThat(report.problem())
                .startsWith("clients of kind outside: the guards do not allow 192.0.2.1:443 (192.0.2.1)");
    }

    @Test
    void theRateCapHoldsForTheWholeRunWhenOneKindLeavesThisMachine() throws Exception {
        Scout.Report report = look("""
                guards: {allow: [192.0.2.1]}
                clients:
                  - {name: inside, share: 90%}
                  - {name: outside, share: 10%, target: {server: {address: "192.0.2.1:443"}}}
                """);

        assertThat(report.forbidden()).isTrue();
        assertThat(report.problem())
                .startsWith("clients of kind outside: the plan starts up to 100.0 clients a second, and the guard"
                        + " allows 12.00 at a server that is not on this machine");
    }

    @Test
    void aKindWhosePoolDoesNotListenIsNamed() throws Exception {
        int dead;
        try (ServerSocket gone = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            dead = gone.getLocalPort();
        }
        Scout.Report report = look("""
                clients:
                  - {name: inside, share: 90%%}
                  - {name: outside, share: 10%%, target: {server: {address: "127.0.0.1:%d", transport: tcp}}}
                """.formatted(dead));

        assertThat(report.forbidden()).isFalse();
        assertThat(report.problem())
                .startsWith("clients of kind outside: 127.0.0.1:" + dead + " (127.0.0.1) does not take connections");
    }
}
