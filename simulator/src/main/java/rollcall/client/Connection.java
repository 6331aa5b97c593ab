package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.SocketException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.sip.SipFrameDecoder;
import rollcall.sip.SipMessage;
import rollcall.sip.SipProblem;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;

/**
 * One TCP connection of a line: Netty's events, handed to the line as long as it holds on to this connection. Once let go,
 * a connection closes in silence; whatever still arrives on it belongs to nobody.
 */
final class Connection extends SipFrameDecoder implements ChannelFutureListener {
    final Channel channel;

    private @Nullable Line line;
    private @Nullable TlsLayer tls;
    private boolean reset;
    private boolean silent;
    private boolean alerted;
    private String detail = "";

    Connection(Channel channel, Line line) {
        this.channel = channel;
        this.line = line;
    }

    /** Sends and flushes; a failure shows in {@link #exceptionCaught}, and the connection is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // there is none: the void promise saves one object a message
    void send(ByteBuf message) {
        channel.writeAndFlush(message, channel.voidPromise());
    }

    /** Begins a handshake with the server of this name, in the name of this user. */
    void secure(TlsClient client, Target target, String user) {
        TlsLayer layer = client.layer(channel.alloc(), target.host(), target.port(), user);
        tls = layer;
        channel.pipeline().addFirst(layer);
    }

    /** Lets go of the line and closes. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it any more
    void drop() {
        line = null;
        channel.close();
    }

    /** Lets go of the line and closes by RST: no close_notify, no FIN. */
    void reset() {
        line = null;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.unsafe().voidPromise());
    }

    /** The connect ended, well or badly. */
    @Override
    public void operationComplete(ChannelFuture connect) {
        Line owner = line;
        if (owner != null) {
            owner.connectDone(this, connect.cause());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        Line owner = line;
        TlsLayer layer = tls;
        if (owner != null && layer != null && event instanceof SslHandshakeCompletionEvent done) {
            handshakeDone(owner, layer, done.cause());
        }
    }

    private static void handshakeDone(Line owner, TlsLayer layer, @Nullable Throwable cause) {
        String host = owner.host();
        TlsRefusal refusal =
                cause == null ? owner.tls().judge(layer, host) : owner.tls().explain(layer, cause, host);
        if (refusal == null) {
            owner.secured(layer);
        } else {
            owner.notSecured(refusal);
        }
    }

    @Override
    public void onMessage(SipMessage lent) {
        Line owner = line;
        if (owner != null) {
            owner.received(lent);
        }
    }

    @Override
    public void onKeepAlive() {
        Line owner = line;
        if (owner != null) {
            owner.heard();
        }
    }

    @Override
    public void onMalformed(SipProblem problem, int offset) {
        Line owner = line;
        if (owner != null) {
            owner.malformed(problem, offset);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive follows
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // a reset shows as an exception and then as a closed channel; a failed handshake has told its own story before
        silent |= ConnectFailure.of(cause).fault() == Fault.CONNECT_TIMEOUT; // ETIMEDOUT is no affair of connects alone
        alerted |= isAlert(cause);
        reset |= cause instanceof SocketException || cause instanceof NativeIoException;
        if (detail.isEmpty() && cause.getMessage() != null) {
            detail = cause.getMessage();
        }
        Line owner = line;
        TlsLayer layer = tls;
        if (owner != null && layer != null && layer.secured()) {
            troubled(owner, layer, cause);
        }
        ctx.close();
    }

    /** What went wrong on a secured connection may be the end of its handshake, as the server sees it. */
    private static void troubled(Line owner, TlsLayer layer, Throwable cause) {
        TlsRefusal late = owner.tls().explainLate(layer, cause, owner.host());
        if (late != null) {
            owner.notSecured(late);
        }
    }

    /** Both TLS engines name the alert in words of their own: "Received fatal alert: …", "TLSV1_ALERT_…". */
    private static boolean isAlert(Throwable cause) {
        Throwable inner = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        String message = inner.getMessage();
        return inner instanceof SSLException
                && message != null
                && message.toUpperCase(Locale.ROOT).contains("ALERT");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        super.channelInactive(ctx);
        Line owner = line;
        if (owner != null) {
            line = null;
            if (silent) {
                owner.silent(detail);
            } else if (alerted) {
                owner.alerted(detail);
            } else {
                owner.closed(reset, detail);
            }
        }
    }
}
