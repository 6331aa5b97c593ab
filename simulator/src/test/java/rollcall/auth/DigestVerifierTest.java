package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.request;
import static rollcall.auth.AuthTests.written;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rollcall.auth.DigestVerifier.Verdict;
import rollcall.sip.AuthParam;
import rollcall.sip.SipMethod;

class DigestVerifierTest {
    private static final long LIFE_NANOS = 1_000;

    private final AuthFacts register = request(SipMethod.REGISTER, "sip:example.test");
    private final Digest client = new Digest(AuthTests.kit());
    private final DigestVerifier verifier =
            new DigestVerifier(AuthTests.kit(), "example.test", List.of(DigestAlgorithm.values()), LIFE_NANOS, 4);

    @BeforeEach
    void newLife() {
        client.reset(Credentials.of("alice", "secret"));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheRightPassword(DigestAlgorithm algorithm) {
        challenge(algorithm, 0);
        assertThat(verify(answer(), "secret", 1)).isEqualTo(Verdict.ACCEPTED);
        assertThat(verify(answer(), "secret", LIFE_NANOS)).isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheWrongPassword(DigestAlgorithm algorithm) {
        challenge(algorithm, 0);
        assertThat(verify(answer(), "Secret", 1)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void answerForAnotherRequestIsRefused() {
        challenge(DigestAlgorithm.MD5, 0);
        String answer = answer();
        assertThat(verifier.verify(params(answer), request(SipMethod.REGISTER, "sip:other.test"), "secret", 1))
                .isEqualTo(Verdict.REFUSED);
        assertThat(verifier.verify(params(answer), request(SipMethod.INVITE, "sip:example.test"), "secret", 1))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void oldNonceIsStaleForWhoKnowsThePassword() {
        challenge(DigestAlgorithm.SHA_256, 0);
        String answer = answer();
        assertThat(verify(answer, "secret", LIFE_NANOS + 1)).isEqualTo(Verdict.STALE);
        assertThat(verify(answer, "wrong", LIFE_NANOS + 1)).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void staleChallengeIsAnsweredAgain() {
        challenge(DigestAlgorithm.SHA_256, 0);
        answer();
        assertThat(client.challenged(
                        params(written(out -> verifier.challenge(DigestAlgorithm.SHA_256, true, 5_000, out)))))
                .isNull();
        assertThat(verify(answer(), "secret", 5_001)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void replayIsSeen() {
        challenge(DigestAlgorithm.MD5, 0);
        String first = answer();
        String second = answer();
        assertThat(verify(second, "secret", 1)).isEqualTo(Verdict.ACCEPTED);
        assertThat(verify(second, "secret", 1)).isEqualTo(Verdict.REPLAYED);
        assertThat(verify(first, "secret", 1)).isEqualTo(Verdict.REPLAYED);
    }

    @Test
    void nonceOlderThanWhatIsRememberedIsStale() {
        challenge(DigestAlgorithm.MD5, 0);
        String answer = answer();
        for (int i = 0; i < 4; i++) {
            written(out -> verifier.challenge(DigestAlgorithm.MD5, false, 0, out));
        }
        assertThat(verify(answer, "secret", 1)).isEqualTo(Verdict.STALE);
    }

    @Test
    void nonceOfAnotherServerIsStale() {
        client.challenged(
                params("Digest realm=\"example.test\", nonce=\"made-elsewhere\", algorithm=MD5, qop=\"auth\""));
        assertThat(verify(answer(), "secret", 1)).isEqualTo(Verdict.STALE);
        String forged = "0".repeat(56);
        client.challenged(params(
                "Digest realm=\"example.test\", nonce=\"" + forged + "\", algorithm=MD5, qop=\"auth\", stale=true"));
        assertThat(verify(answer(), "secret", 1)).isEqualTo(Verdict.STALE);
    }

    @Test
    void answerWithoutAParameterIsMalformed() {
        challenge(DigestAlgorithm.MD5, 0);
        String answer = answer();
        for (AuthParam missing : List.of(AuthParam.NONCE, AuthParam.NC, AuthParam.CNONCE, AuthParam.QOP)) {
            assertThat(verify(answer.replace(missing.text() + "=", "x-" + missing.text() + "="), "secret", 1))
                    .as("without %s", missing)
                    .isEqualTo(Verdict.MALFORMED);
        }
        assertThat(verify(answer.replace("nc=00000001", "nc=1"), "secret", 1)).isEqualTo(Verdict.MALFORMED);
        assertThat(verify(answer.replace("algorithm=MD5", "algorithm=MD4"), "secret", 1))
                .isEqualTo(Verdict.MALFORMED);
        assertThat(verify(answer.replace("algorithm=MD5", "algorithm=MD5-sess"), "secret", 1))
                .isEqualTo(Verdict.MALFORMED);
        assertThat(verify("Digest", "secret", 1)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void answerWithoutResponseIsRefused() {
        challenge(DigestAlgorithm.MD5, 0);
        assertThat(verify(answer().replace("response=", "x-response="), "secret", 1))
                .isEqualTo(Verdict.REFUSED);
    }

    private void challenge(DigestAlgorithm algorithm, long nowNanos) {
        assertThat(client.challenged(params(written(out -> verifier.challenge(algorithm, false, nowNanos, out)))))
                .isNull();
    }

    private String answer() {
        return written(out -> client.authorize(register, out));
    }

    private Verdict verify(String answer, String password, long nowNanos) {
        return verifier.verify(params(answer), register, password, nowNanos);
    }
}
