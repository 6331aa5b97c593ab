package rollcall.mock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.CutAge;
import rollcall.mock.Behaviour.CutIdle;
import rollcall.mock.Behaviour.Delivery;
import rollcall.mock.Behaviour.OfConnection;
import rollcall.mock.Bindings.Binding;
import rollcall.sip.SipFrameDecoder;
import rollcall.sip.SipMessage;
import rollcall.sip.SipProblem;
import rollcall.sip.SipReceiver;

/**
 * One client's connection: what the registrar remembers of it, and how its answers leave. Stands behind the frame decoder
 * in the pipeline. Used on its event loop only.
 */
final class MockConnection extends ChannelInboundHandlerAdapter implements SipReceiver {
    /** Answers under way before the pool stops reading from a client that asks faster than it is answered. */
    private static final int MAX_PENDING = 64;

    private static final byte[] NOT_SIP =
            "\0\1\2<html>HTTP/1.1 502 Bad Gateway: this is not SIP\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] KEEP_ALIVES = {'\r', '\n', '\r', '\n', '\r', '\n'};

    final Channel channel;
    final int id;
    final String transport;
    final int remotePort;
    /** The endpoints that signed in over this connection. */
    final List<Binding> bindings = new ArrayList<>(1);

    /** What those who came this way have subscribed to. */
    final List<Subscription> subscriptions = new ArrayList<>(0);

    /** How those who came this way have authenticated. */
    final Associations associations = new Associations();

    /** When the last whole message or keep-alive came. */
    long lastHeardMillis;

    /** Whether a nonce of this connection was called stale already, for the behaviour of that name. */
    boolean calledStale;

    private final RegistrarLoop registrar;
    /** Reads since the last whole message or keep-alive: above 0 when the rest of a message is due. */
    private int readsInVain;

    /** The proxies between the client and the server that answers it; null: there are none. */
    private @Nullable ProxyPath way;

    /** Where answers enter the pipeline. */
    private @Nullable ChannelHandlerContext own;

    /** Answers that take their time. */
    private final List<Delayed> delayed = new ArrayList<>(0);

    /** When an answer or a request of the pool was sent last. */
    private long lastSaidMillis;

    private @Nullable Future<?> cutting;
    private boolean mute;
    private boolean unflushed;

    MockConnection(Channel channel, int id, String transport, RegistrarLoop registrar) {
        this.channel = channel;
        this.id = id;
        this.transport = transport;
        this.registrar = registrar;
        this.remotePort = channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getPort() : 0;
    }

    /** Takes its place at the end of the pipeline, behind a frame decoder. */
    void listen(SipFrameDecoder framing) {
        channel.pipeline().addLast(framing, this);
    }

    /** Whether the connection has been of no use for too long. */
    boolean isOverdue(long nowMillis, MockLimits limits) {
        long silent = nowMillis - lastHeardMillis;
        return silent > (readsInVain > 0 ? limits.halfMessageMillis() : limits.idleMillis());
    }

    /** What the client says has come this way, and what is said to it goes back the same. */
    void cameBy(ProxyPath proxies) {
        way = proxies;
    }

    /** Makes of a message of the server what reaches the client. */
    void outward(ByteBuf message) {
        ProxyPath proxies = way;
        if (proxies != null) {
            proxies.outward(this, message);
        }
    }

    /** Sends an answer, in {@code delayNanos}. Takes the buffer over. */
    void send(ByteBuf answer, @Nullable Delivery delivery, long delayNanos) {
        if (delayNanos <= 0) {
            deliver(answer, delivery);
            return;
        }
        Delayed later = new Delayed(answer, delivery);
        delayed.add(later);
        if (delayed.size() == MAX_PENDING) {
            channel.config().setAutoRead(false);
        }
        later.timer = channel.eventLoop().schedule(later, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** An answer that takes its time. One that outlives its connection is given back. */
    private final class Delayed implements Runnable {
        private final ByteBuf answer;
        private final @Nullable Delivery delivery;
        private @Nullable Future<?> timer;

        Delayed(ByteBuf answer, @Nullable Delivery delivery) {
            this.answer = answer;
            this.delivery = delivery;
        }

        @Override
        public void run() {
            if (delayed.size() == MAX_PENDING) {
                channel.config().setAutoRead(true);
            }
            delayed.remove(this);
            deliver(answer, delivery);
            channel.flush();
        }

        void giveBack() {
            Future<?> waiting = timer;
            if (waiting != null) {
                waiting.cancel(false);
            }
            answer.release();
        }
    }

    /** Sends a request of the pool, at once. Takes the buffer over. */
    void send(ByteBuf request) {
        deliver(request, null);
        channel.flush();
    }

    private void deliver(ByteBuf answer, @Nullable Delivery delivery) {
        ChannelHandlerContext context = own;
        if (mute || context == null || !channel.isActive()) {
            answer.release();
            return;
        }
        lastSaidMillis = registrar.nowMillis();
        if (delivery != null) {
            misdeliver(context, answer, delivery);
        } else {
            var unused = context.write(answer, channel.voidPromise());
        }
        unflushed = true;
    }

    private void misdeliver(ChannelHandlerContext context, ByteBuf answer, Delivery delivery) {
        switch (delivery) {
            case FRAGMENT -> {
                while (answer.isReadable()) {
                    var unused = context.writeAndFlush(answer.readRetainedSlice(1), channel.voidPromise());
                }
                answer.release();
            }
            case HALF -> {
                var unused = context.write(answer.readSlice(answer.readableBytes() / 2), channel.voidPromise());
                mute = true;
            }
            case GARBLE -> {
                answer.clear().writeBytes(NOT_SIP);
                var unused = context.write(answer, channel.voidPromise());
            }
            case LEADING_CRLF -> {
                ByteBuf all = channel.alloc().buffer(answer.readableBytes() + KEEP_ALIVES.length);
                all.writeBytes(KEEP_ALIVES).writeBytes(answer);
                answer.release();
                var unused = context.write(all, channel.voidPromise());
            }
            // The registrar has written both into this buffer.
            case TWO_IN_ONE -> {
                var unused = context.write(answer, channel.voidPromise());
            }
        }
    }

    void close() {
        var unused = channel.close();
    }

    /** Something in between will reset the connection. */
    void cut(OfConnection how) {
        if (how instanceof CutAge cut) {
            cutting = channel.eventLoop().schedule(this::reset, cut.nanos(), TimeUnit.NANOSECONDS);
        } else if (how instanceof CutIdle cut) {
            cutWhenSilent(TimeUnit.NANOSECONDS.toMillis(cut.nanos()), 0);
        }
    }

    private void cutWhenSilent(long limitMillis, long silentMillis) {
        cutting = channel.eventLoop()
                .schedule(
                        () -> {
                            long silent = registrar.nowMillis() - Math.max(lastHeardMillis, lastSaidMillis);
                            if (silent >= limitMillis) {
                                reset();
                            } else {
                                cutWhenSilent(limitMillis, silent);
                            }
                        },
                        Math.max(1, limitMillis - silentMillis),
                        TimeUnit.MILLISECONDS);
    }

    /** Closes the connection by RST: no close_notify, no FIN. */
    void reset() {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.unsafe().close(channel.unsafe().voidPromise());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
    }

    @Override
    public void onMessage(SipMessage lent) {
        readsInVain = -1;
        registrar.onMessage(this, lent);
    }

    @Override
    public void onKeepAlive() {
        readsInVain = -1;
        registrar.onKeepAlive(this);
    }

    @Override
    public void onMalformed(SipProblem problem, int offset) {
        registrar.onMalformed(this, problem, offset);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readsInVain++;
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    /** Who does not read what he asked for is not read from. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        channel.config().setAutoRead(channel.isWritable() && delayed.size() < MAX_PENDING);
    }

    /** For a person who watches. */
    @Override
    public String toString() {
        return transport + " " + channel.remoteAddress();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            registrar.onHandshake(this, handshake);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        delayed.forEach(Delayed::giveBack);
        delayed.clear();
        Future<?> cut = cutting;
        if (cut != null) {
            cut.cancel(false);
        }
        registrar.onClosed(this);
    }

    /** Whatever a client did, it costs no more than its own connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
