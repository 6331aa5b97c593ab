package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rollcall.auth.AuthTests.message;
import static rollcall.auth.AuthTests.params;
import static rollcall.auth.AuthTests.request;
import static rollcall.auth.AuthTests.written;
import static rollcall.auth.KerberosTests.CHALLENGE;
import static rollcall.auth.KerberosTests.REALM;
import static rollcall.auth.KerberosTests.credentials;
import static rollcall.auth.KerberosTests.facts;
import static rollcall.auth.KerberosTests.passwords;
import static rollcall.auth.KerberosTests.prepare;
import static rollcall.auth.KerberosTests.register;
import static rollcall.auth.KerberosTests.signedOk;
import static rollcall.auth.KerberosTests.signingBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.MessageProp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.auth.Association.Verdict;
import rollcall.outcome.Fault;
import rollcall.peers.TestKdc;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

class KerberosTest {
    @TempDir
    Path folder;

    private TestKdc kdc;

    @BeforeEach
    void start() throws Exception {
        kdc = TestKdc.start(folder, "aes128-cts-hmac-sha1-96");
    }

    @AfterEach
    void stop() throws Exception {
        kdc.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void clientAndServerAgreeInEveryVersion(int version) throws Exception {
        KerberosServer server = new KerberosServer(REALM, "pool01.example.test", version, kdc.services());
        Kerberos client = client("EXAMPLE\\user0001", TestKdc.PASSWORD);
        assertThat(prepare(client, written(out -> KerberosVerifier.offer(server, out))))
                .isNull();
        assertThat(client.preparation()).isNull();
        KerberosVerifier verifier = new KerberosVerifier(KerberosTests.kit(null), server);
        AuthParams answer = credentials(client, 2);
        assertThat(answer.get(AuthParam.OPAQUE, new AsciiSlice())).isFalse();
        assertThat(answer.get(AuthParam.RESPONSE, new AsciiSlice())).isEqualTo(version == 4);
        assertThat(verifier.authenticate(answer, facts(register(2)))).isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.established()).isTrue();

        assertThat(client.verify(signedOk(verifier, 2))).isNull();
        assertThat(client.established()).isTrue();
        AuthParams next = credentials(client, 3);
        assertThat(Association.handle(next)).isEqualTo(verifier.handle() & 0xFFFFFFFFL);
        assertThat(verifier.verify(next, facts(register(4)))).isEqualTo(Verdict.BAD_SIGNATURE);
        assertThat(verifier.verify(next, facts(register(3)))).isEqualTo(Verdict.ACCEPTED);
        assertThat(verifier.verify(next, facts(register(3)))).isEqualTo(Verdict.REPLAYED);
    }

    /** The JDK's own signatures as the yardstick, byte for byte: numbers, keys and framing are those of Kerberos. */
    @ParameterizedTest
    @ValueSource(strings = {"aes128-cts-hmac-sha1-96", "arcfour-hmac"})
    void signaturesAreThoseOfTheJdk(String enctype) throws Exception {
        kdc.close();
        kdc = TestKdc.start(Files.createDirectory(folder.resolve("other")), enctype);
        KerberosServer server = new KerberosServer(REALM, "pool01.example.test", 4, kdc.services());
        AuthParams answer = credentials(prepared(), 2);
        byte[] token = Base64.getDecoder().decode(answer.text(AuthParam.GSSAPI_DATA));
        GSSContext jdk = KerberosContext.acceptor(server.credential());
        jdk.acceptSecContext(token, 0, token.length);
        byte[] text = signingBuffer(answer.text(AuthParam.CRAND), "1", register(2));
        byte[] signature = HexFormat.of().parseHex(answer.text(AuthParam.RESPONSE));
        jdk.verifyMIC(signature, 0, signature.length, text, 0, text.length, new MessageProp(false));

        byte[] next = new byte[100];
        byte[] made = jdk.getMIC(next, 0, next.length, new MessageProp(false));
        AuthKit kit = KerberosTests.kit(null);
        KerberosKeys keys = new KerberosKeys();
        GSSContext again = KerberosContext.acceptor(server.credential());
        again.acceptSecContext(token, 0, token.length);
        KerberosContext.of(again).derive(kit, keys);
        byte[] own = new byte[SigningKeys.MAX_SIGNATURE];
        assertThat(Arrays.copyOf(own, keys.sign(kit, false, next, next.length, own)))
                .isEqualTo(made);
    }

    @Test
    void offerIsThatOfARealPool() throws Exception {
        KerberosServer server = new KerberosServer(REALM, "pool01.example.test", 4, kdc.services());
        assertThat(written(out -> KerberosVerifier.offer(server, out)))
                .isEqualTo("Kerberos realm=\"SIP Communications Service\", targetname=\"sip/pool01.example.test\","
                        + " version=4");
    }

    @Test
    void everyDigitOfASignatureCounts() throws Exception {
        Kerberos client = prepared();
        KerberosVerifier verifier = verifier("pool01.example.test");
        verifier.authenticate(credentials(client, 2), facts(register(2)));
        String value = written(out -> client.authorize(facts(register(3)), out));
        String signature = params(value).text(AuthParam.RESPONSE);
        assertThat(signature).startsWith("040400ffffffffff").hasSize(56);
        for (int i = 0; i < signature.length(); i++) {
            char other = signature.charAt(i) == '0' ? '1' : '0';
            for (String wrong : List.of(String.valueOf(other), "x")) {
                String garbled = signature.substring(0, i) + wrong + signature.substring(i + 1);
                assertThat(verifier.verify(params(value.replace(signature, garbled)), facts(register(3))))
                        .as("digit %d", i)
                        .isEqualTo(Verdict.BAD_SIGNATURE);
            }
        }
        assertThat(verifier.verify(params(value.replace(signature, signature + "00")), facts(register(3))))
                .isEqualTo(Verdict.BAD_SIGNATURE);
        assertThat(verifier.verify(params(value), facts(register(3)))).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void refusedTicketIsNotTriedAgain() {
        Kerberos client = prepared();
        credentials(client, 2);
        assertThat(client.challenged(params(CHALLENGE))).isEqualTo(Fault.AUTH_REFUSED);
    }

    @Test
    void newChallengeOfAnEstablishedAssociationIsAnsweredAnew() throws Exception {
        Kerberos client = prepared();
        KerberosVerifier verifier = verifier("pool01.example.test");
        verifier.authenticate(credentials(client, 2), facts(register(2)));
        assertThat(client.verify(signedOk(verifier, 2))).isNull();
        assertThat(prepare(client, CHALLENGE)).isNull();
        assertThat(verifier("pool01.example.test").authenticate(credentials(client, 3), facts(register(3))))
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void wrongPasswordIsNotTriedElsewhere() {
        Mechanisms mechanisms = challenged("user0001", "wrong");
        assertThat(mechanisms.prepared()).isEqualTo(Fault.AUTH_REFUSED);
        assertThat(mechanisms.fellBack()).isNull();
        assertThat(mechanisms.unprepared()).contains("user0001@EXAMPLE.TEST").doesNotContain("wrong");
    }

    @Test
    void wrongPasswordIsShownToTheKdcOnce() throws Exception {
        int before = kdc.lookUps("user0001@EXAMPLE.TEST");
        KerberosLogins logins = passwords();
        ExecutorService endpoints = Executors.newFixedThreadPool(3);
        try {
            List<Callable<Fault>> attempts = new ArrayList<>();
            for (int endpoint = 0; endpoint < 3; endpoint++) {
                Kerberos client = KerberosTests.client(logins, "user0001", "wrong");
                attempts.add(() -> Objects.requireNonNull(prepare(client, CHALLENGE)));
            }
            for (Future<Fault> attempt : endpoints.invokeAll(attempts)) {
                assertThat(attempt.get()).isEqualTo(Fault.AUTH_REFUSED);
            }
        } finally {
            endpoints.shutdownNow();
        }
        assertThat(prepare(KerberosTests.client(logins, "user0001", "wrong"), CHALLENGE))
                .isEqualTo(Fault.AUTH_REFUSED);
        assertThat(kdc.lookUps("user0001@EXAMPLE.TEST") - before)
                .as("one AS-REQ that learns that a proof of the password is wanted, and one with that proof")
                .isEqualTo(2);
    }

    @Test
    void unknownUserFallsBackToNtlm() {
        fallsBack(challenged("nobody", TestKdc.PASSWORD), "login of nobody@EXAMPLE.TEST: Client not found");
    }

    @Test
    void userOfAnUnknownRealmFallsBackToNtlm() {
        fallsBack(
                challenged("user0001@ad.example.com", TestKdc.PASSWORD), "user0001@AD.EXAMPLE.COM: Cannot locate KDC");
    }

    @Test
    void unknownServiceFallsBackToNtlm() {
        Mechanisms mechanisms = mechanisms("user0001", TestKdc.PASSWORD);
        challenge(mechanisms, CHALLENGE.replace("pool01", "pool09"));
        fallsBack(mechanisms, "ticket for sip/pool09.example.test of user0001@EXAMPLE.TEST: Server not found");
    }

    @Test
    void deadKdcFallsBackToNtlm() throws Exception {
        kdc.stop();
        fallsBack(
                challenged("user0001", TestKdc.PASSWORD), "login of user0001@EXAMPLE.TEST: the KDC cannot be reached");
    }

    @Test
    void withoutNtlmTheMissingTicketIsTheFault() throws Exception {
        kdc.stop();
        Kerberos client = client("user0001", TestKdc.PASSWORD);
        assertThat(prepare(client, CHALLENGE)).isEqualTo(Fault.AUTH_NO_TICKET);
        assertThatThrownBy(() -> credentials(client, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutAPasswordNothingIsAnswered() {
        assertThat(client("user0001", "").challenged(params(CHALLENGE))).isEqualTo(Fault.AUTH_NO_PASSWORD);
    }

    @Test
    void keyFromAKeytabDoesForAPassword() {
        KerberosLogins logins = logins(new KerberosSource("EXAMPLE.TEST", kdc.users(), false));
        assertThat(prepare(KerberosTests.client(logins, "user0001", ""), CHALLENGE))
                .isNull();
        assertThat(prepare(KerberosTests.client(logins, "user0002", TestKdc.PASSWORD), CHALLENGE))
                .as("who is not in the keytab has a password")
                .isNull();
        Kerberos neither = KerberosTests.client(logins, "user0003", "");
        assertThat(prepare(neither, CHALLENGE)).isEqualTo(Fault.AUTH_NO_TICKET);
        assertThat(neither.unprepared())
                .isEqualTo("login of user0003@EXAMPLE.TEST: there is no key in " + kdc.users() + " and no password");
    }

    @Test
    void oneLoginServesTheWholeRun() throws Exception {
        KerberosLogins logins = passwords();
        assertThat(prepare(KerberosTests.client(logins, "user0001", TestKdc.PASSWORD), CHALLENGE))
                .isNull();
        kdc.stop();
        assertThat(prepare(KerberosTests.client(logins, "user0001", TestKdc.PASSWORD), CHALLENGE))
                .isNull();
        assertThat(prepare(KerberosTests.client(logins, "user0002", TestKdc.PASSWORD), CHALLENGE))
                .isEqualTo(Fault.AUTH_NO_TICKET);
    }

    @Test
    void userLogsInAgainInTheLastQuarterOfATicketsLife() throws Exception {
        AtomicLong now = new AtomicLong(KerberosTests.now());
        KerberosLogins logins = new KerberosLogins(new KerberosSource("EXAMPLE.TEST", null, false), now::get);
        Kerberos client = KerberosTests.client(logins, "user0001", TestKdc.PASSWORD);
        assertThat(prepare(client, CHALLENGE)).isNull();
        long life = client.lifeSeconds();
        assertThat(life).isBetween(60L, 100_000L);
        kdc.stop();
        now.addAndGet(TimeUnit.SECONDS.toNanos(life / 2));
        assertThat(prepare(client, CHALLENGE)).isNull();
        now.addAndGet(TimeUnit.SECONDS.toNanos(life * 3 / 10));
        assertThat(prepare(client, CHALLENGE)).isEqualTo(Fault.AUTH_NO_TICKET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cifs/files.example.test",
                "sip/",
                "pool01.example.test",
                "sip/a@OTHER.TEST",
                "sip/a/b",
                "sip/a b"
            })
    void ticketsAreForSipServersOnly(String name) {
        assertThat(client("user0001", TestKdc.PASSWORD)
                        .challenged(params("Kerberos realm=\"" + REALM + "\", targetname=\"" + name + "\", version=4")))
                .isEqualTo(Fault.AUTH_BAD_CHALLENGE);
    }

    @ParameterizedTest
    @CsvSource({
        "EXAMPLE\\user0001, user0001@EXAMPLE.TEST",
        "user0001, user0001@EXAMPLE.TEST",
        "alice@ad.example.com, alice@AD.EXAMPLE.COM"
    })
    void accountsBecomePrincipals(String logonName, String principal) {
        assertThat(passwords().principal(Credentials.of(logonName, ""))).isEqualTo(principal);
    }

    @Test
    void ticketForAnotherServerIsRefused() throws Exception {
        AuthParams answer = credentials(prepared(), 2);
        assertThat(verifier("pool02.example.test").authenticate(answer, facts(register(2))))
                .isEqualTo(Verdict.REFUSED);
    }

    @Test
    void garbledTicketsAreVerdicts() throws Exception {
        byte[] token = Base64.getDecoder().decode(credentials(prepared(), 2).text(AuthParam.GSSAPI_DATA));
        KerberosVerifier verifier = verifier("pool01.example.test");
        Random random = new Random(8);
        List<Verdict> verdicts = new ArrayList<>();
        for (int round = 0; round < 2_000; round++) {
            byte[] garbled = token.clone();
            for (int change = 0; change < 3; change++) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
            }
            verdicts.add(verifier.authenticate(
                    params("Kerberos gssapi-data=\"" + Base64.getEncoder().encodeToString(garbled) + '"'),
                    facts(register(2))));
        }
        assertThat(verdicts).containsOnly(Verdict.MALFORMED, Verdict.REFUSED);
        for (String nonsense : new String[] {"?", "YA==", "AAAA"}) {
            assertThat(verifier.authenticate(params("Kerberos gssapi-data=\"" + nonsense + '"'), facts(register(2))))
                    .isEqualTo(Verdict.MALFORMED);
        }
        assertThat(verifier.established()).isFalse();
    }

    @Test
    void missingKeytabIsSaid() {
        assertThatThrownBy(() -> new KerberosServer(REALM, "pool01.example.test", 4, folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no keytab");
    }

    private static void fallsBack(Mechanisms mechanisms, String reason) {
        assertThat(mechanisms.prepared()).isNull();
        assertThat(mechanisms.fellBack()).isEqualTo(Scheme.KERBEROS);
        assertThat(mechanisms.unprepared()).contains(reason);
        Mechanism chosen = Objects.requireNonNull(mechanisms.chosen());
        assertThat(written(out -> chosen.authorize(request(SipMethod.REGISTER, "sip:example.test"), out)))
                .isEqualTo("NTLM qop=\"auth\", realm=\"r\", targetname=\"pool01\", gssapi-data=\"\"");
    }

    private static Mechanisms challenged(String logonName, String password) {
        Mechanisms mechanisms = mechanisms(logonName, password);
        challenge(mechanisms, CHALLENGE);
        return mechanisms;
    }

    private static void challenge(Mechanisms mechanisms, String kerberos) {
        SipMessage answer = message(
                "SIP/2.0 401 Unauthorized",
                "WWW-Authenticate: NTLM realm=\"r\", targetname=\"pool01\"",
                "WWW-Authenticate: " + kerberos);
        assertThat(mechanisms.challenged(answer)).isNull();
        Objects.requireNonNull(mechanisms.preparation()).run();
    }

    private static Mechanisms mechanisms(String logonName, String password) {
        Mechanisms mechanisms = new Mechanisms(KerberosTests.kit(passwords()), Scheme.AUTO);
        mechanisms.reset(Credentials.of(logonName, password));
        return mechanisms;
    }

    private static KerberosLogins logins(KerberosSource source) {
        return new KerberosLogins(source, KerberosTests::now);
    }

    private static Kerberos client(String logonName, String password) {
        return KerberosTests.client(passwords(), logonName, password);
    }

    private static Kerberos prepared() {
        Kerberos client = client("EXAMPLE\\user0001", TestKdc.PASSWORD);
        assertThat(prepare(client, CHALLENGE)).as(client.unprepared()).isNull();
        return client;
    }

    private KerberosVerifier verifier(String host) throws IOException {
        return new KerberosVerifier(KerberosTests.kit(null), new KerberosServer(REALM, host, 4, kdc.services()));
    }
}
