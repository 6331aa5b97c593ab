package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConversationTest {
    @Test
    void masksWhatSomebodyCouldUse() {
        Conversation conversation = new Conversation(0, "alice@example.test", 0);
        conversation.sent(
                Unpooled.copiedBuffer(
                        "REGISTER sip:example.test SIP/2.0\r\nAuthorization: Digest username=\"alice\", response=\"0123abcd\","
                                + " gssapi-data=\"TlRMTVNTUAAD\"\r\nContent-Length: 0\r\n\r\n",
                        StandardCharsets.US_ASCII),
                1_500_000);
        assertThat(conversation.toString())
                .contains(">>> +1.500 ms", "username=\"alice\"", "response=\"***\"", "gssapi-data=\"***\"")
                .doesNotContain("0123abcd")
                .doesNotContain("TlRMTVNTUAAD");
    }

    @Test
    void masksTheCredentialsOfTheMediaRelay() {
        assertThat(Conversation.mask(
                        "<credentials><username>dXNlcg==</username><Password>cGFzcw==</Password></credentials>"))
                .isEqualTo("<credentials><username>***</username><Password>***</Password></credentials>");
    }

    @Test
    void doesNotGrowWithoutEnd() {
        Conversation conversation = new Conversation(0, "alice@example.test", 0);
        byte[] message = "SIP/2.0 100 Trying\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100_000; i++) {
            conversation.received(message, 0, message.length, i);
        }
        assertThat(conversation.toString()).hasSizeLessThan(70_000).contains("is not kept");
    }
}
