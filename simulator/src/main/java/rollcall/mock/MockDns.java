package rollcall.mock;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import rollcall.plan.PlanException;

/**
 * The name server, over UDP and TCP on one port, on an event loop of its own so that handshakes do not delay it. It
 * listens from the start and answers once it has a zone; until then questions wait in the socket.
 */
final class MockDns {
    /** Room for the questions of a few thousand clients that come at once; the system may grant less. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    /** RFC 7766 §6.2.3: idle TCP connections need not live longer than some seconds. */
    private static final int IDLE_SECONDS = 10;

    private static final int TRIES_FOR_A_COMMON_PORT = 20;

    private final Script script;
    private final MockStats stats;
    private final Ports ports;
    private volatile @Nullable MockZone zone;
    /** Written on the one event loop only. */
    private long questions;

    private MockDns(
            Script script,
            MockStats stats,
            EventLoopGroup loop,
            Sockets sockets,
            InetSocketAddress place,
            ChannelGroup channels)
            throws PlanException {
        this.script = script;
        this.stats = stats;
        Bootstrap datagrams = new Bootstrap()
                .group(loop)
                .channel(sockets.datagram())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                .handler(new Datagrams());
        ServerBootstrap streams = new ServerBootstrap()
                .group(loop)
                .channel(sockets.server())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(IDLE_SECONDS),
                                        new LengthFieldBasedFrameDecoder(65_537, 0, 2, 0, 2),
                                        new LengthFieldPrepender(2),
                                        new Stream());
                        channels.add(channel);
                    }
                });
        ports = bind(datagrams, streams, place);
        channels.add(ports.udp);
        channels.add(ports.tcp);
    }

    private record Ports(Channel udp, Channel tcp) {}

    private static Ports bind(Bootstrap datagrams, ServerBootstrap streams, InetSocketAddress place)
            throws PlanException {
        Listening.Remedy remedy = Listening.Remedy.option("--dns-port");
        for (int attempt = 1; ; attempt++) {
            Channel udp = Listening.await("for DNS over UDP", place, remedy, datagrams.bind(place));
            InetSocketAddress common = (InetSocketAddress) udp.localAddress();
            try {
                return new Ports(udp, Listening.await("for DNS over TCP", common, remedy, streams.bind(common)));
            } catch (PlanException e) {
                udp.close().awaitUninterruptibly();
                // A free UDP port need not be free for TCP: with "any port", try another.
                if (place.getPort() != 0 || attempt == TRIES_FOR_A_COMMON_PORT) {
                    throw e;
                }
            }
        }
    }

    /**
     * Listens; {@code loop} must have one thread.
     *
     * @param channels where everything is noted that is to be closed with the pool
     */
    static MockDns listen(
            Script script,
            MockStats stats,
            EventLoopGroup loop,
            Sockets sockets,
            InetSocketAddress place,
            ChannelGroup channels)
            throws PlanException {
        return new MockDns(script, stats, loop, sockets, place, channels);
    }

    /** Begins to answer. */
    void serve(MockZone served) {
        zone = served;
        ports.udp.config().setAutoRead(true);
        ports.tcp.config().setAutoRead(true);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) ports.udp.localAddress();
    }

    /** The answer's bytes, or null when there shall be none. */
    private @Nullable ByteBuf answer(ByteBuf question, boolean overTcp) {
        byte[] bytes = ByteBufUtil.getBytes(question);
        Behaviour behaviour = script.at(Behaviour.Kind.DNS, Script.pointOf(questions++));
        MockZone served = zone;
        if (served == null) {
            return null;
        }
        try {
            Message query = new Message(bytes);
            Message answer = served.answer(query, behaviour, overTcp);
            stats.question(answer == null ? -1 : answer.getRcode());
            return answer == null ? null : Unpooled.wrappedBuffer(answer.toWire(MockZone.maxBytes(query, overTcp)));
        } catch (IOException | RuntimeException e) {
            // dnsjava reports some malformed names by unchecked exceptions.
            return malformed(bytes);
        }
    }

    private @Nullable ByteBuf malformed(byte[] question) {
        boolean isAnswer = question.length < 12 || question[2] < 0;
        if (isAnswer) {
            // RFC 5625 §6.2 and common sense: never answer an answer, two servers would never end.
            return null;
        }
        Header header = new Header(((question[0] & 0xFF) << 8) | (question[1] & 0xFF));
        header.setFlag(Flags.QR);
        header.setRcode(Rcode.FORMERR);
        stats.question(Rcode.FORMERR);
        return Unpooled.wrappedBuffer(header.toWire());
    }

    @ChannelHandler.Sharable
    private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
        private boolean unflushed;

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            ByteBuf answer = answer(packet.content(), false);
            if (answer != null) {
                var unused = context.write(new DatagramPacket(answer, packet.sender()), context.voidPromise());
                unflushed = true;
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (unflushed) {
                unflushed = false;
                context.flush();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A client that went away makes the system report its closed port here; nothing is to be done.
        }
    }

    private final class Stream extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf question) {
            ByteBuf answer = answer(question, true);
            if (answer != null) {
                var unused = context.writeAndFlush(answer, context.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close();
        }
    }
}
