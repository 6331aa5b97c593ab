package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.written;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMethod;

class DigestTest {
    private static final String CHALLENGE = "Digest realm=\"example.test\", nonce=\"abc\", algorithm=MD5, qop=\"auth\"";

    private final AuthFacts register = AuthTests.request(SipMethod.REGISTER, "sip:example.test");
    private final Digest digest = new Digest(AuthTests.kit());

    @BeforeEach
    void newLife() {
        digest.reset(Credentials.of("alice", "secret"));
    }

    @Test
    void answersWithEveryParameterOfTheChallenge() throws Exception {
        assertThat(digest.challenged(params(CHALLENGE + ", opaque=\"xyz\""))).isNull();
        assertThat(digest.nextStage()).isEqualTo(Stage.AUTHENTICATE);
        String value = authorize();
        assertThat(value).startsWith("Digest username=\"alice\", realm=\"example.test\", nonce=\"abc\", ");
        AuthParams answer = params(value);
        assertThat(answer.text(AuthParam.URI)).isEqualTo("sip:example.test");
        assertThat(answer.text(AuthParam.OPAQUE)).isEqualTo("xyz");
        assertThat(value).contains("algorithm=MD5", "qop=auth", "nc=00000001");
        String cnonce = answer.text(AuthParam.CNONCE);
        assertThat(cnonce).matches("[0-9a-f]{16}");
        String expected = hex(
                "MD5",
                hex("MD5", "alice:example.test:secret") + ":abc:00000001:" + cnonce + ":auth:"
                        + hex("MD5", "REGISTER:sip:example.test"));
        assertThat(answer.text(AuthParam.RESPONSE)).isEqualTo(expected);
    }

    @Test
    void serverWithoutQopGetsTheOldForm() throws Exception {
        assertThat(digest.challenged(params("Digest realm=\"r\", nonce=\"n\""))).isNull();
        String value = authorize();
        assertThat(value).doesNotContain("qop", "nc=", "cnonce", "algorithm", "opaque");
        String expected = hex("MD5", hex("MD5", "alice:r:secret") + ":n:" + hex("MD5", "REGISTER:sip:example.test"));
        assertThat(params(value).text(AuthParam.RESPONSE)).isEqualTo(expected);
    }

    @Test
    void sessionVariantBindsTheSecretToTheNonce() throws Exception {
        assertThat(digest.challenged(
                        params("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256-sess, qop=\"auth-int,auth\"")))
                .isNull();
        for (int use = 1; use <= 2; use++) {
            String value = authorize();
            assertThat(value).contains("algorithm=SHA-256-sess");
            AuthParams answer = params(value);
            String cnonce = answer.text(AuthParam.CNONCE);
            String secret = hex("SHA-256", hex("SHA-256", "alice:r:secret") + ":n:" + cnonce);
            String expected = hex(
                    "SHA-256",
                    secret + ":n:0000000" + use + ":" + cnonce + ":auth:"
                            + hex("SHA-256", "REGISTER:sip:example.test"));
            assertThat(answer.text(AuthParam.RESPONSE)).isEqualTo(expected);
        }
    }

    @Test
    void nonceCountGoesOnAndStartsAnewWithANewNonce() {
        digest.challenged(params(CHALLENGE));
        assertThat(authorize()).contains("nc=00000001");
        assertThat(authorize()).contains("nc=00000002");
        digest.challenged(params(CHALLENGE + ", stale=TRUE"));
        assertThat(authorize()).contains("nc=00000001");
    }

    @Test
    void challengeAfterCredentialsIsARefusal() {
        digest.challenged(params(CHALLENGE));
        authorize();
        assertThat(digest.challenged(params(CHALLENGE.replace("abc", "def")))).isEqualTo(Fault.AUTH_REFUSED);
    }

    @Test
    void staleNonceIsNoRefusal() {
        digest.challenged(params(CHALLENGE));
        authorize();
        assertThat(digest.challenged(params(CHALLENGE.replace("abc", "def") + ", stale=true")))
                .isNull();
        assertThat(authorize()).contains("nonce=\"def\"");
    }

    @Test
    void challengeAfterAcceptanceIsAnsweredAnew() {
        digest.challenged(params(CHALLENGE));
        authorize();
        assertThat(digest.established()).isFalse();
        assertThat(digest.verify(AuthTests.message("SIP/2.0 100 Trying"))).isNull();
        assertThat(digest.established()).isFalse();
        assertThat(digest.verify(AuthTests.message("SIP/2.0 200 OK"))).isNull();
        assertThat(digest.established()).isTrue();
        assertThat(digest.challenged(params(CHALLENGE.replace("abc", "def")))).isNull();
        assertThat(digest.established()).isFalse();
    }

    @Test
    void nextLifeKnowsNothingOfTheLast() {
        digest.challenged(params(CHALLENGE));
        authorize();
        digest.reset(Credentials.of("bob", "other"));
        assertThat(digest.established()).isFalse();
        assertThat(digest.challenged(params(CHALLENGE))).isNull();
        assertThat(authorize()).contains("username=\"bob\"", "nc=00000001");
    }

    @Test
    void algorithmAndProtectionThatAreUnknownAreNotCommon() {
        assertThat(digest.challenged(params("Digest realm=\"r\", nonce=\"n\", algorithm=TIGER, qop=\"auth\"")))
                .isEqualTo(Fault.AUTH_NO_COMMON_SCHEME);
        assertThat(digest.challenged(params("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"")))
                .isEqualTo(Fault.AUTH_NO_COMMON_SCHEME);
    }

    @Test
    void challengeWithoutNonceOrRealmIsBad() {
        assertThat(digest.challenged(params("Digest realm=\"r\", qop=\"auth\"")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(digest.challenged(params("Digest nonce=\"n\", qop=\"auth\"")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
    }

    @Test
    void userNameIsEscapedOnTheWireAndHashedAsItIs() throws Exception {
        digest.reset(Credentials.of("EXAMPLE\\al\"ice", "secret"));
        digest.challenged(params("Digest realm=\"r\", nonce=\"n\""));
        String value = authorize();
        assertThat(value).startsWith("Digest username=\"EXAMPLE\\\\al\\\"ice\", ");
        AuthParams answer = params(value);
        assertThat(answer.text(AuthParam.USERNAME)).isEqualTo("EXAMPLE\\al\"ice");
        assertThat(answer.text(AuthParam.RESPONSE))
                .isEqualTo(hex(
                        "MD5",
                        hex("MD5", "EXAMPLE\\al\"ice:r:secret") + ":n:" + hex("MD5", "REGISTER:sip:example.test")));
    }

    @Test
    void escapesInTheRealmComeBackAsTheyCame() {
        digest.challenged(params("Digest realm=\"a \\\"quoted\\\" realm\", nonce=\"n\""));
        assertThat(authorize()).contains("realm=\"a \\\"quoted\\\" realm\"");
    }

    private String authorize() {
        return written(out -> digest.authorize(register, out));
    }

    private static String hex(String algorithm, String text) throws Exception {
        byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }
}
