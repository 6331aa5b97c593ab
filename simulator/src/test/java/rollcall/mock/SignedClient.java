package rollcall.mock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.Credentials;
import rollcall.auth.Mechanism;
import rollcall.auth.Ntlm;
import rollcall.mock.RawClient.Answer;
import rollcall.outcome.Fault;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/** A client that signs in by NTLM or Kerberos and signs what it sends, with the product's own mechanism. */
final class SignedClient implements AutoCloseable {
    final RawClient raw;
    final String user;
    private final Mechanism mechanism;
    private int cseq;
    private int subscriptions;

    /** By NTLM. */
    SignedClient(RawClient raw, String user, String account, String password) {
        this(raw, user, new Ntlm(new AuthKit(new SplittableRandom(), () -> 1_700_000_000_000_000_000L, "WS01")));
        mechanism.reset(Credentials.of(account, password));
    }

    SignedClient(RawClient raw, String user, Mechanism mechanism) {
        this.raw = raw;
        this.user = user;
        this.mechanism = mechanism;
    }

    static SignedClient of(MockPool pool, String user) throws Exception {
        return new SignedClient(RawClient.tls(pool), user, "EXAMPLE\\" + user, TestPool.PASSWORD);
    }

    /** All three legs; the answer to the last one. */
    Answer signIn() throws Exception {
        Answer offer = raw.ask(register(""));
        assertThat(offer.status()).isEqualTo(401);
        takes(offer);
        Answer challenge = ask(register(""));
        assertThat(challenge.status()).isEqualTo(401);
        takes(challenge);
        return ask(register(""));
    }

    String register(String more) {
        return RawClient.register(user, ++cseq, more);
    }

    /** Hands the challenge in this answer to the mechanism, which can answer it. */
    void takes(Answer answer) {
        assertThat(refuses(answer)).isNull();
    }

    /** Why the mechanism cannot answer the challenge in this answer; null: it can. */
    @Nullable
    Fault refuses(Answer answer) {
        String value = answer.all("WWW-Authenticate").stream()
                .filter(header -> header.startsWith(mechanism.scheme().word() + " "))
                .findFirst()
                .orElseThrow();
        AuthParams params = new AuthParams();
        assertThat(params.parse(AsciiSlice.of(value))).isTrue();
        return mechanism.challenged(params);
    }

    /** A SUBSCRIBE as a Communicator sends it; more headers may follow, each with its line break. */
    String subscribe(String event, String accept, String more, String body) {
        subscriptions++;
        return """
                SUBSCRIBE sip:USER@example.test SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.10:12723
                Max-Forwards: 70
                From: <sip:USER@example.test>;tag=77399b3fbNUMBER;epid=a1b2c3d4e5
                To: <sip:USER@example.test>
                Call-ID: dcb605d5e73e44ccbe84dbe4886d210NUMBER
                CSeq: 1 SUBSCRIBE
                Contact: <sip:USER@example.test;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu>
                User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
                Event: EVENT
                Accept: ACCEPT
                Supported: com.microsoft.autoextend
                Supported: ms-benotify
                Proxy-Require: ms-benotify
                Supported: ms-piggyback-first-notify
                MORE
                Content-Length: LENGTH

                """.replace("USER", user)
                        .replace("NUMBER", Integer.toString(subscriptions))
                        .replace("EVENT", event)
                        .replace("ACCEPT", accept)
                        .replace("LENGTH", Integer.toString(body.length()))
                        .replace("MORE\n", more)
                        .replace("\n", "\r\n")
                + body;
    }

    Answer subscribe(String event) throws IOException {
        return ask(subscribe(event, "application/" + event + "+xml", "", ""));
    }

    /** A SERVICE that publishes two states, which have these versions so far. */
    String publish(int machineVersion, int userVersion) {
        String body = """
                <publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="sip:USER@example.test">\
                <publication categoryName="state" instance="906657092" container="2" version="MACHINE" expireType="endpoint">\
                <state xmlns="http://schemas.microsoft.com/2006/09/sip/state"><availability>3500</availability></state></publication>\
                <publication categoryName="state" instance="536870912" container="2" version="STATIC" expireType="static"/>\
                </publications></publish>""".replace("USER", user)
                .replace("MACHINE", Integer.toString(machineVersion))
                .replace("STATIC", Integer.toString(userVersion));
        return service("application/msrtc-category-publish+xml", body);
    }

    String service(String contentType, String body) {
        return register("")
                        .replace("REGISTER", "SERVICE")
                        .replace("Event: registration\r\n", "Content-Type: " + contentType + "\r\n")
                        .replace("Content-Length: 0", "Content-Length: " + body.length())
                + body;
    }

    Answer ask(String request) throws IOException {
        return raw.ask(signed(request));
    }

    /** The request with credentials: what the mechanism says at this point. */
    String signed(String request) {
        AuthFacts facts = new AuthFacts();
        facts.read(message(request));
        ByteBuf out = Unpooled.buffer();
        mechanism.authorize(facts, out);
        return request.replace("Content-Length:", "Authorization: " + out.toString(ISO_8859_1) + "\r\nContent-Length:");
    }

    /** What the mechanism thinks of a message's signature. */
    @Nullable
    Fault verify(Answer answer) {
        return mechanism.verify(message(answer.text()));
    }

    static SipMessage message(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        SipMessage message = new SipMessage();
        assertThat(message.parse(bytes, 0, bytes.length)).isNull();
        return message;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
