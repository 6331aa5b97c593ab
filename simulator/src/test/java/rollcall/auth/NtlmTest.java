package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.written;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.SipMessage;

/** The client's half, against a sign-in that was computed with an independent implementation. */
class NtlmTest {
    /** FILETIME 01cab927179a5159. */
    private static final long WALL_NANOS = (0x01cab927179a5159L - 116_444_736_000_000_000L) * 100;

    private static final String NAMES = "realm=\"SIP Communications Service\", targetname=\"pool01.example.com\"";
    private static final String OFFER = "NTLM " + NAMES + ", version=4";
    private static final String CHALLENGE = "NTLM opaque=\"2BDBAC9D\", gssapi-data=\"" + NtlmVectors.EXAMPLE_CHALLENGE
            + "\", targetname=\"pool01.example.com\", realm=\"SIP Communications Service\", version=4";

    private final AuthKit kit = new AuthKit(
            new ScriptedRandom(
                    "1122334455667788",
                    "000102030405060708090a0b0c0d0e0f",
                    "13317733",
                    "2a7bd5c0",
                    "5b0d1e77",
                    "77aa10fe"),
            () -> WALL_NANOS,
            "WS01");
    private final Ntlm ntlm = new Ntlm(kit);

    @BeforeEach
    void newLife() {
        ntlm.reset(Credentials.of("EXAMPLE\\alice", "Pa$$w0rd!"));
    }

    @Test
    void wholeSignInByteForByte() {
        assertThat(ntlm.challenged(params(OFFER))).isNull();
        assertThat(ntlm.nextStage()).isEqualTo(Stage.CHALLENGE);
        assertThat(authorize(register(2)))
                .isEqualTo("NTLM qop=\"auth\", realm=\"SIP Communications Service\", targetname=\"pool01.example.com\","
                        + " gssapi-data=\"\", version=4");

        assertThat(ntlm.challenged(params(CHALLENGE))).isNull();
        assertThat(ntlm.nextStage()).isEqualTo(Stage.AUTHENTICATE);
        assertThat(authorize(register(3)))
                .isEqualTo("NTLM qop=\"auth\", realm=\"SIP Communications Service\", opaque=\"2BDBAC9D\","
                        + " targetname=\"pool01.example.com\", version=4, gssapi-data=\""
                        + NtlmVectors.EXAMPLE_AUTHENTICATE
                        + "\", crand=\"13317733\", cnum=\"1\", response=\"010000005991b91a4a40a9b764000000\"");
        assertThat(ntlm.established()).isFalse();
        assertThat(ntlm.verify(ok("01000000c9078151c27f615564000000"))).isNull();
        assertThat(ntlm.established()).isTrue();

        assertThat(authorize(subscribe("dcb605d5e73e44ccbe84dbe4886d210f", "77399b3fb7")))
                .isEqualTo("NTLM qop=\"auth\", realm=\"SIP Communications Service\", opaque=\"2BDBAC9D\","
                        + " targetname=\"pool01.example.com\", crand=\"2a7bd5c0\", cnum=\"2\","
                        + " response=\"01000000ee78a5712c9a99c464000000\"");
        assertThat(authorize(subscribe("0f5c2f6ab0a94b3d9a0c6f2f5a9d3b11", "9c0e7f8549", "Expires: 0")))
                .endsWith("crand=\"5b0d1e77\", cnum=\"3\", response=\"01000000398830f51a8a492c64000000\"");
        assertThat(authorize(register(4, "Expires: 0")))
                .endsWith("crand=\"77aa10fe\", cnum=\"4\", response=\"0100000085450c4e512fc1f464000000\"");
    }

    @Test
    void laterAnswersAreVerified() {
        signIn();
        assertThat(ntlm.verify(message(
                        "SIP/2.0 200 OK",
                        info("rspauth=\"0100000081281e01d0cbaf5c64000000\", srand=\"C0FFEE01\", snum=\"2\""),
                        "From: \"Alice\"<sip:alice@example.com>;tag=77399b3fb7;epid=a1b2c3d4e5",
                        "To: <sip:alice@example.com>;tag=24010080",
                        "Call-ID: dcb605d5e73e44ccbe84dbe4886d210f",
                        "CSeq: 1 SUBSCRIBE",
                        "Expires: 39600")))
                .isNull();
        assertThat(ntlm.verify(answer(
                        "SIP/2.0 200 OK",
                        4,
                        "5E61CCD925D17E043D9A74835A88F664",
                        "Expires: 0",
                        info("srand=\"DEADBEEF\", snum=\"3\", rspauth=\"010000001eee0fc11d98fb6e64000000\""))))
                .isNull();
    }

    @Test
    void wrongSignatureOfTheServerIsAFault() {
        answered();
        assertThat(ntlm.verify(ok("01000000c9078151c27f615664000000"))).isEqualTo(Fault.AUTH_BAD_SIGNATURE);
        assertThat(ntlm.established()).isFalse();
    }

    @Test
    void missingSignatureOfTheServerIsAFault() {
        answered();
        assertThat(ntlm.verify(answer("SIP/2.0 200 OK", 3, "5E61", "Expires: 7200")))
                .isEqualTo(Fault.AUTH_NOT_SIGNED);
        assertThat(ntlm.verify(answer("SIP/2.0 301 Moved", 3, "5E61"))).isEqualTo(Fault.AUTH_NOT_SIGNED);
        assertThat(ntlm.verify(message("NOTIFY sip:192.0.2.10 SIP/2.0"))).isEqualTo(Fault.AUTH_NOT_SIGNED);
        assertThat(ntlm.verify(ok("01000000"))).isEqualTo(Fault.AUTH_BAD_SIGNATURE);
    }

    @Test
    void provisionalAnswersAndErrorsNeedNoSignature() {
        answered();
        assertThat(ntlm.verify(message("SIP/2.0 100 Trying"))).isNull();
        assertThat(ntlm.verify(message("SIP/2.0 504 Server time-out"))).isNull();
        assertThat(ntlm.established()).isFalse();
    }

    @Test
    void proxyAuthenticationInfoCountsAsWell() {
        answered();
        SipMessage ok = ok("01000000c9078151c27f615564000000", "Proxy-Authentication-Info");
        assertThat(ntlm.verify(ok)).isNull();
        assertThat(ntlm.established()).isTrue();
    }

    @Test
    void challengeAfterTheProofIsARefusalWhateverItCarries() {
        answered();
        assertThat(ntlm.challenged(params(OFFER))).isEqualTo(Fault.AUTH_REFUSED);
        assertThat(ntlm.challenged(params(CHALLENGE))).isEqualTo(Fault.AUTH_REFUSED);
    }

    @Test
    void challengeOfAnEstablishedAssociationStartsAnew() {
        signIn();
        assertThat(ntlm.challenged(params(OFFER))).isNull();
        assertThat(ntlm.nextStage()).isEqualTo(Stage.CHALLENGE);
        assertThat(authorize(register(5))).contains("gssapi-data=\"\"").doesNotContain("opaque", "response");
    }

    @Test
    void serverThatIsAskedAndGivesNoChallengeIsAtFault() {
        ntlm.challenged(params(OFFER));
        authorize(register(2));
        assertThat(ntlm.challenged(params(OFFER))).isEqualTo(Fault.AUTH_BAD_CHALLENGE);
    }

    @Test
    void nonsenseIsABadChallenge() {
        assertThat(ntlm.challenged(params("NTLM realm=\"r\", version=4"))).isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(ntlm.challenged(params("NTLM targetname=\"t\", version=4"))).isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(ntlm.challenged(params("NTLM " + NAMES + ", version=one"))).isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(ntlm.challenged(params("NTLM " + NAMES + ", version=1"))).isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(ntlm.challenged(params("NTLM " + NAMES + ", gssapi-data=\"****\"")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(ntlm.challenged(params("NTLM " + NAMES + ", gssapi-data=\"TlRM\"")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        assertThat(ntlm.challenged(params(OFFER))).as("and nothing has changed").isNull();
    }

    @Test
    void earlierVersionsDoNotSignTheProof() {
        for (String version : new String[] {"", ", version=3"}) {
            newLife();
            Ntlm older = new Ntlm(AuthTests.kit());
            older.reset(Credentials.of("EXAMPLE\\alice", "Pa$$w0rd!"));
            older.challenged(params("NTLM " + NAMES + version));
            assertThat(written(out -> older.authorize(register(2), out))).endsWith("gssapi-data=\"\"" + version);
            older.challenged(params(CHALLENGE.replace(", version=4", version)));
            assertThat(written(out -> older.authorize(register(3), out))).doesNotContain("response", "cnum");
            assertThat(written(out -> older.authorize(register(4), out))).contains("cnum=\"1\"", "response=\"01000000");
        }
    }

    private void signIn() {
        answered();
        assertThat(ntlm.verify(ok("01000000c9078151c27f615564000000"))).isNull();
    }

    private void answered() {
        ntlm.challenged(params(OFFER));
        authorize(register(2));
        ntlm.challenged(params(CHALLENGE));
        authorize(register(3));
    }

    private String authorize(AuthFacts facts) {
        return written(out -> ntlm.authorize(facts, out));
    }

    private static AuthFacts register(int cseq, String... more) {
        return request(
                "REGISTER sip:example.com SIP/2.0",
                "6d7b09278d574162a4ef50c25e4e5051",
                "3e49177a52",
                cseq + " REGISTER",
                more);
    }

    private static AuthFacts subscribe(String callId, String tag, String... more) {
        return request("SUBSCRIBE sip:alice@example.com SIP/2.0", callId, tag, "1 SUBSCRIBE", more);
    }

    private static AuthFacts request(String line, String callId, String tag, String cseq, String... more) {
        AuthFacts facts = new AuthFacts();
        facts.read(message(
                line,
                "From: <sip:alice@example.com>;tag=" + tag + ";epid=a1b2c3d4e5",
                "To: <sip:alice@example.com>",
                "Call-ID: " + callId,
                "CSeq: " + cseq,
                more.length == 0 ? "Max-Forwards: 70" : more[0]));
        return facts;
    }

    private static SipMessage ok(String rspauth) {
        return ok(rspauth, "Authentication-Info");
    }

    private static SipMessage ok(String rspauth, String header) {
        return answer(
                "SIP/2.0 200 OK",
                3,
                "5E61CCD925D17E043D9A74835A88F664",
                "Expires: 7200",
                header
                        + info("rspauth=\"" + rspauth + "\", srand=\"9616454F\", snum=\"1\"")
                                .substring(19));
    }

    private static String info(String signature) {
        return "Authentication-Info: NTLM " + signature + ", opaque=\"2BDBAC9D\", qop=\"auth\", " + NAMES;
    }

    private static SipMessage answer(String line, int cseq, String toTag, String... more) {
        String[] lines = new String[5 + more.length];
        lines[0] = line;
        lines[1] = "From: \"Alice\"<sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5";
        lines[2] = "To: <sip:alice@example.com>;tag=" + toTag;
        lines[3] = "Call-ID: 6d7b09278d574162a4ef50c25e4e5051";
        lines[4] = "CSeq: " + cseq + " REGISTER";
        System.arraycopy(more, 0, lines, 5, more.length);
        return message(lines);
    }
}
