package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.mock.RawClient.Answer;
import rollcall.outcome.Fault;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;

final class MockNtlmTest {
    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool start(MockPlan plan) throws Exception {
        return pools.keep(MockPool.start(plan, folder, Clock.systemUTC(), AnswerLog.NONE));
    }

    private MockPool start(String... faults) throws Exception {
        return start(TestPool.ntlmPlan(faults));
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "4, false", "4, true"})
    void threeLegsSignInAndEveryAnswerIsSigned(int version, boolean timestamp) throws Exception {
        MockPool mock = start(TestPool.plan(
                new MockPlan.Auth(List.of("ntlm"), Secret.of(TestPool.PASSWORD), version, timestamp, null)));
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            Answer signedIn = client.signIn();
            assertThat(signedIn.status()).isEqualTo(200);
            assertThat(signedIn.headerNames()).startsWith("ms-keep-alive", "Authentication-Info", "From");
            assertThat(client.verify(signedIn)).isNull();
            for (int i = 2; i < 300; i++) {
                Answer refreshed = client.ask(client.register(""));
                assertThat(refreshed.header("presence-state")).contains("refreshed");
                assertThat(refreshed.header("Authentication-Info")).contains("snum=\"" + i + "\"");
                assertThat(client.verify(refreshed)).isNull();
            }
            assertThat(mock.stats().accepted()).isEqualTo(1);
            assertThat(mock.stats().verified()).isEqualTo(298);
            assertThat(mock.stats().registered()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXAMPLE\\user0001", "user0001@ad.example.test", "user0001", "USER0001"})
    void everyFormOfTheAccountIsTheUser(String account) throws Exception {
        try (SignedClient client = new SignedClient(RawClient.tls(start()), "user0001", account, TestPool.PASSWORD)) {
            assertThat(client.signIn().status()).isEqualTo(200);
        }
    }

    @Test
    void proxyAuthorizationIsTakenAsWell() throws Exception {
        try (SignedClient client = SignedClient.of(start(), "user0001")) {
            client.takes(client.raw.ask(client.register("")));
            client.takes(client.raw.ask(
                    client.signed(client.register("")).replace("Authorization: ", "Proxy-Authorization: ")));
            Answer answer = client.raw.ask(
                    client.signed(client.register("")).replace("Authorization: ", "Proxy-Authorization: "));
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void theChallengeIsShapedAsThePools() throws Exception {
        try (SignedClient client = SignedClient.of(start(), "user0001")) {
            Answer offer = client.raw.ask(client.register(""));
            assertThat(offer.all("WWW-Authenticate"))
                    .containsExactly("NTLM realm=\"SIP Communications Service\", targetname=\"pool01.example.test\","
                            + " version=4");
            client.takes(offer);
            Answer challenge = client.ask(client.register(""));
            assertThat(challenge.all("WWW-Authenticate")).hasSize(1);
            assertThat(challenge.header("WWW-Authenticate"))
                    .matches("NTLM opaque=\"[0-9A-F]{8}\", gssapi-data=\"TlRMTVNTUAAC[^\"]*\","
                            + " targetname=\"pool01.example.test\", realm=\"SIP Communications Service\", version=4");
            assertThat(challenge.all("Authentication-Info")).isEmpty();
        }
    }

    @Test
    void theWrongPasswordIsRefusedWithoutAChallengeAndNoted() throws Exception {
        MockPool mock = start();
        try (SignedClient client = new SignedClient(RawClient.tls(mock), "user0001", "EXAMPLE\\user0001", "wrong")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("NTLM").doesNotContain("gssapi-data");
            assertThat(answer.header("ms-diagnostics"))
                    .isEqualTo("1000;reason=\"Final handshake failed.\";source=\"pool01.example.test\"");
            assertThat(answer.all("Authentication-Info")).isEmpty();
            assertThat(mock.stats().refusals()).isEqualTo(1);
            assertThat(mock.stats().accepted()).isZero();
        }
        mock.close();
        assertThat(Files.readAllLines(folder.resolve("attempts.log")))
                .singleElement()
                .asString()
                .endsWith("Z pool01.example.test user0001@example.test NTLM refused");
    }

    @Test
    void theAccountOfAnotherIsNotTheSender() throws Exception {
        MockPool mock = start();
        try (SignedClient client =
                new SignedClient(RawClient.tls(mock), "user0001", "EXAMPLE\\user0002", TestPool.PASSWORD)) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("ms-diagnostics-public")).startsWith("4004;");
            assertThat(answer.all("Authentication-Info")).isEmpty();
        }
    }

    @Test
    void anotherUserOnTheSameAssociationIsNotTheSender() throws Exception {
        try (SignedClient client = SignedClient.of(start(), "user0001")) {
            client.signIn();
            Answer answer = client.ask(RawClient.register("user0002", 9, ""));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(client.verify(answer)).isNull();
            assertThat(answer.all("Authentication-Info")).hasSize(1);
        }
    }

    @Test
    void anUnknownUserIsUnknownBeforeAnyChallenge() throws Exception {
        try (RawClient client = RawClient.tls(start())) {
            assertThat(client.register("somebody").status()).isEqualTo(404);
        }
    }

    @Test
    void aChangedMessageIsRefusedAndTheAssociationStays() throws Exception {
        MockPool mock = start();
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            client.signIn();
            Answer answer = client.raw.ask(client.signed(client.register("")).replace("CSeq: 4 ", "CSeq: 5 "));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("ms-diagnostics")).startsWith("1000;");
            assertThat(answer.header("WWW-Authenticate")).doesNotContain("gssapi-data");
            assertThat(mock.stats().badSignatures()).isEqualTo(1);
            assertThat(client.ask(client.register("")).status()).isEqualTo(200);
        }
    }

    @Test
    void aReplayIsDroppedWithoutAWord() throws Exception {
        MockPool mock = start();
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            client.signIn();
            String signed = client.signed(client.register(""));
            assertThat(client.raw.ask(signed).status()).isEqualTo(200);
            client.raw.send(signed);
            Answer next = client.ask(client.register(""));
            assertThat(next.header("CSeq")).isEqualTo("5 REGISTER");
            assertThat(mock.stats().replays()).isEqualTo(1);
        }
    }

    @Test
    void aProofThatComesTwiceIsAReplay() throws Exception {
        MockPool mock = start();
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            client.takes(client.raw.ask(client.register("")));
            client.takes(client.ask(client.register("")));
            String proof = client.signed(client.register(""));
            assertThat(client.raw.ask(proof).status()).isEqualTo(200);
            client.raw.send(proof);
            assertThat(client.ask(client.register("")).header("CSeq")).isEqualTo("4 REGISTER");
            assertThat(mock.stats().accepted()).isEqualTo(1);
            assertThat(mock.stats().replays()).isEqualTo(1);
        }
    }

    @Test
    void aRequestWithoutCredentialsIsChallengedEvenNow() throws Exception {
        try (SignedClient client = SignedClient.of(start(), "user0001")) {
            client.signIn();
            Answer answer = client.raw.ask(client.register("").replace("REGISTER", "OPTIONS"));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("Authentication-Info")).isEmpty();
        }
    }

    @Test
    void anUnsignedRegisterBeginsANewAssociation() throws Exception {
        MockPool mock = start();
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            Answer first = client.signIn();
            assertThat(first.header("presence-state")).contains("added");
            assertThat(client.verify(first)).isNull();
            Answer again = client.signIn();
            assertThat(again.header("presence-state")).contains("refreshed");
            assertThat(again.header("Authentication-Info")).contains("snum=\"1\"");
            assertThat(client.verify(again)).isNull();
            assertThat(mock.stats().accepted()).isEqualTo(2);
        }
    }

    @Test
    void anUnknownHandleIsChallenged() throws Exception {
        try (SignedClient client = SignedClient.of(start(), "user0001")) {
            client.signIn();
            String elsewhere =
                    client.signed(client.register("")).replaceAll("opaque=\"[0-9A-F]{8}\"", "opaque=\"00000000\"");
            Answer answer = client.raw.ask(elsewhere);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("ms-diagnostics")).isEmpty();
        }
    }

    @Test
    void halfOpenAssociationsAreNotKeptWithoutEnd() throws Exception {
        try (SignedClient client = SignedClient.of(start(), "user0001")) {
            client.takes(client.raw.ask(client.register("")));
            Answer first = client.ask(client.register(""));
            for (int i = 0; i < 200; i++) {
                assertThat(client.ask(client.register("")).status()).isEqualTo(401);
            }
            client.takes(first);
            Answer answer = client.ask(client.register(""));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("ms-diagnostics")).isEmpty();
        }
    }

    @Test
    void theClientsAnswersAreVerifiedToo() throws Exception {
        MockPool mock = start("forced-off");
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            client.signIn();
            Answer notify = client.raw.read();
            assertThat(notify.text()).startsWith("NOTIFY ");
            assertThat(notify.headerNames()).containsSequence("Via", "Authentication-Info", "Max-Forwards");
            assertThat(notify.header("Authentication-Info")).contains("snum=\"2\"");
            assertThat(client.verify(notify)).isNull();
            String ok = "SIP/2.0 200 OK\r\nVia: " + notify.header("Via") + "\r\nFrom: " + notify.header("From")
                    + "\r\nTo: " + notify.header("To") + "\r\nCall-ID: " + notify.header("Call-ID")
                    + "\r\nCSeq: 1 NOTIFY\r\nContent-Length: 0\r\n\r\n";
            client.raw.send(client.signed(ok));
            client.raw.send(ok);
            client.ask(client.register(""));
            assertThat(mock.stats().verified()).isEqualTo(2);
            assertThat(mock.stats().badSignatures()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"unsigned, AUTH_NOT_SIGNED", "bad-signature, AUTH_BAD_SIGNATURE"})
    void theSignatureCanBeMissingOrWrong(String fault, Fault expected) throws Exception {
        try (SignedClient client = SignedClient.of(start(fault), "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.verify(answer)).isEqualTo(expected);
        }
    }

    @Test
    void theSignatureCanStandInProxyAuthenticationInfo() throws Exception {
        try (SignedClient client = SignedClient.of(start("proxy-info"), "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.all("Authentication-Info")).isEmpty();
            assertThat(answer.header("Proxy-Authentication-Info")).startsWith("NTLM rspauth=");
            assertThat(client.verify(answer)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upper-case", "compact", "reorder", "extra-headers", "fragment", "leading-crlf"})
    void aSignatureSurvivesEverySpelling(String fault) throws Exception {
        try (SignedClient client = SignedClient.of(start(fault), "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.verify(new Answer(answer.text().stripLeading()))).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refuse=403/4003 | 403 | ms-diagnostics-public | 4003;",
                "refuse=403/17002 | 403 | ms-diagnostics | 17002;",
                "refuse=404/1003 | 404 | ms-diagnostics | 1003;",
                "refuse=480 | 480 | Server | RTC",
                "refuse=504/1007 | 504 | ms-diagnostics | 1007;",
                "redirect=pool02.example.test:5071 | 301 | Contact | <sip:pool02.example.test:5071;transport=tls>"
            })
    void aRefusalBehindTheHandshakeIsSigned(String fault, int status, String header, String value) throws Exception {
        try (SignedClient client = SignedClient.of(start(fault), "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header(header)).startsWith(value);
            assertThat(answer.headerNames()).startsWith("Authentication-Info");
            assertThat(client.verify(answer)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"wrong-password, 1000, refused", "skew-refused, 1013, clock-skew"})
    void theThirdLegCanBeRefusedByScript(String fault, int id, String word) throws Exception {
        MockPool mock = start(fault);
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("ms-diagnostics")).startsWith(id + ";");
            assertThat(answer.header("WWW-Authenticate")).doesNotContain("gssapi-data");
        }
        mock.close();
        assertThat(Files.readString(folder.resolve("attempts.log"))).endsWith(" NTLM " + word + "\n");
    }

    @Test
    void whateverTheClientAnswersItCanBeChallengedAgain() throws Exception {
        try (SignedClient client = SignedClient.of(start("challenge"), "user0001")) {
            Answer answer = client.signIn();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).contains("gssapi-data=\"TlRM");
        }
    }

    @Test
    void theChallengeCanComeFromAProxy() throws Exception {
        try (RawClient client = RawClient.tls(start("proxy"))) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(407);
            assertThat(answer.header("Proxy-Authenticate")).startsWith("NTLM realm=");
            assertThat(answer.all("WWW-Authenticate")).isEmpty();
        }
    }

    @Test
    void onlyTlsDskCanBeOffered() throws Exception {
        try (RawClient client = RawClient.tls(start("tls-dsk"))) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("WWW-Authenticate"))
                    .containsExactly(
                            "TLS-DSK realm=\"SIP Communications Service\", targetname=\"pool01.example.test\","
                                    + " version=4, sts-uri=\"https://pool01.example.test/CertProv/CertProvisioningService.svc\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbled-challenge", "bad-offsets"})
    void theChallengeCanBeNonsense(String fault) throws Exception {
        try (SignedClient client = SignedClient.of(start(fault), "user0001")) {
            client.takes(client.raw.ask(client.register("")));
            Answer challenge = client.ask(client.register(""));
            assertThat(client.refuses(challenge)).isEqualTo(Fault.AUTH_BAD_CHALLENGE);
        }
    }

    @Test
    void aBusyPoolSaysWhenToComeBackAndIsWellThen() throws Exception {
        MockPool mock = start("busy=7s/2");
        try (SignedClient client = SignedClient.of(mock, "user0001")) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.raw.ask(client.register(""));
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("7");
                assertThat(answer.header("ms-diagnostics")).startsWith("17000;");
            }
            assertThat(client.signIn().status()).isEqualTo(200);
        }
        try (SignedClient other = SignedClient.of(mock, "user0002")) {
            assertThat(other.raw.ask(other.register("")).status()).isEqualTo(503);
        }
    }

    @Test
    void anAssociationCanBeForgottenOnce() throws Exception {
        try (SignedClient client = SignedClient.of(start("forgets"), "user0001")) {
            assertThat(client.verify(client.signIn())).isNull();
            assertThat(client.ask(client.register("")).status()).isEqualTo(401);
            assertThat(client.signIn().status()).isEqualTo(200);
            assertThat(client.ask(client.register("")).status()).isEqualTo(200);
        }
    }
}
