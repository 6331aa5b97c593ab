package rollcall.engine;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rollcall.dns.DnsSockets;
import rollcall.plan.PlanException;

/** How this machine does input and output: the same three things from each of Netty's transports. */
public enum IoTransport {
    EPOLL("epoll"),
    IO_URING("io_uring"),
    KQUEUE("kqueue"),
    NIO("nio");

    private final String word;

    IoTransport(String word) {
        this.word = word;
    }

    /** The name in reports and on the command line. */
    public String word() {
        return word;
    }

    /** The first that this machine has, in the order of this enum. */
    public static IoTransport best() {
        for (IoTransport transport : values()) {
            if (transport.available()) {
                return transport;
            }
        }
        return NIO;
    }

    /**
     * The one with this name, or {@link #best()} for {@code auto}.
     *
     * @throws PlanException when there is none of this name, or this machine does not have it
     */
    public static IoTransport named(String name) throws PlanException {
        if (name.equals("auto")) {
            return best();
        }
        List<String> here = new ArrayList<>();
        for (IoTransport transport : values()) {
            if (transport.available()) {
                if (transport.word.equals(name.toLowerCase(Locale.ROOT))) {
                    return transport;
                }
                here.add(transport.word);
            }
        }
        throw new PlanException("--transport " + name + ": this machine has " + String.join(", ", here)
                + "; auto takes the first of them");
    }

    /** Whether this machine has it. */
    public boolean available() {
        return switch (this) {
            case EPOLL -> Epoll.isAvailable();
            case IO_URING -> IoUring.isAvailable();
            case KQUEUE -> KQueue.isAvailable();
            case NIO -> true;
        };
    }

    /** Event loops on threads of this name. */
    public EventLoopGroup group(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers());
    }

    /** What a loop asks DNS servers, and connects, with. */
    public DnsSockets sockets(EventLoop loop) {
        return new DnsSockets(loop, datagrams(), sockets());
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }

    ChannelFactory<? extends SocketChannel> sockets() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel::new;
            case IO_URING -> IoUringSocketChannel::new;
            case KQUEUE -> KQueueSocketChannel::new;
            case NIO -> NioSocketChannel::new;
        };
    }

    ChannelFactory<? extends DatagramChannel> datagrams() {
        return switch (this) {
            case EPOLL -> EpollDatagramChannel::new;
            case IO_URING -> IoUringDatagramChannel::new;
            case KQUEUE -> KQueueDatagramChannel::new;
            case NIO -> NioDatagramChannel::new;
        };
    }
}
