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
import rollcall.auth.Ntlm;
import rollcall.mock.RawClient.Answer;
import rollcall.outcome.Fault;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/** A client that signs in by NTLM and signs what it sends, with the product's own mechanism. */
final class NtlmClient implements AutoCloseable {
    final RawClient raw;
    final String user;
    private final Ntlm ntlm;
    private int cseq;

    NtlmClient(RawClient raw, String user, String account, String password) {
        this.raw = raw;
        this.user = user;
        AuthKit kit = new AuthKit(new SplittableRandom(), () -> 1_700_000_000_000_000_000L, "WS01");
        this.ntlm = new Ntlm(kit);
        ntlm.reset(Credentials.of(account, password));
    }

    static NtlmClient of(MockPool pool, String user) throws Exception {
        return new NtlmClient(RawClient.tls(pool), user, "EXAMPLE\\" + user, TestPool.PASSWORD);
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

    /** Hands the NTLM challenge in this answer to the mechanism, which can answer it. */
    void takes(Answer answer) {
        assertThat(refuses(answer)).isNull();
    }

    /** Why the mechanism cannot answer the NTLM challenge in this answer; null: it can. */
    @Nullable
    Fault refuses(Answer answer) {
        String value = answer.all("WWW-Authenticate").stream()
                .filter(header -> header.startsWith("NTLM"))
                .findFirst()
                .orElseThrow();
        AuthParams params = new AuthParams();
        assertThat(params.parse(AsciiSlice.of(value))).isTrue();
        return ntlm.challenged(params);
    }

    Answer ask(String request) throws IOException {
        return raw.ask(signed(request));
    }

    /** The request with credentials: what the mechanism says at this point. */
    String signed(String request) {
        AuthFacts facts = new AuthFacts();
        facts.read(message(request));
        ByteBuf out = Unpooled.buffer();
        ntlm.authorize(facts, out);
        return request.replace("Content-Length:", "Authorization: " + out.toString(ISO_8859_1) + "\r\nContent-Length:");
    }

    /** What the mechanism thinks of a message's signature. */
    @Nullable
    Fault verify(Answer answer) {
        return ntlm.verify(message(answer.text()));
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
