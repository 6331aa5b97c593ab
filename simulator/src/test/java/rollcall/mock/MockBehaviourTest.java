package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.mock.RawClient.Answer;
import rollcall.sip.AsciiSlice;

final class MockBehaviourTest {
    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private MockPool start(String... faults) throws Exception {
        return pools.keep(TestPool.start(folder, faults));
    }

    /** On a clock that stands. */
    private MockPool startOnAStandingClock(String fault) throws Exception {
        return pools.keep(MockPool.start(TestPool.plan(fault), folder, new TestClock(), AnswerLog.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reject=403/4003 | 403 Forbidden | ms-diagnostics-public | 4003;reason=\"From URI not enabled for remote access.\"",
                "reject=504/1007 | 504 Server Time-out | ms-diagnostics | 1007;reason=\"Temporarily cannot route.\";source=\"pool01.example.test\"",
                "reject=503/17000 | 503 Service Unavailable | Retry-After | 30",
                "wrong-password | 401 Unauthorized | WWW-Authenticate | Digest realm",
                "challenge | 401 Unauthorized | WWW-Authenticate | Digest realm=\"SIP Communications Service\"",
                "redirect=pool02.example.test:5062 | 301 Redirect request to Home Server | Contact | <sip:pool02.example.test:5062;transport=tls>",
                "old-client | 200 OK | Warning | 310 lcs.microsoft.com",
                "accept | 200 OK | presence-state | register-action=\"added\""
            })
    void anAnswerFollowsTheScript(String fault, String status, String header, String value) throws Exception {
        try (RawClient client = RawClient.tls(start(fault))) {
            Answer answer = client.register("user0001");
            assertThat(answer.text()).startsWith("SIP/2.0 " + status + "\r\n");
            assertThat(answer.header(header)).startsWith(value);
        }
    }

    @Test
    void aWrongPasswordIsToldWithoutAnotherChallenge() throws Exception {
        MockPool mock = start("wrong-password");
        try (RawClient client = RawClient.tls(mock)) {
            Answer answer = client.register("user0001", "Authorization: Digest username=\"user0001\"\n");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.all("WWW-Authenticate")).isEmpty();
            assertThat(answer.header("ms-diagnostics")).startsWith("1000;reason=\"Final handshake failed.\"");
            assertThat(mock.stats().refusals()).isEqualTo(1);
        }
    }

    @Test
    void theFirstNonceOfAConnectionIsStale() throws Exception {
        try (RawClient client = RawClient.tls(start("stale-nonce"))) {
            assertThat(client.register("user0001").header("WWW-Authenticate")).doesNotContain("stale");
            String credentials = "Authorization: Digest username=\"user0001\"\n";
            assertThat(client.register("user0001", credentials).header("WWW-Authenticate"))
                    .contains("stale=true");
            assertThat(client.register("user0001", credentials).status()).isEqualTo(200);
        }
    }

    @Test
    void aStalledUserHearsNothingAndOthersDo() throws Exception {
        MockPool mock = start("stall:50%");
        String answered = "user%04d"
                .formatted(IntStream.range(1, 100)
                        .filter(i -> !stalls(i))
                        .findFirst()
                        .orElseThrow());
        for (int i = 1; i <= 8; i++) {
            try (RawClient client = RawClient.tcp(mock)) {
                client.send(RawClient.register("user%04d".formatted(i), 1, ""));
                // Whoever is answered is answered before the next message of the same connection.
                client.send(RawClient.register(answered, 2, ""));
                assertThat(client.read().header("CSeq")).isEqualTo(stalls(i) ? "2 REGISTER" : "1 REGISTER");
            }
        }
    }

    @Test
    void aPoolAtItsCapacityLetsOthersWaitAndSendsAwayWhoWouldWaitTooLong() throws Exception {
        MockPool pool = startOnAStandingClock("capacity=1/s");
        try (RawClient client = RawClient.tcp(pool)) {
            for (int i = 1; i <= 3; i++) {
                client.send(RawClient.register("user000" + i, i, ""));
            }
            Answer first = client.read();
            assertThat(first.header("CSeq")).isEqualTo("1 REGISTER");
            assertThat(first.status()).isEqualTo(200);
            Answer sentAway = client.read();
            assertThat(sentAway.header("CSeq")).isEqualTo("3 REGISTER");
            assertThat(sentAway.status()).isEqualTo(503);
            assertThat(sentAway.header("Retry-After")).isEqualTo("5");
            Answer waited = client.read();
            assertThat(waited.header("CSeq")).isEqualTo("2 REGISTER");
            assertThat(waited.status()).isEqualTo(200);
        }
    }

    @Test
    void aRefreshTakesNothingFromTheCapacity() throws Exception {
        MockPool pool = startOnAStandingClock("capacity=1/s");
        try (RawClient client = RawClient.tcp(pool)) {
            assertThat(client.register("user0001").status()).isEqualTo(200);
            for (int i = 0; i < 5; i++) {
                assertThat(client.register("user0001").status()).isEqualTo(200);
            }
        }
    }

    private static boolean stalls(int user) {
        return Script.pointOf(AsciiSlice.of("user%04d@example.test".formatted(user))) < 0.5;
    }

    @Test
    void aDroppedClientSeesTheEndOfTheStream() throws Exception {
        try (RawClient client = RawClient.tls(start("drop"))) {
            client.send(RawClient.register("user0001", 1, ""));
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void aResetClientSeesAReset() throws Exception {
        try (RawClient client = RawClient.tcp(start("reset"))) {
            client.send(RawClient.register("user0001", 1, ""));
            assertThatThrownBy(client::readAll)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aSlowAnswerTakesItsTime() throws Exception {
        try (RawClient client = RawClient.tls(start("slow=300ms"))) {
            long before = System.nanoTime();
            assertThat(client.register("user0001").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
        }
    }

    @Test
    void theClockCanBeAhead() throws Exception {
        try (RawClient client = RawClient.tls(start("clock-skew=20m"))) {
            // The skew concerns authentication, which a plan without it never reaches: an answer without Date.
            assertThat(client.register("user0001").all("Date")).isEmpty();
        }
        MockPool demanding =
                MockPool.start(TestPool.digestPlan("clock-skew=20m"), folder, Instant::now, AnswerLog.NONE);
        try (demanding;
                RawClient client = RawClient.tls(demanding)) {
            ZonedDateTime date = ZonedDateTime.parse(
                    client.register("user0001").header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME);
            assertThat(Duration.between(Instant.now(), date.toInstant()).toMinutes())
                    .isBetween(18L, 20L);
        }
    }

    @Test
    void aUserIsForcedOffByNotify() throws Exception {
        MockPool mock = start("forced-off=deactivated");
        try (RawClient client = RawClient.tls(mock)) {
            assertThat(client.register("user0001").status()).isEqualTo(200);
            assertThat(mock.stats().registered()).isZero();
            Answer notify = client.read();
            assertThat(notify.text())
                    .startsWith("NOTIFY sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=")
                    .endsWith("\r\n\r\nderegistered;event=deactivated");
            assertThat(notify.header("Call-ID")).isEqualTo("6d7b09278d574162a4ef50c25e4e5051");
            assertThat(notify.header("Event")).isEqualTo("registration-notify");
            assertThat(notify.header("To")).isEqualTo("<sip:user0001@example.test>;tag=3e49177a52;epid=a1b2c3d4e5");
            assertThat(notify.header("ms-diagnostics-public")).startsWith("4142;");
        }
    }

    @Test
    void headerNamesCanBeInUpperCase() throws Exception {
        try (RawClient client = RawClient.tls(start("upper-case"))) {
            assertThat(client.register("user0001").headerNames())
                    .contains("CSEQ", "MS-KEEP-ALIVE", "CONTACT", "PRESENCE-STATE")
                    .allMatch(name -> name.chars().noneMatch(Character::isLowerCase));
        }
    }

    @Test
    void headerNamesCanBeCompact() throws Exception {
        try (RawClient client = RawClient.tls(start("compact"))) {
            assertThat(client.register("user0001").headerNames())
                    .contains("v", "f", "t", "i", "m", "l", "k", "u")
                    .doesNotContain("Via", "From", "Contact", "Content-Length");
        }
    }

    @Test
    void headersAndParametersCanBeInAnotherOrder() throws Exception {
        try (RawClient client = RawClient.tls(start("reorder"))) {
            Answer answer = client.register("user0001");
            assertThat(answer.headerNames()).startsWith("Content-Length").endsWith("ms-keep-alive");
            assertThat(answer.header("Contact"))
                    .matches("<sip:[^>]*>;gruu=\"[^\"]*\";\\+sip.instance=\"<urn[^\"]*>\";expires=7200");
            assertThat(answer.all("Supported")).containsExactly("adhoclist", "msrtc-event-categories");
        }
    }

    @Test
    void headersCanBeUnknownAndFolded() throws Exception {
        try (RawClient client = RawClient.tls(start("extra-headers"))) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("\r\n\ton the next line\r\n");
            assertThat(answer.headerNames()).contains("X-Unheard-Of");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fragment", "leading-crlf", "upper-case:50%"})
    void anOddAnswerIsStillTheAnswer(String fault) throws Exception {
        try (RawClient client = RawClient.tls(start(fault))) {
            assertThat(client.register("user0001").status()).isEqualTo(200);
            assertThat(client.register("user0001").header("presence-state")).contains("refreshed");
        }
    }

    @Test
    void afterHalfAnAnswerThereIsSilence() throws Exception {
        try (RawClient client = RawClient.tls(start("half"))) {
            client.socket.setSoTimeout(300);
            assertThatThrownBy(() -> client.register("user0001")).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void garbageIsNotSip() throws Exception {
        try (RawClient client = RawClient.tls(start("garble"))) {
            assertThat(client.register("user0001").text()).startsWith("\0\1\2<html>");
        }
    }

    @Test
    void aSecondMessageComesInTheSameRecord() throws Exception {
        try (RawClient client = RawClient.tls(start("two-in-one"))) {
            client.send(RawClient.register("user0001", 1, ""));
            byte[] record = new byte[16_384];
            int length = client.socket.getInputStream().read(record);
            String text = new String(record, 0, length, java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(text)
                    .startsWith("SIP/2.0 200 OK")
                    .contains("\r\n\r\nBENOTIFY sip:user0001@example.test SIP/2.0");
        }
    }

    @Test
    void behavioursOfSeveralKindsMeet() throws Exception {
        try (RawClient client = RawClient.tls(start("reject=404/4005", "upper-case", "fragment", "dns-truncated"))) {
            Answer answer = client.register("user0001");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.headerNames()).contains("MS-DIAGNOSTICS");
        }
    }

    @Test
    void anUnknownBehaviourStartsNothing() throws IOException {
        assertThatThrownBy(() -> start("rejekt=403")).hasMessageContaining("did you mean \"reject\"?");
        assertThat(List.of(folder.toFile().list())).isEmpty();
    }
}
