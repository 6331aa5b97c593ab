package rollcall.check;

import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.util.Map;

/**
 * Connections that end up where a rehearsed pool really listens, although they are made to the addresses and ports that its
 * zone names: so a pool may stand at any address, at ports that need rights, and nothing leaves this machine. In 192.0.2.0/24
 * nobody answers, to 198.51.100.0/24 there is no route; anywhere else that is not declared the connection is refused.
 */
final class Detour implements ChannelFactory<SocketChannel> {
    private final Map<InetSocketAddress, InetSocketAddress> listeners;
    private final InetSocketAddress nobody;

    /** @param nobody where connections are refused */
    Detour(Map<InetSocketAddress, InetSocketAddress> listeners, InetSocketAddress nobody) {
        this.listeners = listeners;
        this.nobody = nobody;
    }

    @Override
    public SocketChannel newChannel() {
        return new Channel();
    }

    private final class Channel extends NioSocketChannel {
        @Override
        protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
            InetSocketAddress declared = (InetSocketAddress) remote;
            String literal = declared.getAddress().getHostAddress();
            if (literal.startsWith("192.0.2.")) {
                return false; // as when the answer to the first packet never comes
            }
            if (literal.startsWith("198.51.100.")) {
                throw new NoRouteToHostException("No route to host");
            }
            return super.doConnect(listeners.getOrDefault(declared, nobody), local);
        }
    }
}
