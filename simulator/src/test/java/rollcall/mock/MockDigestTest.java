package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.mock.RawClient.Answer;

final class MockDigestTest {
    private static final String REALM = "SIP Communications Service";

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool pool;

    @BeforeEach
    void start() throws Exception {
        pool = pools.keep(MockPool.start(TestPool.digestPlan(), folder, Clock.systemUTC(), AnswerLog.NONE));
    }

    /** RFC 7616 §3.4.1, computed here and not by the code under test. */
    private static String credentials(Answer challenge, String algorithm, String account, String password, int count)
            throws Exception {
        String offer = challenge.all("WWW-Authenticate").stream()
                .filter(value -> value.contains("algorithm=" + algorithm))
                .findFirst()
                .orElseThrow();
        Matcher nonce = Pattern.compile("nonce=\"([^\"]*)\"").matcher(offer);
        assertThat(nonce.find()).isTrue();
        String nc = "%08x".formatted(count);
        String secret = hash(algorithm, account + ":" + REALM + ":" + password);
        String request = hash(algorithm, "REGISTER:sip:example.test");
        String response = hash(algorithm, secret + ":" + nonce.group(1) + ":" + nc + ":0a4f113b:auth:" + request);
        return "Authorization: Digest username=\"" + account.replace("\\", "\\\\") + "\", realm=\"" + REALM
                + "\", nonce=\"" + nonce.group(1) + "\", uri=\"sip:example.test\", algorithm=" + algorithm
                + ", qop=auth, nc=" + nc + ", cnonce=\"0a4f113b\", response=\"" + response + "\"\n";
    }

    private static String hash(String algorithm, String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theChallengeIsShapedAsThePools() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headerNames())
                    .containsExactly(
                            "Date",
                            "WWW-Authenticate",
                            "WWW-Authenticate",
                            "From",
                            "To",
                            "Call-ID",
                            "CSeq",
                            "Via",
                            "Server",
                            "Content-Length");
            assertThat(answer.all("WWW-Authenticate").get(0)).contains("algorithm=SHA-256", "realm=\"" + REALM + "\"");
            assertThat(answer.all("WWW-Authenticate").get(1)).contains("algorithm=MD5", "qop=\"auth\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"MD5, user0001", "SHA-256, user0001", "MD5, user0001@example.test", "MD5, EXAMPLE\\user0001"})
    void theRightPasswordSignsIn(String algorithm, String account) throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer challenge = client.register("user0001");
            String credentials = credentials(challenge, algorithm, account, TestPool.PASSWORD, 1);
            assertThat(client.register("user0001", credentials).status()).isEqualTo(200);
            assertThat(pool.stats().registered()).isEqualTo(1);
        }
    }

    @Test
    void proxyAuthorizationIsTakenAsWell() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer challenge = client.register("user0001");
            String credentials = credentials(challenge, "MD5", "user0001", TestPool.PASSWORD, 1);
            assertThat(client.register("user0001", "Proxy-" + credentials).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theWrongPasswordIsRefusedWithoutAChallenge() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer challenge = client.register("user0001");
            Answer answer = client.register("user0001", credentials(challenge, "MD5", "user0001", "wrong", 1));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("WWW-Authenticate")).isEmpty();
            assertThat(answer.header("ms-diagnostics")).startsWith("1000;");
            assertThat(pool.stats().refusals()).isEqualTo(1);
            assertThat(pool.stats().registered()).isZero();
        }
    }

    @Test
    void theAccountOfAnotherIsNotTheSender() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer challenge = client.register("user0001");
            Answer answer =
                    client.register("user0001", credentials(challenge, "MD5", "user0002", TestPool.PASSWORD, 1));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("ms-diagnostics-public")).startsWith("4004;");
        }
    }

    @Test
    void aNonceServesAgainWithTheNextCountAndNotWithTheSame() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            Answer challenge = client.register("user0001");
            String once = credentials(challenge, "MD5", "user0001", TestPool.PASSWORD, 1);
            assertThat(client.register("user0001", once).status()).isEqualTo(200);
            assertThat(client.register("user0001", once).header("WWW-Authenticate"))
                    .contains("stale=true");
            String again = credentials(challenge, "MD5", "user0001", TestPool.PASSWORD, 2);
            assertThat(client.register("user0001", again).header("presence-state"))
                    .contains("refreshed");
        }
    }

    @Test
    void anUnknownUserIsUnknownBeforeAnyChallenge() throws Exception {
        try (RawClient client = RawClient.tls(pool)) {
            assertThat(client.register("somebody").status()).isEqualTo(404);
        }
    }
}
