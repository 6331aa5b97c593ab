package rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.auth.AuthKit;
import rollcall.auth.Credentials;
import rollcall.auth.HttpKerberos;
import rollcall.auth.HttpNtlm;
import rollcall.auth.HttpNtlmVerifier;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosSource;
import rollcall.auth.NtlmServer;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/** What goes over one connection, without one. */
final class WebVisitTest implements WebLogin {
    private static final WebUrl URL = new WebUrl("web01.example.com", 443, "/Abs");

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<WebResult> results = new ArrayList<>();
    private final AuthKit kit = new AuthKit(new Random(1), () -> 0, "WS01");
    private final List<Runnable> prepared = new ArrayList<>();
    private AuthKit tickets = kit;
    private boolean password = true;
    private @Nullable Fault hindrance;
    private int refusals;

    /** Asks for something small, twice where the first time it is told to come again. */
    private static final class Small implements WebErrand {
        @Override
        public Stage stage() {
            return Stage.ADDRESS_BOOK;
        }

        @Override
        public WebUrl url() {
            return URL;
        }

        @Override
        public WebRequest request() {
            return WebRequest.post(URL, "\"action\"", "the body");
        }

        @Override
        public int keptBytes() {
            return 4;
        }

        @Override
        public long mostBytes() {
            return 20;
        }

        @Override
        public @Nullable WebResult answered(WebAnswer answer) {
            return answer.status() == 404 ? null : WebResult.fetched(answer.status() + answer.text(), answer.bytes());
        }
    }

    @Override
    public @Nullable Fault hindrance() {
        return hindrance;
    }

    @Override
    public @Nullable HttpNtlm ntlm() {
        return password ? new HttpNtlm(kit, new Credentials("EXAMPLE", "alice", "secret")) : null;
    }

    @Override
    public @Nullable HttpKerberos kerberos(String host) {
        return tickets.httpKerberos(new Credentials("", "alice", "secret"), host);
    }

    @Override
    public void prepare(Runnable work, Runnable then) {
        prepared.add(then); // and the work is not done: nobody has asked the KDC
    }

    @Override
    public void refused() {
        refusals++;
    }

    @BeforeEach
    void begin() {
        new WebVisit(new Small(), this, results::add).begin(channel.pipeline());
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(UTF_8));
            part.release();
        }
        return text.toString();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
    }

    private static String unauthorized(String... offers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n");
        for (String offer : offers) {
            text.append("WWW-Authenticate: ").append(offer).append("\r\n");
        }
        return text.append("\r\nno").toString();
    }

    private static String header(String request, String name) {
        int from = request.indexOf("\r\n" + name + ": ");
        return from < 0 ? "" : request.substring(from + name.length() + 4, request.indexOf("\r\n", from + 2));
    }

    @Test
    void asksAsASoapClientDoes() {
        String request = sent();
        assertThat(request).startsWith("POST /Abs HTTP/1.1\r\n").endsWith("\r\n\r\nthe body");
        assertThat(header(request, "host")).isEqualTo("web01.example.com");
        assertThat(header(request, "SOAPAction")).isEqualTo("\"action\"");
        assertThat(header(request, "content-length")).isEqualTo("8");
        assertThat(header(request, "authorization")).isEmpty();
    }

    @Test
    void theBodyIsCountedAndItsBeginningKeptHoweverItComes() {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n6\r\ndefghi\r\n0\r\n\r\n";
        for (int i = 0; i < answer.length(); i++) {
            assertThat(results).isEmpty();
            receive(answer.substring(i, i + 1));
        }
        assertThat(results).containsExactly(new WebResult(null, "200abcd", 9));
    }

    @Test
    void theNextRequestGoesOverTheSameConnection() {
        sent();
        receive("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        assertThat(sent()).startsWith("POST /Abs");
        receive("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        assertThat(results).containsExactly(new WebResult(null, "200x", 1));
    }

    @Test
    void partsAreAskedForAndComeOverTheSameConnection() {
        EmbeddedChannel parts = new EmbeddedChannel();
        new WebVisit(new AddressBook(URL, 0x0A8C, -1, 4), this, results::add).begin(parts.pipeline());
        ByteBuf first = parts.readOutbound();
        assertThat(header(first.toString(UTF_8), "range")).isEqualTo("bytes=0-3");
        first.release();
        parts.writeInbound(Unpooled.copiedBuffer(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/6\r\nContent-Length: 4\r\n\r\nabcd", UTF_8));
        ByteBuf second = parts.readOutbound();
        assertThat(header(second.toString(UTF_8), "range")).isEqualTo("bytes=4-7");
        second.release();
        parts.writeInbound(Unpooled.copiedBuffer(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 4-5/6\r\nContent-Length: 2\r\n\r\nef", UTF_8));
        assertThat(results).containsExactly(new WebResult(null, "F-0A8C.lsabs", 6));
        parts.finishAndReleaseAll();
    }

    @Test
    void ntlmTakesTwoMoreRequestsOfWhichTheFirstHasNoBody() {
        HttpNtlmVerifier server = new HttpNtlmVerifier(
                kit, new NtlmServer("", 0, "EXAMPLE", "WEB01", "example.com", "web01"), account -> "secret");
        sent();
        receive(unauthorized("Negotiate", "NTLM"));
        String second = sent();
        assertThat(header(second, "content-length")).isEqualTo("0");
        String challenge = server.challenge(header(second, "authorization").substring("NTLM ".length()));
        receive(unauthorized("NTLM " + challenge));
        String third = sent();
        assertThat(third).endsWith("\r\n\r\nthe body");
        assertThat(server.accepts(header(third, "authorization").substring("NTLM ".length())))
                .isTrue();
        receive("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        assertThat(header(sent(), "authorization")).isEmpty();
        assertThat(refusals).isZero();
    }

    @Test
    void aSecondRefusalEndsIt() {
        HttpNtlmVerifier server = new HttpNtlmVerifier(
                kit, new NtlmServer("", 0, "EXAMPLE", "WEB01", "example.com", "web01"), account -> "secret");
        sent();
        receive(unauthorized("Negotiate"));
        String asked = header(sent(), "authorization");
        assertThat(asked).startsWith("Negotiate ");
        receive(unauthorized("Negotiate " + server.challenge(asked.substring("Negotiate ".length()))));
        sent();
        receive(unauthorized("Negotiate"));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_REFUSED);
        assertThat(refusals).isOne();
        assertThat(sent()).isEmpty();
    }

    private void hasKerberos() {
        KerberosSource realm = new KerberosSource("EXAMPLE.TEST", null, false);
        tickets = new AuthKit(new Random(1), () -> 0, "WS01", new KerberosLogins(realm, () -> 0));
        sent();
    }

    @Test
    void withoutATicketAPasswordWillDo() {
        hasKerberos();
        receive(unauthorized("Negotiate", "NTLM"));
        assertThat(sent()).as("before there is a ticket or none").isEmpty();
        prepared.remove(0).run();
        assertThat(header(sent(), "authorization")).startsWith("NTLM TlRMTVNTUAAB");
        assertThat(results).isEmpty();
    }

    @Test
    void aPasswordThatWasRefusedMeanwhileIsNotTriedInPlaceOfATicket() {
        hasKerberos();
        receive(unauthorized("Negotiate", "NTLM"));
        hindrance = Fault.AUTH_NOT_TRIED;
        prepared.remove(0).run();
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.AUTH_NOT_TRIED);
        assertThat(sent()).isEmpty();
    }

    @Test
    void withoutATicketAndAPasswordNobodyIsNamed() {
        password = false;
        hasKerberos();
        receive(unauthorized("Negotiate", "NTLM"));
        prepared.remove(0).run();
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.AUTH_NO_TICKET);
        assertThat(sent()).isEmpty();
    }

    @Test
    void aTicketThatComesTooLateIsOfNoUse() {
        hasKerberos();
        receive(unauthorized("Negotiate", "NTLM"));
        var unused = channel.close();
        prepared.remove(0).run();
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_CLOSED);
    }

    @Test
    void withoutAPasswordNtlmIsNotBegun() {
        password = false;
        receive(unauthorized("NTLM"));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.AUTH_NO_PASSWORD);
    }

    @Test
    void whoMayNotAuthenticateDoesNot() {
        hindrance = Fault.AUTH_NOT_TRIED;
        sent();
        receive(unauthorized("NTLM"));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.AUTH_NOT_TRIED);
        assertThat(sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"web01\"", "Digest qop=\"auth\""})
    void otherSchemesAreNotForUs(String offer) {
        receive(unauthorized(offer));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_NO_COMMON_SCHEME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTLM TlRMTVNTUAA=", "Negotiate"})
    void aChallengeThatIsNoneIsAFault(String challenge) {
        receive(unauthorized("NTLM"));
        receive(unauthorized(challenge));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_BAD_CHALLENGE);
    }

    @Test
    void askingAgainInsteadOfAChallengeIsARefusal() {
        receive(unauthorized("NTLM"));
        receive(unauthorized("NTLM"));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_REFUSED);
    }

    @Test
    void aBodyBeyondTheLimitEndsIt() {
        receive("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(21));
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_TOO_LARGE);
        receive("x".repeat(979));
        assertThat(results).hasSize(1);
    }

    @Test
    void whatIsNotHttpIsAFault() {
        receive("SIP/2.0 400 Bad Request\r\n\r\n\r\n");
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_MALFORMED);
    }

    @Test
    void aConnectionThatIsClosedIsAFaultOnce() {
        receive(unauthorized("NTLM"));
        var unused = channel.close();
        assertThat(results).extracting(WebResult::fault).containsExactly(Fault.WEB_CLOSED);
        assertThat(results.get(0).detail()).endsWith("in the middle of the authentication");
    }
}
