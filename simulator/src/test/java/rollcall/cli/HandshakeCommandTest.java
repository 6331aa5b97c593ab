package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import rollcall.peers.NeedsPeer;
import rollcall.peers.Peer;

/** Whole measurements, as from a shell. */
class HandshakeCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int handshake(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 1];
        all[0] = "handshake";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aPipelineComparesWithTheTimeBefore() throws Exception {
        String[] command = {
            "--mock",
            "--count",
            "100",
            "--repeat",
            "5",
            "--threshold",
            "p99 < 60s",
            "--baseline",
            file("last.json"),
            "--allow",
            "1000000%",
            "--json",
            file("last.json"),
            "--junit",
            file("now.xml")
        };
        assertThat(handshake(command)).as(err + "\n" + out).isEqualTo(Main.OK);
        assertThat(err.toString()).contains("there is no baseline");
        assertThat(out.toString())
                .startsWith("PASSED  100 of 100 TLS handshakes")
                .contains("RSA 2048  full");
        assertThat(handshake(command)).as(err + "\n" + out).isEqualTo(Main.OK);
        assertThat(out.toString()).contains("Not worse than the baseline");
        assertThat(Files.readString(folder.resolve("now.xml"))).contains("name=\"not worse than the baseline\"");
        assertThat(Files.readString(folder.resolve("last.json"))).contains("\"finding\" : \"not worse\"");
    }

    @Test
    void aThresholdThatBreaksEndsWithOne() {
        assertThat(handshake("--mock", "--mock-key", "ecdsa", "--count", "20", "--threshold", "cpu < 1us"))
                .isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString()).contains("Wanted cpu < 1us, measured").contains("EC 256");
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidOnce() {
        assertThat(handshake("--mock", "--count", "1000", "--trust", otherAuthority()))
                .isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString())
                .startsWith("FAILED  Ended before its time: the first handshake failed.")
                .contains("TLS_CERT_UNKNOWN_ROOT  1 ")
                .contains("--trust ca.pem");
    }

    private static String otherAuthority() {
        URL file = Objects.requireNonNull(HandshakeCommandTest.class.getResource("other-ca.pem"));
        return Path.of(URI.create(file.toString())).toString();
    }

    @Test
    void insecureIsLoud() {
        assertThat(handshake("--mock", "--count", "10", "--insecure")).isEqualTo(Main.OK);
        assertThat(err.toString()).contains("NOT verified");
        assertThat(out.toString()).contains("THE CERTIFICATE IS NOT VERIFIED");
    }

    @Test
    void aServerElsewhereHasToBeNamed() {
        // 192.0.2.0/24 is nobody's: RFC 5737
        assertThat(handshake("192.0.2.1:5061")).isEqualTo(Main.STOPPED);
        assertThat(err.toString()).contains("write --allow-target 192.0.2.1");
    }

    @Test
    void whoMixesUpWhatIsAllowedIsToldTheOtherOption() {
        assertThat(handshake("pool01.example.com", "--allow", "pool01.example.com"))
                .isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("write --allow-target pool01.example.com");
    }

    @Test
    void nobodyListening() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(handshake("127.0.0.1:" + port)).isEqualTo(Main.TARGET_FAILED);
        assertThat(out.toString()).contains("Nobody listens at that address and port");
    }

    @ParameterizedTest
    @CsvSource({
        "--count, 0, --count 0: expected a number from 1",
        "--resume, maybe, --resume maybe: expected on or off",
        "--engine, gnutls, --engine gnutls: expected boringssl",
        "--protocol, TLSv9, does not know \"TLSv9\"",
        "--max-rate, 5, --max-rate 5: expected a rate",
        "--threshold, p99, expected a condition",
        "--trust, none.pem, there is no such file",
        "--json, nowhere/now.json, there is no folder",
        "--name, a b, expected a host name"
    })
    void whatIsWrongIsSaid(String option, String value, String said) {
        assertThat(handshake("127.0.0.1:1", option, value)).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains(said);
    }

    @Test
    void aServerOrTheMockButNotBoth() {
        assertThat(handshake()).isEqualTo(Main.USAGE);
        assertThat(handshake("127.0.0.1:1", "--mock")).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("Name one server");
    }

    @Test
    void theRateIsKept() {
        long began = System.nanoTime();
        assertThat(handshake("--mock", "--count", "20", "--warm-up", "0", "--max-rate", "20/s"))
                .isEqualTo(Main.OK);
        assertThat(System.nanoTime() - began).isGreaterThan(1_000_000_000L);
        assertThat(out.toString()).contains("no more than 20 a second");
    }

    @Test
    void theMatrixHasARowForEachWayAlsoForThoseThatCannotBeHad() {
        assertThat(handshake("--matrix", "--count", "5", "--warm-up", "0"))
                .as(err + "\n" + out)
                .isEqualTo(Main.OK);
        for (String engine : List.of("boringssl", "jdk", "bouncycastle")) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                for (String key : List.of("RSA 2048", "EC 256")) {
                    assertThat(out.toString())
                            .containsPattern(engine + " +" + protocol + " +" + key + " +full +[1-9]")
                            .containsPattern(engine + " +" + protocol + " +" + key + " +resumed +[-1-9]");
                }
            }
        }
        assertThat(out.toString())
                .containsPattern("boringssl +TLSv1.2 +RSA 2048 +resumed +[1-9]")
                .containsPattern("bouncycastle +TLSv1.3 +RSA 2048 +resumed +-")
                .containsPattern("second\\s+handshake\\s+was\\s+a\\s+full");
        assertThat(handshake("127.0.0.1:1", "--matrix")).isEqualTo(Main.USAGE);
    }

    /** Counted by the server: a TLS that none of our engines wrote. */
    @NeedsPeer("openssl")
    @ParameterizedTest
    @CsvSource({
        "boringssl, TLSv1.2, rsa:2048, off",
        "boringssl, TLSv1.3, rsa:2048, off",
        "boringssl, TLSv1.2, rsa:2048, on",
        "boringssl, TLSv1.3, rsa:2048, on",
        "boringssl, TLSv1.3, ec, off",
        "jdk, TLSv1.2, ec, off",
        "jdk, TLSv1.3, rsa:2048, off",
        "jdk, TLSv1.2, rsa:2048, on",
        "jdk, TLSv1.3, rsa:2048, on",
        "bouncycastle, TLSv1.3, rsa:2048, off"
    })
    void theServerSeesAsManyFullHandshakesAsAreTold(String engine, String protocol, String key, String resume)
            throws Exception {
        String[] request = {
            "req",
            "-x509",
            "-newkey",
            key,
            "-nodes",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost"
        };
        if (key.equals("ec")) {
            request = new String[] {
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost"
            };
        }
        Peer.run(folder, "openssl", request);
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Peer server = Peer.start(
                folder,
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                "cert.pem",
                "-key",
                "key.pem")) {
            server.awaitOutput("ACCEPT");
            int code = handshake(
                    "127.0.0.1:" + port,
                    "--name",
                    "localhost",
                    "--trust",
                    file("cert.pem"),
                    "--engine",
                    engine,
                    "--protocol",
                    protocol,
                    "--resume",
                    resume,
                    "--count",
                    "30",
                    "--repeat",
                    "3",
                    "--warm-up",
                    "0",
                    "--concurrency",
                    "1",
                    "--json",
                    file("now.json"));
            assertThat(code).as(err + "\n" + out).isEqualTo(Main.OK);
            int reused = server.log().split("Reused session-id", -1).length - 1;
            // after the very first: the second alone, and thirty
            assertThat(reused).isEqualTo(resume.equals("on") ? 31 : 0);
            assertThat(Files.readString(folder.resolve("now.json")))
                    .contains(resume.equals("on") ? "\"resumed\" : 30" : "\"full\" : 30")
                    .contains("\"protocol\" : \"" + protocol)
                    .contains(key.equals("ec") ? "EC 256" : "RSA 2048");
        }
    }
}
