package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.RawClient.Answer;

final class MockRegistrarTest {
    @TempDir
    private Path folder;

    private MockPool pool;

    @BeforeEach
    void start() throws Exception {
        pool = TestPool.start(folder);
    }

    @AfterEach
    void stop() {
        pool.close();
    }

    @Test
    void signsInOverTlsWithTheHeadersOfARealPool() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headerNames())
                    .containsExactly(
                            "ms-keep-alive",
                            "From",
                            "To",
                            "Call-ID",
                            "CSeq",
                            "Via",
                            "Contact",
                            "Expires",
                            "presence-state",
                            "Allow-Events",
                            "Supported",
                            "Server",
                            "Supported",
                            "Content-Length");
            assertThat(answer.header("ms-keep-alive")).isEqualTo("UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300");
            assertThat(answer.header("From")).isEqualTo("<sip:user0001@example.test>;tag=3e49177a52;epid=a1b2c3d4e5");
            assertThat(answer.header("To")).matches("<sip:user0001@example.test>;tag=[0-9A-F]{32}");
            assertThat(answer.header("Via"))
                    .matches("SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=" + client.socket.getLocalPort()
                            + ";ms-received-cid=[0-9a-f]+");
            assertThat(answer.header("Contact"))
                    .matches("<sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=[0-9a-f]+>"
                            + ";expires=7200;\\+sip.instance=\"<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>\""
                            + ";gruu=\"sip:user0001@example.test;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu\"");
            assertThat(answer.header("presence-state")).isEqualTo("register-action=\"added\"");
            assertThat(answer.header("Server")).isEqualTo("RTC/3.5");
            assertThat(pool.stats().registered()).isEqualTo(1);
        }
    }
}
