package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.plan.TlsPlan;
import rollcall.plan.TlsPlan.Engine;

/** Records cut and joined as a network does it; the other end is Netty's handler. Whole handshakes: TlsHandshakeTest. */
class BoringSslLayerTest {
    private static final String HOST = "pool.example.test";
    private static final TestCertificates.Issued CA = TestCertificates.authority("Example CA");
    private static final TestCertificates.Issued POOL =
            TestCertificates.request(HOST).issueBy(CA);

    @TempDir
    static Path folder;

    private final List<Object> events = new ArrayList<>();
    private TlsClient client;
    private final List<SslContext> servers = new ArrayList<>();
    private TlsLayer layer;
    private EmbeddedChannel near = new EmbeddedChannel();
    private EmbeddedChannel far = new EmbeddedChannel();

    @BeforeEach
    void open() throws Exception {
        Path trust = Files.writeString(folder.resolve("ca.pem"), CA.pem());
        client = TlsClient.create(
                new TlsPlan(Engine.BORINGSSL, trust, List.of("TLSv1.2", "TLSv1.3"), List.of(), false, true, null),
                System::currentTimeMillis);
        layer = client.layer(PooledByteBufAllocator.DEFAULT, HOST, 5061);
    }

    @AfterEach
    void close() {
        near.finishAndReleaseAll();
        far.finishAndReleaseAll();
        client.close();
        servers.forEach(ReferenceCountUtil::release);
    }

    private void connect(String protocol, ChannelInboundHandlerAdapter... after) throws Exception {
        connect(protocol, new String[] {"x25519"}, after);
    }

    /** @param groups of the server: one that the client offers no key share for makes it ask again */
    private void connect(String protocol, String[] groups, ChannelInboundHandlerAdapter... after) throws Exception {
        SslContext server = SslContextBuilder.forServer(POOL.key(), POOL.certificate())
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(protocol)
                .option(OpenSslContextOption.GROUPS, groups)
                .build();
        servers.add(server);
        near = new EmbeddedChannel(layer, new Events());
        near.pipeline().addLast(after);
        far = new EmbeddedChannel(server.newHandler(PooledByteBufAllocator.DEFAULT));
    }

    private final class Events extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            events.add(event);
            context.fireUserEventTriggered(event);
        }
    }

    /** Whatever each writes, the other reads in pieces. */
    private void exchange(int pieceBytes) {
        boolean moved;
        do {
            moved = move(near, far, pieceBytes);
            moved |= move(far, near, pieceBytes);
        } while (moved);
    }

    /** What is written at once travels as one stream, whatever buffers it was written in. */
    private static boolean move(EmbeddedChannel from, EmbeddedChannel to, int pieceBytes) {
        ByteBuf stream = Unpooled.buffer();
        for (ByteBuf each = from.readOutbound(); each != null; each = from.readOutbound()) {
            stream.writeBytes(each);
            each.release();
        }
        boolean moves = stream.isReadable();
        while (stream.isReadable()) {
            ByteBuf piece = stream.readBytes(Math.min(pieceBytes, stream.readableBytes()));
            to.writeInbound(Unpooled.directBuffer().writeBytes(piece));
            piece.release();
        }
        stream.release();
        return moves;
    }

    private static byte[] all(EmbeddedChannel channel) {
        ByteBuf whole = Unpooled.buffer();
        for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
            whole.writeBytes(each);
            each.release();
        }
        return ByteBufUtil.getBytes(whole);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 1", "TLSv1.3, 1", "TLSv1.2, 7", "TLSv1.3, 1000", "TLSv1.2, 1000000"})
    void piecesOfAnySizeMakeTheSameHandshakeAndTheSameText(String protocol, int pieceBytes) throws Exception {
        byte[] text = new byte[17_000];
        new Random(1).nextBytes(text);
        connect(protocol);
        exchange(pieceBytes);
        assertThat(events).containsExactly(SslHandshakeCompletionEvent.SUCCESS);
        assertThat(layer.secured()).isTrue();
        assertThat(layer.protocol()).isEqualTo(protocol);
        near.writeOutbound(Unpooled.directBuffer().writeBytes(text));
        far.writeOutbound(Unpooled.wrappedBuffer(text));
        exchange(pieceBytes);
        assertThat(all(far)).isEqualTo(text);
        assertThat(all(near)).isEqualTo(text);
    }

    /** RFC 8446 §4.1.4; its appendix D.4 has a change_cipher_spec come right behind the request, often in the same piece. */
    @ParameterizedTest
    @ValueSource(ints = {1, 30, 91, 92, 93, 97, 1_000_000})
    void serverThatAsksForAnotherKeyShareGetsIt(int pieceBytes) throws Exception {
        connect("TLSv1.3", new String[] {"secp384r1"});
        exchange(pieceBytes);
        assertThat(events).containsExactly(SslHandshakeCompletionEvent.SUCCESS);
        near.writeOutbound(Unpooled.copiedBuffer("REGISTER", StandardCharsets.US_ASCII));
        far.writeOutbound(Unpooled.copiedBuffer("200", StandardCharsets.US_ASCII));
        exchange(pieceBytes);
        assertThat(new String(all(far), StandardCharsets.US_ASCII)).isEqualTo("REGISTER");
        assertThat(new String(all(near), StandardCharsets.US_ASCII)).isEqualTo("200");
    }

    @Test
    void buffersOfTheHeapAndEmptyOnesAreTaken() throws Exception {
        connect("TLSv1.3");
        exchange(10_000);
        near.writeOutbound(Unpooled.EMPTY_BUFFER, Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        exchange(10_000);
        assertThat(all(far)).containsExactly(1, 2, 3);
    }

    /** One system call instead of two: the client's last part of the handshake waits for the first message. */
    @Test
    void firstMessageGoesWithTheEndOfTheHandshake() throws Exception {
        int[] flushes = new int[1];
        connect("TLSv1.3", new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event == SslHandshakeCompletionEvent.SUCCESS) {
                    flushes[0] = near.outboundMessages().size();
                    var unused = context.writeAndFlush(Unpooled.copiedBuffer("REGISTER", StandardCharsets.US_ASCII));
                }
            }
        });
        exchange(100_000);
        assertThat(flushes[0]).as("flushed before the message").isZero();
        assertThat(new String(all(far), StandardCharsets.US_ASCII)).isEqualTo("REGISTER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void goodByeOfTheServerIsTheEnd(String protocol) throws Exception {
        connect(protocol);
        exchange(100_000);
        var unused = far.pipeline().get(SslHandler.class).closeOutbound();
        exchange(100_000);
        assertThat(events).containsExactly(SslHandshakeCompletionEvent.SUCCESS, SslCloseCompletionEvent.SUCCESS);
        assertThat(near.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void goodByeIsSaidOnceAndTheServersIsWaitedFor(String protocol) throws Exception {
        connect(protocol);
        exchange(100_000);
        layer.sayGoodBye();
        layer.sayGoodBye();
        assertThat(near.outboundMessages()).hasSize(1);
        assertThat(near.isOpen()).isTrue();
        exchange(100_000);
        assertThat(events).contains(SslCloseCompletionEvent.SUCCESS);
    }

    @Test
    void nothingIsWrittenBeforeTheHandshakeIsOver() throws Exception {
        connect("TLSv1.3");
        var write = near.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1}));
        assertThat(write.isDone()).isTrue();
        assertThat(write.isSuccess()).isFalse();
    }

    @Test
    void brokenConnectionIsToldWithItsReasonAndOnce() throws Exception {
        connect("TLSv1.3");
        IOException reset = new IOException("Connection reset by peer");
        near.pipeline().fireExceptionCaught(reset);
        assertThatThrownBy(near::checkException).isSameAs(reset);
        var unused = near.close();
        assertThat(events).hasSize(1);
        assertThat(((SslHandshakeCompletionEvent) events.get(0)).cause()).isSameAs(reset);
        assertThat(near.outboundMessages())
                .as("the ClientHello and nothing else")
                .hasSize(1);
    }

    @Test
    void recordThatIsNotTheServersIsAFault() throws Exception {
        connect("TLSv1.2");
        exchange(100_000);
        far.writeOutbound(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        ByteBuf record = far.readOutbound();
        record.setByte(record.writerIndex() - 1, record.getByte(record.writerIndex() - 1) ^ 1);
        assertThatThrownBy(() -> near.writeInbound(record)).hasMessageContaining("BAD_DECRYPT");
        assertThat(near.isOpen()).isFalse();
    }
}
