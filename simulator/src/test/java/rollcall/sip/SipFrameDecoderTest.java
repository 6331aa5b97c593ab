package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SipFrameDecoderTest {
    private static final byte[] STREAM = SipTexts.bytes("\n\nSIP/2.0 100 Trying\nCSeq: 3 REGISTER\nl: 5\n\na\nbc"
            + SipMessageTest.REGISTERED
            + "\n\nBENOTIFY sip:a@b SIP/2.0\nCSeq: 1\n BENOTIFY\nContent-Type: text/plain\nContent-Length:\n 3\n\nxyz");

    /** Notes what it is told; the hook runs after each message. */
    private static final class Notes implements SipReceiver {
        final List<String> messages = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        int keepAlives;
        Runnable onEach = () -> {};

        @Override
        public void onMessage(SipMessage lent) {
            AsciiSlice body = new AsciiSlice();
            lent.body(body);
            messages.add((lent.isRequest() ? lent.method().name() : Integer.toString(lent.status())) + " " + lent.cseq()
                    + " " + lent.cseqMethod() + " " + body);
            onEach.run();
        }

        @Override
        public void onKeepAlive() {
            keepAlives++;
        }

        @Override
        public void onMalformed(SipProblem problem, int offset) {
            problems.add(problem + " at " + offset);
        }
    }

    private final Notes notes = new Notes();
    private final SipFrameDecoder decoder = SipFrameDecoder.to(notes);
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    @BeforeEach
    void countBuffers() {
        channel.config().setAllocator(allocator);
    }

    @AfterEach
    void nothingLeaks() {
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
                .isZero();
    }

    private static final String[] EXPECTED = {
        "100 3 REGISTER a\r\nbc", "200 3 REGISTER ", "BENOTIFY 1 BENOTIFY xyz",
    };

    private void receive(byte[] bytes, int from, int to) {
        ByteBuf buffer = Unpooled.copiedBuffer(bytes, from, to - from);
        channel.pipeline().fireChannelRead(buffer);
        channel.checkException();
        assertThat(buffer.refCnt()).isEqualTo(from == to ? 1 : 0); // the empty buffer is never released
    }

    private void receive(String text) {
        byte[] bytes = SipTexts.bytes(text);
        receive(bytes, 0, bytes.length);
    }

    @Test
    void wholeStreamGivesItsMessages() {
        receive(STREAM, 0, STREAM.length);
        assertThat(notes.messages).containsExactly(EXPECTED);
        assertThat(notes.keepAlives).isEqualTo(2);
        assertThat(notes.problems).isEmpty();
        assertThat(decoder.hasIncomplete()).isFalse();
    }

    @Test
    void everyCutGivesTheSameMessages() {
        for (int cut = 0; cut <= STREAM.length; cut++) {
            notes.messages.clear();
            receive(STREAM, 0, cut);
            receive(STREAM, cut, STREAM.length);
            assertThat(notes.messages).as("cut at %s", cut).containsExactly(EXPECTED);
        }
        assertThat(notes.problems).isEmpty();
    }

    @Test
    void singleBytesGiveTheSameMessages() {
        for (int i = 0; i < STREAM.length; i++) {
            receive(STREAM, i, i + 1);
        }
        assertThat(notes.messages).containsExactly(EXPECTED);
        assertThat(notes.problems).isEmpty();
    }

    @Test
    void everyCutGivesTheSameProblem() throws Exception {
        for (byte[] input : FuzzTest.corpus()) {
            Notes whole = cut(input, input.length);
            for (int at = 0; at < Math.min(input.length, 400); at += 1 + input.length / 100) {
                Notes parts = cut(input, at);
                assertThat(parts.messages).isEqualTo(whole.messages);
                assertThat(parts.problems).isEqualTo(whole.problems);
            }
        }
    }

    private static Notes cut(byte[] input, int at) {
        Notes notes = new Notes();
        EmbeddedChannel channel = new EmbeddedChannel(SipFrameDecoder.to(notes));
        channel.writeInbound(Unpooled.copiedBuffer(input, 0, at));
        channel.writeInbound(Unpooled.copiedBuffer(input, at, input.length - at));
        channel.finishAndReleaseAll();
        return notes;
    }

    @Test
    void idleConnectionKeepsNothing() {
        receive("SIP/2.0 200 OK\nCSeq: 1 REGISTER\nl: 0\n\nSIP/2.0");
        assertThat(decoder.hasIncomplete()).isTrue();
        receive(" 200 OK\nCSeq: 2 REGISTER\nl: 0\n\n\n\n");
        assertThat(decoder.hasIncomplete()).isFalse();
        assertThat(notes.messages).hasSize(2);
    }

    @Test
    void nothingFollowsAClose() {
        notes.onEach = () -> channel.close().syncUninterruptibly();
        receive(STREAM, 0, STREAM.length);
        assertThat(notes.messages).hasSize(1);
        assertThat(decoder.hasIncomplete()).isFalse();
    }

    @Test
    void nothingFollowsTheRemovalOfTheHandler() {
        notes.onEach = () -> channel.pipeline().remove(decoder);
        receive(STREAM, 0, STREAM.length);
        assertThat(notes.messages).hasSize(1);
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void problemIsToldOnceAndEndsTheStream() {
        receive("SIP/2.0 200 OK\nl: 0\n\nSIP/2.0 200 OK\nl: -1\n\n");
        receive(STREAM, 0, STREAM.length);
        assertThat(notes.messages).hasSize(1);
        assertThat(notes.problems).containsExactly("BAD_CONTENT_LENGTH at 17");
    }

    @Test
    void brokenStartLineIsAProblem() {
        receive("REGISTER sip:a b SIP/2.0\nl: 0\n\n");
        assertThat(notes.problems).containsExactly("BAD_START_LINE at 15");
    }

    @Test
    void millionBytesOfHeaderAreRefusedAndNotCollected() {
        byte[] chunk = new byte[8192];
        Arrays.fill(chunk, (byte) 'x');
        receive("SIP/2.0 200 OK\nTo: ");
        for (int i = 0; i < 128; i++) {
            receive(chunk, 0, chunk.length);
        }
        assertThat(notes.problems).containsExactly("TOO_LARGE at " + SipLimits.DEFAULT.maxHeaderBytes());
        assertThat(decoder.hasIncomplete()).isFalse();
    }

    @Test
    void largeBodyArrivesInPieces() {
        byte[] body = new byte[1_000_000];
        Arrays.fill(body, (byte) 'b');
        receive("BENOTIFY sip:a SIP/2.0\nCSeq: 1 BENOTIFY\nl: " + body.length + "\n\n");
        for (int at = 0; at < body.length; at += 10_000) {
            assertThat(notes.messages).isEmpty();
            receive(body, at, at + 10_000);
        }
        assertThat(notes.messages).hasSize(1);
        assertThat(notes.messages.get(0)).hasSize("BENOTIFY 1 BENOTIFY ".length() + body.length);
    }

    @Test
    void bytesReadWhileAMessageIsServedWaitForTheirTurn() {
        byte[] late = SipTexts.bytes("SIP/2.0 202 Accepted\nCSeq: 9 REGISTER\nl: 0\n\n");
        notes.onEach = () -> {
            notes.onEach = () -> {};
            channel.writeInbound(Unpooled.copiedBuffer(late));
        };
        receive("SIP/2.0 200 OK\nCSeq: 7 REGISTER\nl: 0\n\nSIP/2.0 201 OK\nCSeq: 8 REGISTER\nl: 0\n\n");
        assertThat(notes.messages).containsExactly("200 7 REGISTER ", "201 8 REGISTER ", "202 9 REGISTER ");
    }

    @Test
    void otherConnectionMayReadWhileAMessageIsServed() {
        Notes others = new Notes();
        EmbeddedChannel other = new EmbeddedChannel(SipFrameDecoder.to(others));
        notes.onEach = () -> other.writeInbound(Unpooled.copiedBuffer(STREAM));
        receive(STREAM, 0, STREAM.length);
        assertThat(notes.messages).containsExactly(EXPECTED);
        assertThat(others.messages).hasSize(3 * EXPECTED.length);
        other.finishAndReleaseAll();
    }

    @Test
    void failingReceiverEndsTheStream() {
        notes.onEach = () -> {
            throw new IllegalStateException("receiver");
        };
        assertThatThrownBy(() -> receive(STREAM, 0, STREAM.length)).hasMessage("receiver");
        notes.onEach = () -> {};
        receive(STREAM, 0, STREAM.length);
        assertThat(notes.messages).hasSize(1);
    }

    @Test
    void closedConnectionReleasesWhatItKept() {
        byte[] half = "SIP/2.0 200 OK\r\nTo: x".getBytes(StandardCharsets.US_ASCII);
        receive(half, 0, half.length);
        assertThat(decoder.hasIncomplete()).isTrue();
        channel.close().syncUninterruptibly();
        assertThat(decoder.hasIncomplete()).isFalse();
    }

    @Test
    void otherObjectsPassThrough() {
        channel.writeInbound("not bytes");
        assertThat(channel.<Object>readInbound()).isEqualTo("not bytes");
    }
}
