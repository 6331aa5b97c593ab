package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.request;
import static rollcall.auth.AuthTests.written;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

class MechanismsTest {
    private static final Credentials ALICE = Credentials.of("alice", "secret");
    private static final String DIGEST = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=";

    @Test
    void firstOfferThatCanBeAnsweredIsTaken() {
        Mechanisms mechanisms = mechanisms(Scheme.AUTO);
        assertThat(mechanisms.challenged(
                        unauthorized("Basic realm=\"r\"", DIGEST + "TIGER", DIGEST + "SHA-256", DIGEST + "MD5")))
                .isNull();
        assertThat(authorization(mechanisms)).contains("algorithm=SHA-256");
    }

    @Test
    void proxyChallengeIsTold() {
        Mechanisms mechanisms = mechanisms(List.of(Scheme.DIGEST));
        assertThat(mechanisms.challenged(unauthorized(DIGEST + "MD5"))).isNull();
        assertThat(mechanisms.byProxy()).isFalse();
        mechanisms.reset(ALICE);
        assertThat(mechanisms.challenged(
                        message("SIP/2.0 407 Proxy Authentication Required", "Proxy-Authenticate: " + DIGEST + "MD5")))
                .isNull();
        assertThat(mechanisms.byProxy()).isTrue();
    }

    @Test
    void schemeThatIsNotWantedIsNotTaken() {
        assertThat(mechanisms(List.of()).challenged(unauthorized(DIGEST + "MD5")))
                .isEqualTo(Fault.AUTH_NO_COMMON_SCHEME);
        assertThat(mechanisms(List.of(Scheme.NTLM)).challenged(unauthorized(DIGEST + "MD5")))
                .isEqualTo(Fault.AUTH_NO_COMMON_SCHEME);
        assertThat(mechanisms(Scheme.AUTO).challenged(unauthorized("TLS-DSK realm=\"r\"")))
                .isEqualTo(Fault.AUTH_NO_COMMON_SCHEME);
        assertThat(mechanisms(Scheme.AUTO).challenged(unauthorized())).isEqualTo(Fault.AUTH_NO_COMMON_SCHEME);
    }

    @Test
    void withoutAPasswordNothingIsAnswered() {
        Mechanisms mechanisms = mechanisms(Scheme.AUTO);
        mechanisms.reset(null);
        assertThat(mechanisms.challenged(unauthorized(DIGEST + "MD5"))).isEqualTo(Fault.AUTH_NO_PASSWORD);
        assertThat(mechanisms.chosen()).isNull();
    }

    @Test
    void refusalEndsTheWalkThroughTheOffers() {
        Mechanisms mechanisms = mechanisms(Scheme.AUTO);
        mechanisms.challenged(unauthorized(DIGEST + "SHA-256", DIGEST + "MD5"));
        authorization(mechanisms);
        assertThat(mechanisms.challenged(unauthorized(DIGEST + "SHA-256", DIGEST + "MD5")))
                .isEqualTo(Fault.AUTH_REFUSED);
    }

    @Test
    void badChallengeIsToldApartFromNoCommonScheme() {
        assertThat(mechanisms(Scheme.AUTO).challenged(unauthorized("Digest realm=\"r\"")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(mechanisms(Scheme.AUTO).challenged(unauthorized("Digest realm=\"unclosed")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
    }

    @Test
    void newLifeUsesTheSameMechanismWithNewCredentials() {
        Mechanisms mechanisms = mechanisms(Scheme.AUTO);
        mechanisms.challenged(unauthorized(DIGEST + "MD5"));
        authorization(mechanisms);
        Mechanism first = mechanisms.chosen();
        mechanisms.reset(Credentials.of("bob", "other"));
        assertThat(mechanisms.chosen()).isNull();
        assertThat(mechanisms.challenged(unauthorized(DIGEST + "MD5"))).isNull();
        assertThat(mechanisms.chosen()).isSameAs(first);
        assertThat(authorization(mechanisms)).contains("username=\"bob\"");
    }

    private static Mechanisms mechanisms(List<Scheme> wanted) {
        Mechanisms mechanisms = new Mechanisms(AuthTests.kit(), wanted);
        mechanisms.reset(ALICE);
        return mechanisms;
    }

    private static SipMessage unauthorized(String... challenges) {
        String[] lines = new String[challenges.length + 1];
        lines[0] = "SIP/2.0 401 Unauthorized";
        for (int i = 0; i < challenges.length; i++) {
            lines[i + 1] = "WWW-Authenticate: " + challenges[i];
        }
        return message(lines);
    }

    private static String authorization(Mechanisms mechanisms) {
        Mechanism chosen = Objects.requireNonNull(mechanisms.chosen());
        return written(out -> chosen.authorize(request(SipMethod.REGISTER, "sip:example.test"), out));
    }
}
