package rollcall.engine;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;
import rollcall.client.ConnectFailure;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.tls.Agreed;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;

/**
 * One connection that is opened, secured and closed again. It ends in exactly one call of {@link HandshakeLoop}, when it is
 * closed: a server that disapproves of the client under TLS 1.3 says so only after the client's part is over, and with TLS
 * 1.3 the tickets for resumption come after the handshake.
 */
final class HandshakeConnection extends ChannelInboundHandlerAdapter implements ChannelFutureListener {
    private static final long CONNECT_LIMIT_NANOS = 10_000_000_000L;
    private static final long TLS_LIMIT_NANOS = 10_000_000_000L;
    /** How long the server may take to answer close_notify; whether it does is no matter of the handshake. */
    private static final long CLOSE_LIMIT_NANOS = 200_000_000L;
    /** How long tickets may take to come. Not every server has them. */
    private static final long TICKET_LIMIT_NANOS = 50_000_000L;
    /** What comes with the end of the handshake, and what comes as answer to the client's part of it. */
    private static final int READS_TO_TICKETS = 2;

    private final HandshakeLoop owner;
    private final HandshakeTarget target;
    private final long beganNanos;
    private @Nullable SocketChannel channel;
    private @Nullable TlsLayer tls;
    private @Nullable Agreed agreed;
    private long connectedNanos;
    private long securedNanos;
    private long limitNanos;
    private int readsToTickets;
    private boolean over;

    HandshakeConnection(HandshakeLoop owner, HandshakeTarget target, long nowNanos) {
        this.owner = owner;
        this.target = target;
        beganNanos = nowNanos;
        limitNanos = nowNanos + CONNECT_LIMIT_NANOS;
    }

    /** Begins to connect. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure to register fails the connect, whose listener is this
    void begin() {
        SocketChannel opened;
        try {
            opened = owner.newChannel();
        } catch (ChannelException e) { // the system has no socket
            connectFailed(e);
            return;
        }
        channel = opened;
        opened.config().setOption(ChannelOption.TCP_NODELAY, true);
        opened.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0); // there is a limit here
        opened.pipeline().addLast(this);
        owner.register(opened);
        opened.connect(target.address()).addListener(this);
    }

    private void connectFailed(Throwable cause) {
        ConnectFailure failure = ConnectFailure.of(cause);
        fail(Stage.CONNECT, failure.fault(), failure.detail());
    }

    /** The connect ended, well or badly. */
    @Override
    public void operationComplete(ChannelFuture connect) {
        SocketChannel opened = channel;
        if (over || opened == null) {
            return;
        }
        if (!connect.isSuccess()) {
            connectFailed(connect.cause());
            return;
        }
        connectedNanos = owner.nowNanos();
        limitNanos = connectedNanos + TLS_LIMIT_NANOS;
        TlsLayer layer = target.layer(opened.alloc());
        tls = layer;
        opened.pipeline().addFirst(layer);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        TlsLayer layer = tls;
        if (over || layer == null) {
            return;
        }
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                secured(layer);
            } else {
                refused(target.tls().explain(layer, done.cause(), target.name()));
            }
        } else if (event instanceof SslCloseCompletionEvent && agreed != null) {
            succeed(agreed);
        }
    }

    private void secured(TlsLayer layer) {
        TlsRefusal refusal = target.tls().judge(layer, target.name());
        if (refusal != null) {
            refused(refusal);
            return;
        }
        try {
            agreed = target.tls().agreed(layer);
        } catch (CertificateException e) {
            refused(new TlsRefusal(Fault.TLS_CERT_REJECTED, "the server showed no readable certificate"));
            return;
        }
        securedNanos = owner.nowNanos();
        // RFC 8446 §4.6.1; an engine that has said good-bye does not read tickets any more
        if (target.resumes() && agreed.protocol().equals("TLSv1.3")) {
            readsToTickets = READS_TO_TICKETS;
            limitNanos = securedNanos + TICKET_LIMIT_NANOS;
        } else {
            sayGoodBye(layer, securedNanos);
        }
    }

    /** RFC 5246 §7.2.1: the other side answers with the same. */
    private void sayGoodBye(TlsLayer layer, long nowNanos) {
        readsToTickets = 0;
        limitNanos = nowNanos + CLOSE_LIMIT_NANOS;
        layer.sayGoodBye();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!over && readsToTickets > 0 && tls != null) {
            readsToTickets--;
            if (readsToTickets == 0) {
                sayGoodBye(tls, owner.nowNanos());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        TlsLayer layer = tls;
        if (over || layer == null) {
            return;
        }
        if (agreed == null) {
            refused(target.tls().explain(layer, cause, target.name()));
            return;
        }
        TlsRefusal late = target.tls().explainLate(layer, cause, target.name());
        if (late == null) {
            succeed(agreed);
        } else {
            refused(late);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        TlsLayer layer = tls;
        if (over || layer == null) {
            return; // before the connect its listener tells
        }
        if (agreed == null) {
            refused(target.tls().explain(layer, new ClosedChannelException(), target.name()));
        } else {
            succeed(agreed);
        }
    }

    /** What a server says after the handshake is of no interest. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    /** To be called now and then: whether the server has taken too long. */
    void look(long nowNanos) {
        if (over || nowNanos < limitNanos) {
            return;
        }
        if (readsToTickets > 0 && tls != null) {
            sayGoodBye(tls, nowNanos);
        } else if (agreed != null) {
            owner.leftOpen();
            succeed(agreed);
        } else if (tls != null) {
            refused(new TlsRefusal(Fault.TLS_TIMEOUT, "no end of it within " + TLS_LIMIT_NANOS / 1_000_000_000 + " s"));
        } else {
            fail(
                    Stage.CONNECT,
                    Fault.CONNECT_TIMEOUT,
                    "no answer within " + CONNECT_LIMIT_NANOS / 1_000_000_000 + " s");
        }
    }

    private void succeed(Agreed on) {
        over = true;
        close();
        owner.succeeded(this, on, connectedNanos - beganNanos, securedNanos - connectedNanos);
    }

    private void refused(TlsRefusal refusal) {
        fail(Stage.TLS, refusal.fault(), refusal.detail());
    }

    private void fail(Stage stage, Fault fault, String detail) {
        over = true;
        close();
        owner.failed(this, stage, fault, detail);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private void close() {
        if (channel != null) {
            channel.close();
        }
    }
}
