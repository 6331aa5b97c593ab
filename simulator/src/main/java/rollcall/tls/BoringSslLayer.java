package rollcall.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import rollcall.tls.ClientCertificates.Asked;

/**
 * The layer that BoringSSL makes by itself. Its BIO is lent the very buffers that came from the socket or go there, for
 * the time of one call; between calls a connection keeps this object and what BoringSSL has, and no buffer.
 */
final class BoringSslLayer extends ChannelDuplexHandler implements TlsLayer {
    /**
     * What BoringSSL may write while it reads, kept for each connection: an alert or an answer to a key update, 69 bytes
     * with the longest MAC. The client's part of a handshake is longer and waits until there is room.
     */
    private static final int UNASKED_BYTES = 72;

    /** A ClientHello has some 300 bytes; a longer flight goes in several pieces. */
    private static final int FLIGHT_BYTES = 1024;
    /** More than header, IV, MAC and padding of any suite (RFC 5246 §6.2.3); TLS 1.0 splits a record in two. */
    private static final int RECORD_OVERHEAD_BYTES = 96;

    private static final int MOST_RECORD_BYTES = 16_384; // RFC 5246 §6.2.1
    /** RFC 5246 §6.2.1: change_cipher_spec, alert, handshake, application data. */
    private static final int FIRST_CONTENT_TYPE = 20;

    private static final int LAST_CONTENT_TYPE = 23;
    private static final byte[][] NONE = {};

    private final BoringSsl library;
    private final String host;
    private final int port;
    private @Nullable ChannelHandlerContext ctx;
    private long ssl;
    private long bio;
    private byte @Nullable [][] shown;
    private @Nullable Exception refusal;
    private boolean asked;
    private boolean answered;
    private boolean secured;
    private boolean saidGoodBye;
    /** The handshake has failed, or the connection is being closed. */
    private boolean over;
    /** The completion event has been fired. */
    private boolean told;

    BoringSslLayer(BoringSsl library, String host, int port) {
        this.library = library;
        this.host = host;
        this.port = port;
    }

    // ---- what came of it ----

    @Override
    public boolean secured() {
        return secured;
    }

    @Override
    public byte[][] sent() {
        byte[][] now = shown;
        if (now == null && ssl != 0) {
            now = SSL.getPeerCertChain(ssl);
        }
        return now == null ? NONE : now;
    }

    @Override
    public String protocol() {
        return ssl == 0 ? "" : SSL.getVersion(ssl);
    }

    @Override
    public String cipherSuite() {
        return ssl == 0 ? "" : CipherNames.iana(SSL.getCipherForSSL(ssl));
    }

    @Override
    public boolean resumed() {
        return ssl != 0 && SSL.isSessionReused(ssl);
    }

    /** Whether the server wanted a certificate; none is shown here. */
    Asked asked() {
        return asked ? Asked.IN_VAIN : Asked.NO;
    }

    // ---- called back ----

    /** The key of a session. */
    String server() {
        return host + ':' + port;
    }

    void shown(byte[][] certificates) {
        shown = certificates;
    }

    void refused(Exception why) {
        refusal = why;
    }

    void askedInVain() {
        asked = true;
    }

    // ---- the handshake ----

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (context.channel().isActive()) {
            begin(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
        context.fireChannelActive();
    }

    private void begin(ChannelHandlerContext context) {
        if (ssl != 0 || over) {
            return;
        }
        ssl = library.newConnection(this);
        bio = SSL.bioNewByteBuffer(ssl, UNASKED_BYTES);
        if (TlsClient.isServerName(host)) {
            SSL.setTlsExtHostName(ssl, host);
        }
        advance(context);
    }

    /** Steps of the handshake with room to write, until BoringSSL wants to read. */
    private void advance(ChannelHandlerContext context) {
        int error;
        do {
            ByteBuf out = lendForWriting(context, FLIGHT_BYTES);
            int result = library.handshake(ssl, this);
            error = result == 1 ? SSL.SSL_ERROR_NONE : SSL.getError(ssl, result);
            takeWritten(context, out);
        } while (error == SSL.SSL_ERROR_WANT_WRITE);
        conclude(context, error);
    }

    /** After a step. What is to be sent goes with the first message, if one is written at once. */
    private void conclude(ChannelHandlerContext context, int error) {
        if (error == SSL.SSL_ERROR_NONE) {
            secured = true;
            tell(context, SslHandshakeCompletionEvent.SUCCESS);
            shown = null;
        } else if (error != SSL.SSL_ERROR_WANT_READ) {
            context.flush();
            fail(context, failure());
            return;
        }
        context.flush();
    }

    private Exception failure() {
        String words = SSL.getErrorString(SSL.getLastErrorNumber());
        SSL.clearError();
        Exception judged = refusal;
        return judged != null ? judged : secured ? new SSLException(words) : new SSLHandshakeException(words);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive follows
    private void fail(ChannelHandlerContext context, Exception cause) {
        over = true;
        free();
        if (!tell(context, new SslHandshakeCompletionEvent(cause))) {
            context.fireExceptionCaught(cause);
        }
        context.close();
    }

    /** @return whether it was not told before */
    private boolean tell(ChannelHandlerContext context, SslHandshakeCompletionEvent event) {
        if (told) {
            return false;
        }
        told = true;
        context.fireUserEventTriggered(event);
        return true;
    }

    // ---- from the server ----

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf came)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf records = came.isDirect() ? came : copy(context, came);
        try {
            if (over || ssl == 0) {
                return;
            }
            if (!answered && !beginsWell(records)) {
                fail(context, new NotSslRecordException("not an SSL/TLS record: " + ByteBufUtil.hexDump(records)));
                return;
            }
            answered = true;
            // After a flight of ours there may be more of what came with the server's: a change_cipher_spec behind TLS
            // 1.3's HelloRetryRequest (RFC 8446 appendix D.4).
            while (ssl != 0 && !secured && records.isReadable()) {
                shake(context, records);
            }
            if (secured) {
                decrypt(context, records);
            }
        } finally {
            records.release();
        }
    }

    private static ByteBuf copy(ChannelHandlerContext context, ByteBuf heap) {
        ByteBuf direct = context.alloc().directBuffer(heap.readableBytes());
        direct.writeBytes(heap);
        heap.release();
        return direct;
    }

    private static boolean beginsWell(ByteBuf records) {
        int type = records.isReadable() ? records.getUnsignedByte(records.readerIndex()) : FIRST_CONTENT_TYPE;
        return type >= FIRST_CONTENT_TYPE && type <= LAST_CONTENT_TYPE;
    }

    private void shake(ChannelHandlerContext context, ByteBuf records) {
        lendForReading(records);
        int result = library.handshake(ssl, this);
        int error = result == 1 ? SSL.SSL_ERROR_NONE : SSL.getError(ssl, result);
        takeRead(records);
        if (error == SSL.SSL_ERROR_WANT_WRITE) {
            advance(context);
        } else {
            writeUnasked(context);
            conclude(context, error);
        }
    }

    /** BoringSSL takes all that came, or as much as a record needs; a record may be longer than its last piece. */
    private void decrypt(ChannelHandlerContext context, ByteBuf records) {
        int pending = 0;
        while (ssl != 0 && (records.isReadable() || pending > 0)) {
            int room = Math.max(records.readableBytes(), pending);
            ByteBuf plain = context.alloc().directBuffer(room, room);
            lendForReading(records);
            int got = library.read(ssl, this, address(plain, 0, room), room);
            int error = got > 0 ? SSL.SSL_ERROR_NONE : SSL.getError(ssl, got);
            takeRead(records);
            pending = got == room ? SSL.sslPending(ssl) : 0;
            if (got > 0) {
                context.fireChannelRead(plain.writerIndex(got));
            } else {
                plain.release();
                if (!goesOn(context, error)) {
                    return;
                }
            }
        }
    }

    /** @return whether there may be more to decrypt */
    private boolean goesOn(ChannelHandlerContext context, int error) {
        writeUnasked(context);
        context.flush();
        if (error == SSL.SSL_ERROR_WANT_READ || error == SSL.SSL_ERROR_WANT_WRITE) {
            return error == SSL.SSL_ERROR_WANT_WRITE;
        }
        if (error == SSL.SSL_ERROR_ZERO_RETURN) {
            context.fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
            close(context, context.newPromise());
        } else {
            fail(context, failure());
        }
        return false;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over = true;
        free();
        if (!told) {
            tell(context, new SslHandshakeCompletionEvent(new ClosedChannelException()));
        }
        context.fireChannelInactive();
    }

    /** The connection is broken, which in mid-handshake says more than that it is closed. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!told) {
            tell(context, new SslHandshakeCompletionEvent(cause));
        }
        context.fireExceptionCaught(cause);
    }

    // ---- to the server ----

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf plain) || ssl == 0 || !secured || saidGoodBye) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        int length = plain.readableBytes();
        if (length == 0) {
            plain.release();
            context.write(Unpooled.EMPTY_BUFFER, promise);
            return;
        }
        ByteBuf direct = plain.isDirect() ? plain : copy(context, plain);
        int room = length + RECORD_OVERHEAD_BYTES * (2 + length / MOST_RECORD_BYTES);
        ByteBuf out = lendForWriting(context, room);
        int taken = SSL.writeToSSL(ssl, address(direct, direct.readerIndex(), length), length);
        int written = writtenTo(out);
        direct.release();
        if (taken == length) {
            context.write(out.writerIndex(written), promise);
        } else {
            out.release();
            Exception cause = failure();
            promise.tryFailure(cause);
            fail(context, cause);
        }
    }

    @Override
    public void sayGoodBye() {
        ChannelHandlerContext context = ctx;
        if (context != null && writeGoodBye(context)) {
            context.flush();
        }
    }

    private boolean writeGoodBye(ChannelHandlerContext context) {
        if (ssl == 0 || !secured || saidGoodBye) {
            return false;
        }
        saidGoodBye = true;
        ByteBuf out = lendForWriting(context, RECORD_OVERHEAD_BYTES);
        SSL.shutdownSSL(ssl);
        SSL.clearError();
        takeWritten(context, out);
        return true;
    }

    /** A close_notify for which the system has no room any more is not waited for. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (writeGoodBye(context)) {
            context.flush();
        }
        over = true;
        free();
        context.close(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        over = true;
        free();
    }

    private void free() {
        if (ssl != 0) {
            library.free(ssl);
            ssl = 0;
            bio = 0;
        }
    }

    // ---- the BIO ----

    private void lendForReading(ByteBuf records) {
        int length = records.readableBytes();
        if (length > 0) {
            SSL.bioSetByteBuffer(bio, address(records, records.readerIndex(), length), length, false);
        }
    }

    /** Passes over what BoringSSL has read. */
    private void takeRead(ByteBuf records) {
        int length = records.readableBytes();
        if (length > 0) {
            records.skipBytes(length - SSL.bioLengthByteBuffer(bio));
            SSL.bioClearByteBuffer(bio);
        }
    }

    /** A buffer that BoringSSL writes to; it begins with what was written unasked. */
    private ByteBuf lendForWriting(ChannelHandlerContext context, int room) {
        int unasked = SSL.bioLengthNonApplication(bio);
        ByteBuf out = context.alloc().directBuffer(room + unasked, room + unasked);
        SSL.bioSetByteBuffer(bio, address(out, 0, room + unasked), room + unasked, true);
        SSL.bioFlushByteBuffer(bio);
        return out;
    }

    private int writtenTo(ByteBuf out) {
        int written = out.capacity() - SSL.bioLengthByteBuffer(bio);
        SSL.bioClearByteBuffer(bio);
        return written;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is none: a failure closes the channel
    private void takeWritten(ChannelHandlerContext context, ByteBuf out) {
        int written = writtenTo(out);
        if (written > 0) {
            context.write(out.writerIndex(written), context.voidPromise());
        } else {
            out.release();
        }
    }

    private void writeUnasked(ChannelHandlerContext context) {
        if (ssl != 0 && SSL.bioLengthNonApplication(bio) > 0) {
            takeWritten(context, lendForWriting(context, 0));
        }
    }

    private static long address(ByteBuf buffer, int index, int length) {
        return buffer.hasMemoryAddress()
                ? buffer.memoryAddress() + index
                : Buffer.address(buffer.nioBuffer(index, length));
    }
}
