package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.request;
import static rollcall.auth.AuthTests.written;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

class MechanismsTest {
    private static final Credentials ALICE = Credentials.of("alice", "secret");
    private static final String DIGEST = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=";

    private static final String NTLM = "NTLM realm=\"r\", targetname=\"pool01\"";
    private static final String KERBEROS = "Kerberos realm=\"r\", targetname=\"sip/pool01\"";

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

    @Test
    void nextSchemeAnswersWhenPreparationFails() {
        Unprepared kerberos = new Unprepared(Fault.AUTH_NO_TICKET);
        Mechanisms mechanisms = mechanisms(kerberos);
        assertThat(mechanisms.challenged(unauthorized(NTLM, KERBEROS))).isNull();
        assertThat(mechanisms.chosen()).isSameAs(kerberos);
        Objects.requireNonNull(mechanisms.preparation()).run();
        assertThat(kerberos.runs).isOne();
        assertThat(mechanisms.fellBack()).isNull();

        assertThat(mechanisms.prepared()).isNull();
        assertThat(mechanisms.fellBack()).isEqualTo(Scheme.KERBEROS);
        assertThat(mechanisms.unprepared()).isEqualTo("no reason");
        assertThat(mechanisms.preparation()).isNull();
        assertThat(authorization(mechanisms)).startsWith("NTLM ").contains("targetname=\"pool01\"");

        assertThat(mechanisms.challenged(unauthorized(KERBEROS, NTLM + ", gssapi-data=\"\"")))
                .as("it stays with NTLM: asked for a challenge, and got none")
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        mechanisms.reset(ALICE);
        assertThat(mechanisms.fellBack()).isNull();
    }

    @Test
    void nothingElseIsTriedAfterARefusedPassword() {
        Mechanisms mechanisms = mechanisms(new Unprepared(Fault.AUTH_REFUSED));
        mechanisms.challenged(unauthorized(NTLM, KERBEROS));
        assertThat(mechanisms.prepared()).isEqualTo(Fault.AUTH_REFUSED);
        assertThat(mechanisms.fellBack()).isNull();
    }

    @Test
    void preparationThatTakesTooLongIsGivenUpWhileItRuns() {
        Unprepared kerberos = new Unprepared(Fault.AUTH_NO_TICKET);
        Mechanisms mechanisms = mechanisms(kerberos);
        mechanisms.challenged(unauthorized(NTLM, KERBEROS));
        kerberos.running = true;
        assertThat(mechanisms.fallBack()).isTrue();
        assertThat(mechanisms.fellBack()).isEqualTo(Scheme.KERBEROS);
        assertThat(mechanisms.unprepared()).isEqualTo("the KDC did not answer in time");
        assertThat(mechanisms.preparation()).isNull();
        assertThat(authorization(mechanisms)).startsWith("NTLM ");
        assertThat(mechanisms.fallBack()).as("a second time").isFalse();
    }

    @Test
    void preparationThatTakesTooLongIsNotGivenUpForNothing() {
        Unprepared kerberos = new Unprepared(null);
        Mechanisms mechanisms = mechanisms(kerberos);
        mechanisms.challenged(unauthorized(KERBEROS));
        assertThat(mechanisms.fallBack()).isFalse();
        assertThat(mechanisms.fellBack()).isNull();
        assertThat(mechanisms.chosen()).isSameAs(kerberos);
    }

    @Test
    void failedPreparationIsTheFaultWhenNothingElseIsOffered() {
        Mechanisms mechanisms = mechanisms(new Unprepared(Fault.AUTH_CLOCK_SKEW));
        assertThat(mechanisms.challenged(unauthorized(KERBEROS))).isNull();
        assertThat(mechanisms.prepared()).isEqualTo(Fault.AUTH_CLOCK_SKEW);
        assertThat(mechanisms.unprepared()).isEqualTo("no reason");
    }

    @Test
    void preparedMechanismAnswers() {
        Unprepared kerberos = new Unprepared(null);
        Mechanisms mechanisms = mechanisms(kerberos);
        mechanisms.challenged(message(
                "SIP/2.0 407 Proxy Authentication Required",
                "Proxy-Authenticate: " + KERBEROS,
                "WWW-Authenticate: " + NTLM));
        assertThat(mechanisms.prepared()).isNull();
        assertThat(mechanisms.fellBack()).isNull();
        assertThat(mechanisms.chosen()).isSameAs(kerberos);
        assertThat(mechanisms.byProxy()).isTrue();
    }

    @Test
    void onlyKerberosDoesWithoutAPassword() {
        Mechanisms mechanisms = mechanisms(new Unprepared(Fault.AUTH_NO_TICKET));
        mechanisms.reset(Credentials.of("alice", ""));
        assertThat(mechanisms.challenged(unauthorized(NTLM))).isEqualTo(Fault.AUTH_NO_PASSWORD);
        assertThat(mechanisms.challenged(unauthorized(NTLM, KERBEROS))).isNull();
        assertThat(mechanisms.prepared()).isEqualTo(Fault.AUTH_NO_TICKET);
    }

    private static Mechanisms mechanisms(Mechanism kerberos) {
        AuthKit kit = AuthTests.kit();
        Mechanisms mechanisms =
                new Mechanisms(scheme -> scheme == Scheme.KERBEROS ? kerberos : kit.mechanism(scheme), Scheme.AUTO);
        mechanisms.reset(ALICE);
        return mechanisms;
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

    /** A Kerberos whose preparation ends as told. */
    private static final class Unprepared implements Mechanism {
        private final @Nullable Fault outcome;
        private int runs;
        private boolean running;

        Unprepared(@Nullable Fault outcome) {
            this.outcome = outcome;
        }

        @Override
        public Scheme scheme() {
            return Scheme.KERBEROS;
        }

        @Override
        public void reset(Credentials credentials) {}

        @Override
        public @Nullable Fault challenged(AuthParams challenge) {
            return null;
        }

        @Override
        public Runnable preparation() {
            return () -> runs++;
        }

        @Override
        public @Nullable Fault prepared() {
            assertThat(running).as("read while it runs").isFalse();
            return outcome;
        }

        @Override
        public String unprepared() {
            assertThat(running).as("read while it runs").isFalse();
            return "no reason";
        }

        @Override
        public Stage nextStage() {
            return Stage.AUTHENTICATE;
        }

        @Override
        public void authorize(AuthFacts message, ByteBuf out) {}

        @Override
        public @Nullable Fault verify(SipMessage message) {
            return null;
        }

        @Override
        public boolean established() {
            return false;
        }
    }
}
