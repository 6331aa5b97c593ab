package rollcall.mock;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The kind of sockets this machine is best at: epoll, kqueue, or what the JDK has. */
record Sockets(
        IoHandlerFactory handlers,
        Class<? extends ServerChannel> server,
        Class<? extends DatagramChannel> datagram,
        Class<? extends SocketChannel> client) {
    static Sockets best() {
        if (Epoll.isAvailable()) {
            return new Sockets(
                    EpollIoHandler.newFactory(),
                    EpollServerSocketChannel.class,
                    EpollDatagramChannel.class,
                    EpollSocketChannel.class);
        }
        if (KQueue.isAvailable()) {
            return new Sockets(
                    KQueueIoHandler.newFactory(),
                    KQueueServerSocketChannel.class,
                    KQueueDatagramChannel.class,
                    KQueueSocketChannel.class);
        }
        return new Sockets(
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                NioDatagramChannel.class,
                NioSocketChannel.class);
    }
}
