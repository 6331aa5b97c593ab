package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MockConnectionTest {
    @Test
    void anAnswerThatOutlivesItsConnectionIsGivenBack() throws Exception {
        try (EmbeddedPool pool = new EmbeddedPool(List.of("slow=60s"), new Random(1), new Random(2))) {
            UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
            pool.channel.config().setAllocator(allocator);
            pool.say("""
                    OPTIONS sip:example.com SIP/2.0
                    Via: SIP/2.0/TLS 192.0.2.10:12723
                    From: <sip:alice@example.com>;tag=3e49177a52
                    To: <sip:example.com>
                    Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                    CSeq: 1 OPTIONS
                    Content-Length: 0

                    """);
            assertThat(allocator.metric().usedHeapMemory()).isPositive();
            pool.channel.close().syncUninterruptibly();
            assertThat(allocator.metric().usedHeapMemory()).isZero();
        }
    }
}
