package rollcall.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Questions over TCP, a connection each (RFC 7766), at most {@link #MAX_CONNECTIONS} at a time; the rest wait in line, at
 * most as many as there are queries under way. The time limit of a question starts with its connection.
 */
final class DnsTcp {
    private static final int MAX_CONNECTIONS = 256;
    private static final int LENGTH_BYTES = 2;
    private static final int MAX_MESSAGE_BYTES = 65_535;

    private final DnsClient client;
    private final DnsSockets sockets;
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private int connections;

    private record Waiting(DnsQuery query, InetSocketAddress server) {}

    DnsTcp(DnsClient client, DnsSockets sockets) {
        this.client = client;
        this.sockets = sockets;
    }

    void ask(DnsQuery query, InetSocketAddress server) {
        line.add(new Waiting(query, server));
        next();
    }

    private void next() {
        while (connections < MAX_CONNECTIONS) {
            Waiting waiting = line.poll();
            if (waiting == null) {
                return;
            }
            if (waiting.query().overTcp && waiting.query().tcp == null) {
                connect(waiting.query(), waiting.server());
            }
        }
    }

    private void connect(DnsQuery query, InetSocketAddress server) {
        connections++;
        ChannelFuture connecting = new Bootstrap()
                .group(sockets.loop())
                .channelFactory(sockets.tcp())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the query's own time limit closes the channel
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new LengthFieldBasedFrameDecoder(
                                                MAX_MESSAGE_BYTES + LENGTH_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES),
                                        new Conversation(query));
                    }
                })
                .connect(server);
        query.tcp = connecting.channel();
        client.started(query, client.now());
        connecting.addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                over(query, connected.channel(), connected.cause());
            }
        });
        connecting.channel().closeFuture().addListener(closed -> {
            connections--;
            next();
        });
    }

    private void over(DnsQuery query, Channel channel, @Nullable Throwable cause) {
        if (query.tcp == channel) {
            String reason = cause == null ? "closed the connection" : DnsClient.reason(cause);
            client.tcpFailed(query, "cannot be reached over TCP (" + reason + ")");
        }
    }

    /** One question and its answer. */
    private final class Conversation extends SimpleChannelInboundHandler<ByteBuf> {
        private final DnsQuery query;

        Conversation(DnsQuery query) {
            this.query = query;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ByteBuf out = context.alloc().ioBuffer(LENGTH_BYTES + query.bytes());
            out.writeShort(query.bytes());
            query.write(out);
            var unused = context.writeAndFlush(out, context.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
            if (query.tcp == context.channel()) {
                client.tcpAnswer(query, message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            over(query, context.channel(), null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            over(query, context.channel(), cause);
            var unused = context.close();
        }
    }
}
