package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.tls.OldServer;

/** Old TLS is allowed for a whole JVM, so client and server each have one of their own here. */
class LegacyTlsTest {
    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        started.add(process);
        return process;
    }

    private int oldServer(String protocol, String suite, String hash) throws IOException {
        Process server = java(
                OldServer.class, protocol, suite, hash, folder.resolve("ca.pem").toString());
        String port = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine();
        assertThat(port).as(Files.readString(folder.resolve("errors"))).isNotNull();
        return Integer.parseInt(port);
    }

    /** The exit code. */
    private int check(int port, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                "alice@example.test",
                "--no-logon",
                "--server=127.0.0.1:" + port,
                "--dns=127.0.0.1:" + portWithoutDns(),
                "--trust=" + folder.resolve("ca.pem"),
                "--json=" + folder.resolve("check.json")));
        arguments.addAll(List.of(more));
        Process check = java(Main.class, arguments.toArray(new String[0]));
        Files.write(folder.resolve("tree"), check.getInputStream().readAllBytes());
        assertThat(check.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return check.exitValue();
    }

    /** Where nobody answers, which is known at once. */
    private static int portWithoutDns() throws IOException {
        try (DatagramSocket closed = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1, SSL_RSA_WITH_RC4_128_MD5, SHA1",
        "TLSv1, SSL_RSA_WITH_RC4_128_SHA, MD5",
        "TLSv1, SSL_RSA_WITH_3DES_EDE_CBC_SHA, SHA1",
        "TLSv1, TLS_RSA_WITH_AES_128_CBC_SHA, SHA1",
        "TLSv1.2, SSL_RSA_WITH_RC4_128_SHA, SHA1"
    })
    void poolThatKnowsNothingNewerIsReached(String protocol, String suite, String hash) throws Exception {
        int port = oldServer(protocol, suite, hash);
        int exit = check(port, "--legacy-tls");
        String errors = Files.readString(folder.resolve("errors"));
        assertThat(Files.readString(folder.resolve("check.json")))
                .as(errors)
                .contains(protocol + " " + suite, "the way to it is proven");
        assertThat(exit).isZero();
        assertThat(errors).contains("Warning: old TLS is allowed: TLS 1.0, RC4, 3DES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"})
    void withoutTheSwitchItIsNotAndTheSwitchIsNamed(String suite) throws Exception {
        int port = oldServer("TLSv1", suite, "SHA1");
        assertThat(check(port)).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("check.json"))).doesNotContain("the way to it is proven");
        assertThat(Files.readString(folder.resolve("tree"))).contains("--legacy-tls");
        assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("old TLS is allowed");
    }
}
