package rollcall.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.written;

import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.auth.Association.Verdict;
import rollcall.outcome.Fault;
import rollcall.peers.GssNtlm;
import rollcall.peers.NeedsPeer;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/** Our NTLM, both halves, against one that others wrote: gss-ntlmssp. */
@NeedsPeer("gcc")
class GssNtlmContractTest {
    private static final String REALM = "SIP Communications Service";
    private static final String NAMES = "realm=\"" + REALM + "\", targetname=\"pool01.example.com\", version=4";

    @TempDir
    Path folder;

    @Test
    void acceptsOurProofAndOurSignatureAndWeAcceptIts() {
        try (GssNtlm acceptor = GssNtlm.acceptor(folder, "EXAMPLE", "alice", "Pa$$w0rd!")) {
            Ntlm client = client("Pa$$w0rd!");
            AuthParams answer = answer(client, acceptor);
            assertThat(acceptor.ask("STEP " + answer.text(AuthParam.GSSAPI_DATA)))
                    .startsWith("DONE")
                    .contains("alice");
            acceptor.ask("SEQ 100");
            String signed = buffer(answer.text(AuthParam.CRAND), "1", register());
            assertThat(acceptor.ask("VERIFY " + hex(signed) + " " + answer.text(AuthParam.RESPONSE)))
                    .isEqualTo("OK");
            assertThat(acceptor.tell("VERIFY " + hex(signed + "x") + " " + answer.text(AuthParam.RESPONSE)))
                    .startsWith("ERR");

            acceptor.ask("SEQ 100");
            String signature =
                    acceptor.ask("MIC " + hex(buffer("9616454F", "1", ok("0")))).substring(3);
            assertThat(client.verify(ok(signature))).isNull();
            assertThat(client.established()).isTrue();
            assertThat(client.verify(ok(signature.replace('a', 'b').replace('1', '2'))))
                    .isEqualTo(Fault.AUTH_BAD_SIGNATURE);
        }
    }

    @Test
    void refusesOurWrongPassword() {
        try (GssNtlm acceptor = GssNtlm.acceptor(folder, "EXAMPLE", "alice", "Pa$$w0rd!")) {
            AuthParams answer = answer(client("wrong"), acceptor);
            assertThat(acceptor.tell("STEP " + answer.text(AuthParam.GSSAPI_DATA)))
                    .startsWith("ERR");
        }
    }

    @Test
    void itsProofAndItsSignatureAreAccepted() {
        initiate(new NtlmServer(REALM, 4, "EXAMPLE", "POOL01", "example.com", "pool01.example.com"));
    }

    @Test
    void itsProofWithAnIntegrityCodeIsAccepted() {
        long now = NtlmMessages.fileTime(System.currentTimeMillis() * 1_000_000);
        initiate(new NtlmServer(REALM, 4, "EXAMPLE", "POOL01", "example.com", "pool01.example.com", now));
    }

    private void initiate(NtlmServer server) {
        try (GssNtlm initiator = GssNtlm.initiator(folder, "EXAMPLE", "alice", "Pa$$w0rd!")) {
            String[] password = {"wrong"};
            NtlmVerifier verifier = new NtlmVerifier(AuthTests.kit(), server, account -> password[0]);
            AuthParams challenge = params(written(verifier::challenge));
            initiator.ask("STEP");
            String proof = token(initiator.ask("STEP " + challenge.text(AuthParam.GSSAPI_DATA)));
            initiator.ask("SEQ 100");
            String signature = initiator
                    .ask("MIC " + hex(buffer("13317733", "1", register())))
                    .substring(3);
            AuthParams answer = params("NTLM opaque=\"" + challenge.text(AuthParam.OPAQUE) + "\", gssapi-data=\""
                    + proof + "\", crand=\"13317733\", cnum=\"1\", response=\"" + signature + "\"");
            AuthFacts facts = new AuthFacts();
            facts.read(register());
            assertThat(verifier.authenticate(answer, facts)).isEqualTo(Verdict.REFUSED);
            password[0] = "Pa$$w0rd!";
            assertThat(verifier.authenticate(answer, facts)).isEqualTo(Verdict.ACCEPTED);

            facts.read(ok("0"));
            AuthParams info = params(written(out -> verifier.sign(facts, out)));
            initiator.ask("SEQ 100");
            String signed = buffer(info.text(AuthParam.SRAND), "1", ok("0"));
            assertThat(initiator.ask("VERIFY " + hex(signed) + " " + info.text(AuthParam.RSPAUTH)))
                    .isEqualTo("OK");
        }
    }

    private static Ntlm client(String password) {
        Ntlm client = new Ntlm(AuthTests.kit());
        client.reset(new Credentials("EXAMPLE", "alice", password));
        return client;
    }

    /** The client's answer to the acceptor's challenge. */
    private static AuthParams answer(Ntlm client, GssNtlm acceptor) {
        String challenge = token(acceptor.ask("STEP"));
        assertThat(client.challenged(
                        params("NTLM " + NAMES + ", opaque=\"2BDBAC9D\", gssapi-data=\"" + challenge + "\"")))
                .isNull();
        AuthFacts facts = new AuthFacts();
        facts.read(register());
        return params(written(out -> client.authorize(facts, out)));
    }

    private static String token(String answer) {
        return answer.split(" ", -1)[2];
    }

    private static SipMessage register() {
        return message(
                "REGISTER sip:example.com SIP/2.0",
                "From: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:alice@example.com>",
                "Call-ID: 6d7b09278d574162a4ef50c25e4e5051",
                "CSeq: 3 REGISTER");
    }

    private static SipMessage ok(String signature) {
        return message(
                "SIP/2.0 200 OK",
                "Authentication-Info: NTLM rspauth=\"" + signature + "\", srand=\"9616454F\", snum=\"1\", " + NAMES,
                "From: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:alice@example.com>;tag=5E61",
                "Call-ID: 6d7b09278d574162a4ef50c25e4e5051",
                "CSeq: 3 REGISTER");
    }

    private static String buffer(String random, String number, SipMessage message) {
        AuthFacts facts = new AuthFacts();
        facts.read(message);
        SigningBuffer buffer = new SigningBuffer();
        buffer.set(
                Scheme.NTLM,
                4,
                AsciiSlice.of(random),
                AsciiSlice.of(number),
                AsciiSlice.of(REALM),
                AsciiSlice.of("pool01.example.com"),
                facts);
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(US_ASCII));
    }
}
