package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.written;
import static rollcall.auth.KerberosTests.NAMES;
import static rollcall.auth.KerberosTests.REALM;
import static rollcall.auth.KerberosTests.SERVICE;
import static rollcall.auth.KerberosTests.credentials;
import static rollcall.auth.KerberosTests.facts;
import static rollcall.auth.KerberosTests.ok;
import static rollcall.auth.KerberosTests.prepare;
import static rollcall.auth.KerberosTests.register;
import static rollcall.auth.KerberosTests.signedOk;
import static rollcall.auth.KerberosTests.signingBuffer;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.auth.Association.Verdict;
import rollcall.outcome.Fault;
import rollcall.peers.GssKrb5;
import rollcall.peers.MitKdc;
import rollcall.peers.NeedsPeer;
import rollcall.peers.Peer;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/** Our Kerberos, both halves, with MIT's KDC and against MIT's GSSAPI. */
@NeedsPeer({"krb5kdc", "gcc"})
class MitKerberosContractTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"aes256-cts", "aes128-cts", "rc4-hmac"})
    void bothHalvesAgree(String enctype) throws Exception {
        try (MitKdc kdc = MitKdc.start(folder, enctype)) {
            KerberosVerifier verifier = verifier(kdc);
            Kerberos client = client();
            assertThat(verifier.authenticate(credentials(client, 2), facts(register(2))))
                    .isEqualTo(Verdict.ACCEPTED);
            assertThat(verifier.account()).isEqualTo(new Credentials("", "user0001@EXAMPLE.TEST", ""));
            for (int cseq = 3; cseq < 300; cseq++) {
                assertThat(client.verify(signedOk(verifier, cseq))).isNull();
                AuthParams next = credentials(client, cseq + 1);
                assertThat(verifier.verify(next, facts(register(cseq + 1)))).isEqualTo(Verdict.ACCEPTED);
                assertThat(verifier.verify(next, facts(register(cseq + 1)))).isEqualTo(Verdict.REPLAYED);
            }
            assertThat(client.established()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes256-cts", "aes128-cts", "rc4-hmac"})
    void itsAcceptorTakesOurTicketAndOurSignatureAndWeTakeIts(String enctype) {
        try (MitKdc kdc = MitKdc.start(folder, enctype);
                GssKrb5 acceptor = GssKrb5.acceptor(folder, kdc)) {
            Kerberos client = client();
            AuthParams answer = credentials(client, 2);
            assertThat(acceptor.ask("STEP " + hex(token(answer))))
                    .startsWith("DONE 120 ") // GSS_C_INTEG_FLAG and its own GSS_C_TRANS_FLAG
                    .endsWith(" user0001@EXAMPLE.TEST");
            String text = hex(signingBuffer(answer.text(AuthParam.CRAND), "1", register(2)));
            String signature = answer.text(AuthParam.RESPONSE);
            assertThat(acceptor.ask("VERIFY " + text + " " + signature)).isEqualTo("OK");
            assertThat(acceptor.tell("VERIFY " + text + "00 " + signature)).startsWith("ERR");

            String made = acceptor.ask("MIC " + hex(signingBuffer("9616454F", "1", ok(2, "none"))))
                    .substring(3);
            String info = "Kerberos srand=\"9616454F\", snum=\"1\", opaque=\"2BDBAC9D\", " + NAMES + ", rspauth=";
            assertThat(client.verify(ok(2, info + '"' + signature + '"')))
                    .as("our own signature, sent back")
                    .isEqualTo(Fault.AUTH_BAD_SIGNATURE);
            assertThat(client.verify(ok(2, info + '"' + made + '"'))).isNull();
            assertThat(credentials(client, 3).text(AuthParam.OPAQUE)).isEqualTo("2BDBAC9D");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes256-cts", "aes128-cts", "rc4-hmac"})
    void itsInitiatorIsAccepted(String enctype) throws Exception {
        try (MitKdc kdc = MitKdc.start(folder, enctype);
                GssKrb5 initiator = GssKrb5.initiator(folder, kdc, "user0002@EXAMPLE.TEST", SERVICE)) {
            String[] step = initiator.ask("STEP").split(" ", -1);
            assertThat(step[0]).isEqualTo("DONE");
            String token = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(step[2]));
            String signature = initiator
                    .ask("MIC " + hex(signingBuffer("13317733", "1", register(2))))
                    .substring(3);
            KerberosVerifier verifier = verifier(kdc);
            AuthParams answer = params("Kerberos gssapi-data=\"" + token
                    + "\", crand=\"13317733\", cnum=\"1\", response=\"" + signature + "\"");
            assertThat(verifier.authenticate(answer, facts(register(3)))).isEqualTo(Verdict.BAD_SIGNATURE);
            assertThat(verifier.authenticate(answer, facts(register(2)))).isEqualTo(Verdict.ACCEPTED);
            assertThat(verifier.account()).isEqualTo(new Credentials("", "user0002@EXAMPLE.TEST", ""));

            AuthParams info = params(written(out -> verifier.sign(facts(ok(2, "none")), out)));
            String text = hex(signingBuffer(info.text(AuthParam.SRAND), "1", ok(2, "none")));
            assertThat(initiator.ask("VERIFY " + text + " " + info.text(AuthParam.RSPAUTH)))
                    .isEqualTo("OK");
        }
    }

    @Test
    void wrongPasswordIsTriedOnce() throws Exception {
        try (MitKdc kdc = MitKdc.start(folder)) {
            Kerberos client = KerberosTests.client(KerberosTests.passwords(), "user0001", "wrong");
            assertThat(prepare(client, KerberosTests.CHALLENGE)).isEqualTo(Fault.AUTH_REFUSED);
            assertThat(kdc.log().lines().filter(line -> line.contains("PREAUTH_FAILED")))
                    .hasSize(1);
        }
    }

    /** The JDK finds the cache by an environment variable, which only another process can be given. */
    @Test
    void ticketCacheOfTheUserDoesForEverybody() throws Exception {
        try (MitKdc kdc = MitKdc.start(folder)) {
            Path cache = folder.resolve("cache");
            Peer.run(
                    folder,
                    "env",
                    "KRB5_CONFIG=" + kdc.config(),
                    "kinit",
                    "-c",
                    "FILE:" + cache,
                    "-k",
                    "-t",
                    kdc.users().toString(),
                    "user0007");
            assertThat(prepared(kdc, cache)).isEqualTo("null\n");
            assertThat(kdc.log()).contains("user0007@EXAMPLE.TEST for " + SERVICE + "@EXAMPLE.TEST");
            assertThat(prepared(kdc, folder.resolve("none")))
                    .isEqualTo("AUTH_NO_TICKET login of the user of the ticket cache:"
                            + " there is no valid ticket in the ticket cache of the current user\n");
        }
    }

    private String prepared(MitKdc kdc, Path cache) {
        return Peer.run(
                folder,
                "env",
                "KRB5CCNAME=FILE:" + cache,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.security.krb5.conf=" + kdc.config(),
                "-cp",
                System.getProperty("java.class.path"),
                TicketCacheProgram.class.getName());
    }

    /** Prints what becomes of a preparation from the ticket cache. */
    static final class TicketCacheProgram {
        private TicketCacheProgram() {}

        public static void main(String[] arguments) {
            KerberosLogins logins =
                    new KerberosLogins(new KerberosSource("EXAMPLE.TEST", null, true), KerberosTests::now);
            Kerberos client = KerberosTests.client(logins, "user0001", "");
            System.out.println((prepare(client, KerberosTests.CHALLENGE) + " " + client.unprepared()).strip());
        }
    }

    private static Kerberos client() {
        Kerberos client = KerberosTests.client(KerberosTests.passwords(), "EXAMPLE\\user0001", MitKdc.PASSWORD);
        assertThat(prepare(client, KerberosTests.CHALLENGE))
                .as(client.unprepared())
                .isNull();
        return client;
    }

    private static KerberosVerifier verifier(MitKdc kdc) throws Exception {
        return new KerberosVerifier(
                KerberosTests.kit(null), new KerberosServer(REALM, "pool01.example.test", 4, kdc.services()));
    }

    private static byte[] token(AuthParams answer) {
        return Base64.getDecoder().decode(answer.text(AuthParam.GSSAPI_DATA));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
