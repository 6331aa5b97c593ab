package rollcall.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's datagram socket. It is connected, so that the kernel drops what others send and tells when nobody listens
 * at the server's port.
 *
 * <p>A thousand clients that start at once would overflow the socket buffers of both sides, and each lost datagram would
 * cost a client a time-out that no real client had. So at most {@link #SLOTS} queries are on their way at a time. Those
 * that stay unanswered give their slots back once the server has said nothing at all for {@link #SILENCE_NANOS}: a busy
 * server is given its time, and a dead one holds nobody up for long.
 */
@ChannelHandler.Sharable // one channel at a time, and another when that one is gone
final class DnsServer extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

    private static final int SLOTS = 192;
    private static final long SILENCE_NANOS = 50_000_000;

    /** No server sends more than 512 bytes to who does not announce EDNS; a misconfigured one is heard all the same. */
    private static final int DATAGRAM_BYTES = 4096;

    private static final int DATAGRAMS_A_READ = 16;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final DnsClient client;
    private final DnsSockets sockets;
    private final int index;
    private final InetSocketAddress address;
    private final String name;

    private final ArrayDeque<DnsQuery> waiting = new ArrayDeque<>();
    private final ArrayDeque<DnsQuery> slotHolders = new ArrayDeque<>();
    private final Runnable pump = this::pump;
    private final Runnable timedPump = this::timedPump;
    private int slotsHeld;
    private long heardNanos;
    private boolean pumpDue;
    private boolean pumpTimed;
    private boolean opening;
    private boolean closed;
    private @Nullable Channel channel;

    DnsServer(DnsClient client, DnsSockets sockets, int index, InetSocketAddress address) {
        this.client = client;
        this.sockets = sockets;
        this.index = index;
        this.address = address;
        this.name = "server " + NetUtil.toSocketAddressString(address);
    }

    int index() {
        return index;
    }

    InetSocketAddress address() {
        return address;
    }

    /** {@code server 192.0.2.53:53}. */
    String name() {
        return name;
    }

    /** Puts a query in line; what is in line at the end of the loop's round leaves in one system call where that exists. */
    void send(DnsQuery query) {
        waiting.add(query);
        pumpSoon();
    }

    /** The query's try at this server is over, or counts as slow: another may leave. */
    void release(DnsQuery query) {
        if (query.slotAt == this) {
            query.slotAt = null;
            slotsHeld--;
        }
    }

    void close() {
        closed = true;
        waiting.clear();
        if (channel != null) {
            var unused = channel.close();
        }
    }

    private void pumpSoon() {
        if (!pumpDue) {
            pumpDue = true;
            sockets.loop().execute(pump);
        }
    }

    private void pump() {
        pumpDue = false;
        Channel open = channel;
        if (open == null) {
            open();
            return;
        }
        long now = client.now();
        freeSlots(now);
        boolean wrote = false;
        while (slotsHeld < SLOTS) {
            DnsQuery query = waiting.poll();
            if (query == null) {
                break;
            }
            if (client.isDueAt(this, query)) {
                write(open, query, now);
                wrote = true;
            }
        }
        if (wrote) {
            open.flush();
        }
        if (!waiting.isEmpty() && !pumpTimed) {
            pumpTimed = true;
            var unused = sockets.loop().schedule(timedPump, SILENCE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void timedPump() {
        pumpTimed = false;
        pump();
    }

    private void write(Channel open, DnsQuery query, long now) {
        query.slotAt = this;
        query.slotUntilNanos = now + SILENCE_NANOS;
        slotsHeld++;
        slotHolders.add(query);
        client.started(query, now);
        ByteBuf datagram = open.alloc().ioBuffer(query.bytes());
        query.write(datagram);
        var unused = open.write(datagram, open.voidPromise()); // a failure comes to exceptionCaught
    }

    private void freeSlots(long now) {
        boolean silent = now - heardNanos >= SILENCE_NANOS;
        for (DnsQuery head = slotHolders.peek(); head != null; head = slotHolders.peek()) {
            if (head.slotAt == this && !(silent && now - head.slotUntilNanos >= 0)) {
                return;
            }
            slotHolders.remove();
            release(head);
        }
    }

    private void open() {
        if (opening || closed) {
            return;
        }
        opening = true;
        new Bootstrap()
                .group(sockets.loop())
                .channelFactory(sockets.udp())
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .handler(this)
                .connect(address)
                .addListener((ChannelFuture opened) -> {
                    opening = false;
                    if (closed) {
                        var unused = opened.channel().close();
                    } else if (opened.isSuccess()) {
                        channel = opened.channel();
                        heardNanos = client.now();
                        pumpSoon();
                    } else {
                        waiting.clear();
                        client.unreachable(this, opened.cause());
                    }
                });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        // Several datagrams a system call, where the kind of socket can do that; the others do not know the option.
        boolean several =
                context.channel().config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES);
        context.channel()
                .config()
                .setRecvByteBufAllocator(
                        new FixedRecvByteBufAllocator(several ? DATAGRAM_BYTES * DATAGRAMS_A_READ : DATAGRAM_BYTES));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof DatagramPacket packet) {
                client.datagram(this, packet.content());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        heardNanos = client.now();
        if (!waiting.isEmpty()) {
            pumpSoon();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channel = null;
    }

    @Override
    @SuppressWarnings("deprecation") // ChannelInboundHandler declares it; only the outbound side's is deprecated
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            client.unreachable(this, cause);
        } else {
            LOG.error("reading an answer of {} failed", name, cause);
        }
    }
}
