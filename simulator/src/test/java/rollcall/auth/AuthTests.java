package rollcall.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

/** What the tests of this room share: text to views, and randomness that is not random. */
final class AuthTests {
    private AuthTests() {}

    static AuthKit kit() {
        return new AuthKit(RandomGenerator.of("L64X128MixRandom"), () -> 1_267_438_088_000_000_000L, "WS01");
    }

    static AuthParams params(String value) {
        AuthParams params = new AuthParams();
        assertThat(params.parse(AsciiSlice.of(value))).as(value).isTrue();
        return params;
    }

    /** A message from lines; line ends and the empty line are added. */
    static SipMessage message(String... lines) {
        byte[] bytes = (String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8);
        SipMessage message = new SipMessage();
        assertThat(message.parse(bytes, 0, bytes.length)).isNull();
        return message;
    }

    static String written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        return out.toString(UTF_8);
    }

    static AuthFacts request(SipMethod method, String uri) {
        AuthFacts facts = new AuthFacts();
        facts.method(method);
        AsciiSlice text = AsciiSlice.of(uri);
        facts.requestUri().set(text.array(), text.offset(), text.length());
        return facts;
    }
}
