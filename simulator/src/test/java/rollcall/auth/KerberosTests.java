package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.written;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/** What the tests of Kerberos share: a client, its preparation, and the messages it signs. */
final class KerberosTests {
    static final String REALM = "SIP Communications Service";
    static final String SERVICE = "sip/pool01.example.test";
    static final String NAMES = "realm=\"" + REALM + "\", targetname=\"" + SERVICE + "\", version=4";
    static final String CHALLENGE = "Kerberos " + NAMES;

    private KerberosTests() {}

    static AuthKit kit(@Nullable KerberosLogins logins) {
        return new AuthKit(RandomGenerator.of("L64X128MixRandom"), KerberosTests::now, "WS01", logins);
    }

    static long now() {
        return System.currentTimeMillis() * 1_000_000;
    }

    static KerberosLogins passwords() {
        return new KerberosLogins(new KerberosSource("EXAMPLE.TEST", null, false), KerberosTests::now);
    }

    static Kerberos client(KerberosLogins logins, String logonName, String password) {
        Kerberos client = new Kerberos(kit(logins), logins);
        client.reset(Credentials.of(logonName, password));
        return client;
    }

    /** Challenges and prepares it; null, or why it cannot answer. */
    static @Nullable Fault prepare(Mechanism client, String challenge) {
        assertThat(client.challenged(params(challenge))).isNull();
        Objects.requireNonNull(client.preparation()).run();
        return client.prepared();
    }

    static AuthParams credentials(Mechanism client, int cseq) {
        return params(written(out -> client.authorize(facts(register(cseq)), out)));
    }

    static SipMessage register(int cseq) {
        return message(
                "REGISTER sip:example.test SIP/2.0",
                "From: <sip:user0001@example.test>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:user0001@example.test>",
                "Call-ID: 6d7b09278d574162a4ef50c25e4e5051",
                "CSeq: " + cseq + " REGISTER");
    }

    /** A 200 with this Authentication-Info. */
    static SipMessage ok(int cseq, String info) {
        return message(
                "SIP/2.0 200 OK",
                "Authentication-Info: " + info,
                "From: <sip:user0001@example.test>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:user0001@example.test>;tag=5E61",
                "Call-ID: 6d7b09278d574162a4ef50c25e4e5051",
                "CSeq: " + cseq + " REGISTER");
    }

    /** The same, signed by the server. */
    static SipMessage signedOk(KerberosVerifier verifier, int cseq) {
        return ok(cseq, written(out -> verifier.sign(facts(ok(cseq, "none")), out)));
    }

    static AuthFacts facts(SipMessage message) {
        AuthFacts facts = new AuthFacts();
        facts.read(message);
        return facts;
    }

    /** The text that a signature of this message is made over. */
    static byte[] signingBuffer(String random, String number, SipMessage message) {
        SigningBuffer buffer = new SigningBuffer();
        buffer.set(
                Scheme.KERBEROS,
                4,
                AsciiSlice.of(random),
                AsciiSlice.of(number),
                AsciiSlice.of(REALM),
                AsciiSlice.of(SERVICE),
                facts(message));
        return java.util.Arrays.copyOf(buffer.bytes(), buffer.length());
    }
}
