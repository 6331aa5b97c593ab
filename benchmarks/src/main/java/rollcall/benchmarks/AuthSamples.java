package rollcall.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.Credentials;
import rollcall.auth.Ntlm;
import rollcall.auth.NtlmServer;
import rollcall.auth.NtlmVerifier;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/** A sign-in to measure: one client, one server, and the messages between them. */
final class AuthSamples {
    static final Credentials ALICE = Credentials.of("EXAMPLE\\alice", "Pa$$w0rd!");
    static final NtlmServer POOL =
            new NtlmServer("SIP Communications Service", 4, "EXAMPLE", "POOL01", "example.com", "pool01.example.com");

    private static final String NAMES = """
            From: <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
            To: <sip:alice@example.com>
            Call-ID: 6d7b09278d574162a4ef50c25e4e5051
            CSeq: 3 REGISTER
            """;

    private AuthSamples() {}

    static AuthKit kit() {
        return new AuthKit(new SplittableRandom(1), () -> 1_267_438_088_000_000_000L, "WS01");
    }

    static AuthFacts register() {
        AuthFacts facts = new AuthFacts();
        facts.read(message("REGISTER sip:example.com SIP/2.0\n" + NAMES));
        return facts;
    }

    static SipMessage ok(String info) {
        return message("SIP/2.0 200 OK\n" + NAMES + "Expires: 7200\nAuthentication-Info: " + info + "\n");
    }

    private static SipMessage message(String lines) {
        byte[] bytes = (lines.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII);
        SipMessage message = new SipMessage();
        if (message.parse(bytes, 0, bytes.length) != null) {
            throw new IllegalStateException(lines);
        }
        return message;
    }

    static AuthParams params(String value) {
        AuthParams params = new AuthParams();
        if (!params.parse(AsciiSlice.of(value))) {
            throw new IllegalStateException(value);
        }
        return params;
    }

    static String written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** Takes {@code client} up to the challenge that {@code verifier} makes. */
    static void challenge(Ntlm client, NtlmVerifier verifier) {
        client.reset(ALICE);
        client.challenged(params(written(out -> NtlmVerifier.offer(POOL, out))));
        written(out -> client.authorize(register(), out));
        client.challenged(params(written(verifier::challenge)));
    }
}
