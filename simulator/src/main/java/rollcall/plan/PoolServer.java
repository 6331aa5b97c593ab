package rollcall.plan;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place where a mock pool is listened for.
 *
 * @param host who it says it is, as a full name without a final dot
 * @param address where the pool says it is; a rehearsed pool listens elsewhere
 * @param port 0 in plans without a pool file: any free port
 * @param certificate what it shows over TLS
 * @param protocols of TLS, {@code TLSv1} to {@code TLSv1.3}; empty: what the engine takes unasked, 1.2 and 1.3
 * @param clientCertificate whether it demands one
 * @param listens false: connections are refused
 * @param tls what happens at the ClientHello: {@code handshake}, {@code plain-text}, {@code silent}, {@code drop} or
 *     {@code alert=} and a number from 0 to 255 (RFC 8446 §6)
 * @param publishing what a reverse proxy lets through; null for all others
 */
public record PoolServer(
        String host,
        InetAddress address,
        int port,
        Transport transport,
        Role role,
        PoolCertificate certificate,
        List<String> protocols,
        boolean clientCertificate,
        boolean listens,
        String tls,
        @Nullable PoolPublishing publishing) {
    /** {@link #tls} of a server that shakes hands. */
    public static final String HANDSHAKE = "handshake";

    public PoolServer {
        protocols = List.copyOf(protocols);
    }

    /** A server that does nothing out of the ordinary. */
    public PoolServer(
            String host, InetAddress address, int port, Transport transport, Role role, PoolCertificate certificate) {
        this(host, address, port, transport, role, certificate, List.of(), false, true, HANDSHAKE, null);
    }

    /** What a server is to the users. */
    public enum Role {
        /** Signs them in. */
        HOME,
        /** Sends them to their home servers (301), each user always to the same host. */
        DIRECTOR,
        /** Lets in those from outside: takes NTLM only and calls them remote users. */
        EDGE,
        /** Has web services for clients inside. */
        WEB,
        /** Has web services for clients outside. */
        WEB_OUTSIDE,
        /** Lets clients outside through to the web services for those inside. */
        REVERSE_PROXY,
        /** The interface of an edge that the servers inside see, their next hop on the way out. */
        INTERNAL_EDGE,
        /** Gives the pool credentials for the media relay. */
        AV_AUTHENTICATION,
        /** Passes on audio and video: the first of them that of clients inside, the last that of clients outside. */
        MEDIA_RELAY,
        /** Lets clients outside into web conferences. */
        CONFERENCING_EDGE;

        /** Whether users sign in there, or through it. */
        public boolean isSip() {
            return this == HOME || this == DIRECTOR || this == EDGE;
        }

        /** Whether it speaks HTTP and not SIP. */
        public boolean isWeb() {
            return this == WEB || isWebOutside();
        }

        /** Whether clients outside are told to come here for web services. */
        public boolean isWebOutside() {
            return this == WEB_OUTSIDE || this == REVERSE_PROXY;
        }

        /** Whether only servers have business there, and must show a certificate of their own. */
        public boolean isForServers() {
            return this == INTERNAL_EDGE || this == AV_AUTHENTICATION;
        }

        /** Where it usually listens over TLS; those for servers are from memory and no source. */
        public int usualPort() {
            return switch (this) {
                case HOME, DIRECTOR, EDGE, INTERNAL_EDGE -> Transport.TLS.defaultPort();
                case AV_AUTHENTICATION -> 5062;
                case WEB, WEB_OUTSIDE, REVERSE_PROXY, MEDIA_RELAY, CONFERENCING_EDGE -> 443;
            };
        }
    }
}
