package rollcall.dns;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Transport;

/** A server a client may try. */
public final class Target {
    private final String host;
    private final int port;
    private final Transport transport;
    private final String origin;
    private final String authority;

    /**
     * @param host the name the client connects to, without a trailing dot; what the certificate must carry
     * @param origin where it comes from: the SRV name asked, the fall-back name, or {@code manual} or {@code redirect}
     */
    public Target(String host, int port, Transport transport, String origin) {
        this.host = host;
        this.port = port;
        this.transport = transport;
        this.origin = origin;
        String text = host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
        authority = text.intern(); // thousands of clients keep it
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public Transport transport() {
        return transport;
    }

    public String origin() {
        return origin;
    }

    /** {@code host:port}, with an IPv6 literal in brackets. */
    public String authority() {
        return authority;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Target that
                && port == that.port
                && transport == that.transport
                && host.equals(that.host)
                && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return Objects.hash(authority, transport, origin);
    }

    /** As a trace shows it. */
    @Override
    public String toString() {
        return authority + " (" + transport + ", " + origin + ")";
    }
}
