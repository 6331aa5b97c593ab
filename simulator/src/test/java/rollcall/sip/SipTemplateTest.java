package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipTemplateTest {
    private static final String REGISTER = """
            REGISTER sip:example.com SIP/2.0
            Call-ID: {callId}
            CSeq: {cseq} REGISTER
            From: <sip:{user}@example.com>;tag={tag}
            To: <sip:{user}@example.com>
            Content-Length: 0

            """;

    @Test
    void whatIsWrittenIsReadBack() {
        SipTemplate template = SipTemplate.compile(REGISTER, "callId", "cseq", "user", "tag");
        Random random = new Random(42);
        for (int round = 0; round < 1000; round++) {
            String[] values = {
                word(random), Integer.toString(random.nextInt(Integer.MAX_VALUE)), word(random), word(random)
            };
            ByteBuf out = Unpooled.buffer();
            template.write(out, (hole, to) -> Ascii.write(to, values[hole]));
            byte[] bytes = ByteBufUtil.getBytes(out);
            SipMessage message = new SipMessage();
            long frame = SipFraming.next(bytes, 0, bytes.length, SipLimits.DEFAULT);
            assertThat(SipFraming.isComplete(frame)).isTrue();
            assertThat(SipFraming.end(frame)).isEqualTo(bytes.length);
            assertThat(message.parse(bytes, 0, bytes.length)).isNull();
            assertThat(message.method()).isEqualTo(SipMethod.REGISTER);
            assertThat(SipTexts.value(message, SipHeader.CALL_ID)).isEqualTo(values[0]);
            assertThat(message.cseq()).isEqualTo(Long.parseLong(values[1]));
            assertThat(SipTexts.value(message, SipHeader.FROM))
                    .isEqualTo("<sip:" + values[2] + "@example.com>;tag=" + values[3]);
            assertThat(SipTexts.value(message, SipHeader.TO)).isEqualTo("<sip:" + values[2] + "@example.com>");
        }
    }

    private static String word(Random random) {
        return Long.toHexString(random.nextLong());
    }

    @Test
    void lineFeedsBecomeLineBreaksOnce() {
        assertThat(written("a\nb\r\n\n")).isEqualTo("a\r\nb\r\n\r\n");
    }

    @Test
    void doubledBraceIsText() {
        assertThat(written("{{x} {hole}", "hole")).isEqualTo("{x} 0");
    }

    @Test
    void unknownHoleIsRefused() {
        assertThatThrownBy(() -> SipTemplate.compile("a {tga}", "tag"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{tga}");
        assertThatThrownBy(() -> SipTemplate.compile("a {tag", "tag")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String written(String text, String... holes) {
        ByteBuf out = Unpooled.buffer();
        SipTemplate.compile(text, holes).write(out, (hole, to) -> Ascii.writeDecimal(to, hole));
        return out.toString(StandardCharsets.UTF_8);
    }
}
