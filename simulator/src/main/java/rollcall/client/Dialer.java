package rollcall.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the connections of a session: a socket with its options, on the session's loop, from a local address in turn. */
final class Dialer {
    private Dialer() {}

    /**
     * A connection for SIP that is not open yet.
     *
     * @throws io.netty.channel.ChannelException when the system has no socket left
     */
    static Connection open(LoopKit kit, Line line) {
        SocketChannel channel = socket(kit);
        Connection opened = new Connection(channel, line);
        channel.pipeline().addLast(opened);
        return opened;
    }

    /**
     * A socket on the session's loop, called there; not connected yet.
     *
     * @throws io.netty.channel.ChannelException when the system has none left
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure closes the channel, and the connect that follows fails
    static SocketChannel socket(LoopKit kit) {
        SocketChannel channel = kit.sockets().newChannel();
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setRecvByteBufAllocator(kit.scratch().reads);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0); // the machine has a limit of its own
        kit.loop().register(channel);
        return channel;
    }

    /** Connects: {@code connectDone} of the line, unless it lets go before. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is the connection
    static void dial(LoopKit kit, Connection opened, InetSocketAddress remote) {
        connect(kit, opened.channel, remote).addListener(opened);
    }

    /** Connects, from a local address in turn where the plan names some. */
    static ChannelFuture connect(LoopKit kit, Channel channel, InetSocketAddress remote) {
        InetAddress source = nextSource(kit, remote.getAddress());
        if (source == null) {
            return channel.connect(remote);
        }
        if (channel instanceof EpollSocketChannel) {
            // the port is then chosen at connect, by the whole four-tuple: binding it first costs 391 µs with many
            // sockets in TIME_WAIT
            channel.config().setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return channel.connect(remote, new InetSocketAddress(source, 0));
    }

    /** The next local address of the same family as the server's, or null to leave the choice to the system. */
    private static @Nullable InetAddress nextSource(LoopKit kit, InetAddress server) {
        List<InetAddress> sources = kit.sources();
        for (int i = 0; i < sources.size(); i++) {
            LoopKit.Scratch scratch = kit.scratch();
            InetAddress source = sources.get(scratch.nextSource++ % sources.size());
            if (scratch.nextSource == Integer.MAX_VALUE) {
                scratch.nextSource = 0;
            }
            if (source.getClass() == server.getClass()) {
                return source;
            }
        }
        return null;
    }
}
