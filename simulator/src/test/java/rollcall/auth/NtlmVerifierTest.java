package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.written;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.auth.Association.Verdict;
import rollcall.outcome.Fault;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/** The server's half, against the computed sign-in and against our own client. */
class NtlmVerifierTest {
    private static final String REALM = "SIP Communications Service";
    private static final NtlmServer POOL = server(4);
    private static final NtlmVerifier.Passwords PASSWORDS = account -> Map.of(
                    "EXAMPLE\\alice",
                    "Pa$$w0rd!",
                    "alice@ad.example.com",
                    "Pa$$w0rd!",
                    "B\u00DCRO\\j\u00F6rg",
                    "\u20AC\u00DF")
            .get(account.logonName());

    private final AuthFacts facts = new AuthFacts();

    @Test
    void wholeSignInByteForByte() {
        AuthKit kit = new AuthKit(
                new ScriptedRandom("2BDBAC9D", "0123456789abcdef", "9616454F", "C0FFEE01", "DEADBEEF"), () -> 0, "");
        assertThat(written(out -> NtlmVerifier.offer(POOL, out)))
                .isEqualTo("NTLM realm=\"SIP Communications Service\", targetname=\"pool01.example.com\", version=4");
        NtlmVerifier verifier = new NtlmVerifier(kit, POOL, PASSWORDS);
        assertThat(written(verifier::challenge))
                .isEqualTo("NTLM opaque=\"2BDBAC9D\", gssapi-data=\"" + NtlmVectors.EXAMPLE_CHALLENGE
                        + "\", targetname=\"pool01.example.com\", realm=\"SIP Communications Service\", version=4");

        AuthParams proof = params("NTLM qop=\"auth\", realm=\"SIP Communications Service\", opaque=\"2BDBAC9D\","
                + " targetname=\"pool01.example.com\", version=4, gssapi-data=\"" + NtlmVectors.EXAMPLE_AUTHENTICATE
                + "\", crand=\"13317733\", cnum=\"1\", response=\"010000005991b91a4a40a9b764000000\"");
        assertThat(Association.answersChallenge(proof)).isTrue();
        assertThat(Association.handle(proof)).isEqualTo(verifier.handle() & 0xFFFFFFFFL);
        assertThat(verifier.authenticate(proof, register(3))).isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.account()).isEqualTo(new Credentials("EXAMPLE", "alice", ""));
        assertThat(sign(verifier, ok(3, "5E61CCD925D17E043D9A74835A88F664", "Expires: 7200")))
                .isEqualTo("NTLM rspauth=\"01000000c9078151c27f615564000000\", srand=\"9616454F\", snum=\"1\","
                        + " opaque=\"2BDBAC9D\", qop=\"auth\", targetname=\"pool01.example.com\","
                        + " realm=\"SIP Communications Service\"");
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "4, false", "4, true"})
    void clientAndServerAgreeInEveryVersion(int version, boolean timestamp) {
        NtlmServer server = timestamp
                ? new NtlmServer(
                        REALM, 4, "EXAMPLE", "POOL01", "example.com", "pool01.example.com", 0x01d34ccc0759e536L)
                : server(version);
        Ntlm client = client("EXAMPLE\\alice", "Pa$$w0rd!");
        NtlmVerifier verifier = challenged(client, server);
        assertThat(authenticate(verifier, client)).isEqualTo(Verdict.ACCEPTED);
        assertThat(client.verify(signed(verifier, 3))).isNull();
        assertThat(client.established()).isTrue();
        for (int cseq = 4; cseq < 600; cseq++) {
            assertThat(verifier.verify(credentials(client, cseq), register(cseq)))
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(client.verify(signed(verifier, cseq))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@ad.example.com", "B\u00DCRO\\j\u00F6rg"})
    void otherFormsOfAccountsSignIn(String logonName) {
        Credentials named = Credentials.of(logonName, "");
        Ntlm client = client(logonName, Objects.requireNonNull(PASSWORDS.password(named)));
        NtlmVerifier verifier = challenged(client, POOL);
        assertThat(authenticate(verifier, client)).isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.account()).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource({"EXAMPLE\\alice, pa$$w0rd!", "EXAMPLE\\bob, Pa$$w0rd!", "OTHER\\alice, Pa$$w0rd!", "alice, Pa$$w0rd!"})
    void wrongUserOrPasswordIsRefused(String logonName, String password) {
        Ntlm client = client(logonName, password);
        NtlmVerifier verifier = challenged(client, POOL);
        assertThat(authenticate(verifier, client)).isEqualTo(Verdict.REFUSED);
        assertThat(verifier.account()).isNull();
        assertThat(client.challenged(params(written(out -> NtlmVerifier.offer(POOL, out)))))
                .isEqualTo(Fault.AUTH_REFUSED);
    }

    @Test
    void proofForAnotherChallengeIsRefused() {
        Ntlm client = client("EXAMPLE\\alice", "Pa$$w0rd!");
        challenged(client, POOL);
        assertThat(authenticate(new NtlmVerifier(AuthTests.kit(), POOL, PASSWORDS), client))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void proofWithoutItsSignatureIsNotEnoughInVersionFour() {
        Ntlm client = client("EXAMPLE\\alice", "Pa$$w0rd!");
        NtlmVerifier verifier = challenged(client, POOL);
        String proof = written(out -> client.authorize(register(3), out));
        assertThat(verifier.authenticate(params(proof), register(4))).isEqualTo(Verdict.BAD_SIGNATURE);
        assertThat(verifier.account()).isNull();
        assertThat(verifier.authenticate(params(proof.replace("response=", "x=")), register(3)))
                .isEqualTo(Verdict.BAD_SIGNATURE);
        assertThat(verifier.authenticate(params(proof), register(3))).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void changedMessageIsABadSignature() {
        Ntlm client = client("EXAMPLE\\alice", "Pa$$w0rd!");
        NtlmVerifier verifier = signedIn(client);
        AuthParams credentials = credentials(client, 4);
        assertThat(verifier.verify(credentials, register(5))).isEqualTo(Verdict.BAD_SIGNATURE);
        assertThat(verifier.verify(params("NTLM opaque=\"1\""), register(4))).isEqualTo(Verdict.BAD_SIGNATURE);
        assertThat(verifier.verify(credentials, register(4))).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void replayIsSeen() {
        Ntlm client = client("EXAMPLE\\alice", "Pa$$w0rd!");
        NtlmVerifier verifier = signedIn(client);
        AuthParams credentials = credentials(client, 4);
        assertThat(verifier.verify(credentials, register(4))).isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.verify(credentials, register(4))).isEqualTo(Verdict.REPLAYED);
    }

    @Test
    void nonsenseIsMalformed() {
        NtlmVerifier verifier = new NtlmVerifier(AuthTests.kit(), POOL, PASSWORDS);
        for (String value :
                new String[] {"NTLM", "NTLM gssapi-data=\"\"", "NTLM gssapi-data=\"?\"", "NTLM gssapi-data=\"TlRM\""}) {
            assertThat(verifier.authenticate(params(value), register(3)))
                    .as(value)
                    .isEqualTo(Verdict.MALFORMED);
        }
        assertThat(verifier.verify(params("NTLM cnum=\"1\""), register(3))).isEqualTo(Verdict.MALFORMED);
        assertThat(Association.handle(params("NTLM opaque=\"xyz\""))).isEqualTo(-1);
        assertThat(Association.handle(params("NTLM realm=\"r\""))).isEqualTo(-1);
    }

    @Test
    void nothingIsSignedBeforeSomebodyAuthenticated() {
        NtlmVerifier verifier = new NtlmVerifier(AuthTests.kit(), POOL, PASSWORDS);
        assertThatThrownBy(() -> sign(verifier, ok(3, "1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void garbledProofsAreVerdicts() {
        Random random = new Random(7);
        String proof = NtlmVectors.EXAMPLE_AUTHENTICATE;
        NtlmVerifier verifier = new NtlmVerifier(AuthTests.kit(), POOL, account -> "Pa$$w0rd!");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder garbled = new StringBuilder(proof);
            for (int change = 0; change < 3; change++) {
                garbled.setCharAt(random.nextInt(proof.length()), (char) ('A' + random.nextInt(26)));
            }
            garbled.setLength(random.nextInt(4) == 0 ? random.nextInt(proof.length()) : proof.length());
            AuthParams params = params("NTLM gssapi-data=\"" + garbled + "\"");
            assertThat(verifier.authenticate(params, register(3))).isIn(Verdict.MALFORMED, Verdict.REFUSED);
        }
    }

    private static NtlmServer server(int version) {
        return new NtlmServer(REALM, version, "EXAMPLE", "POOL01", "example.com", "pool01.example.com");
    }

    private static Ntlm client(String logonName, String password) {
        Ntlm client = new Ntlm(AuthTests.kit());
        client.reset(Credentials.of(logonName, password));
        return client;
    }

    private NtlmVerifier challenged(Ntlm client, NtlmServer server) {
        assertThat(client.challenged(params(written(out -> NtlmVerifier.offer(server, out)))))
                .isNull();
        assertThat(Association.asksForChallenge(credentials(client, 2))).isTrue();
        NtlmVerifier verifier = new NtlmVerifier(AuthTests.kit(), server, PASSWORDS);
        AuthParams challenge = params(written(verifier::challenge));
        assertThat(challenge.text(AuthParam.OPAQUE)).matches("[0-9A-F]{8}");
        assertThat(client.challenged(challenge)).isNull();
        return verifier;
    }

    private Verdict authenticate(NtlmVerifier verifier, Ntlm client) {
        return verifier.authenticate(credentials(client, 3), register(3));
    }

    private NtlmVerifier signedIn(Ntlm client) {
        NtlmVerifier verifier = challenged(client, POOL);
        assertThat(authenticate(verifier, client)).isEqualTo(Verdict.ACCEPTED);
        return verifier;
    }

    private AuthParams credentials(Ntlm client, int cseq) {
        return params(written(out -> client.authorize(register(cseq), out)));
    }

    private AuthFacts register(int cseq) {
        facts.read(message(
                "REGISTER sip:example.com SIP/2.0",
                "From: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:alice@example.com>",
                "Call-ID: 6d7b09278d574162a4ef50c25e4e5051",
                "CSeq: " + cseq + " REGISTER"));
        return facts;
    }

    private static SipMessage ok(int cseq, String toTag, String... more) {
        return message(
                "SIP/2.0 200 OK",
                "From: \"Alice\"<sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:alice@example.com>;tag=" + toTag,
                "Call-ID: 6d7b09278d574162a4ef50c25e4e5051",
                "CSeq: " + cseq + " REGISTER",
                more.length == 0 ? "Server: RTC/3.5" : more[0]);
    }

    private SipMessage signed(NtlmVerifier verifier, int cseq) {
        return ok(cseq, "5E61", "Authentication-Info: " + sign(verifier, ok(cseq, "5E61")));
    }

    private String sign(NtlmVerifier verifier, SipMessage answer) {
        AuthFacts signed = new AuthFacts();
        signed.read(answer);
        return written(out -> verifier.sign(signed, out));
    }

    @Test
    void handleIsWrittenInUpperCase() {
        AuthKit kit = new AuthKit(new ScriptedRandom("0000abcd", "0123456789abcdef"), () -> 0, "");
        AsciiSlice opaque = new AsciiSlice();
        params(written(new NtlmVerifier(kit, POOL, PASSWORDS)::challenge)).get(AuthParam.OPAQUE, opaque);
        assertThat(opaque.toString()).isEqualTo("0000ABCD");
    }
}
