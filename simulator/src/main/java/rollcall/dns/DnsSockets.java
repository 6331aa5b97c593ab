package rollcall.dns;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;

/**
 * The event loop that asks, and the kinds of sockets that fit it (epoll, io_uring, kqueue or NIO).
 *
 * @param loop everything of one {@link Locator} happens on it
 * @param udp makes the sockets for queries, one a server
 * @param tcp makes the connections for answers that do not fit a datagram
 */
public record DnsSockets(
        EventLoop loop, ChannelFactory<? extends DatagramChannel> udp, ChannelFactory<? extends SocketChannel> tcp) {}
