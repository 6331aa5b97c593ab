package rollcall.dns;

import rollcall.plan.Transport;

/**
 * A server a client may try.
 *
 * @param host the name the client connects to, without a trailing dot; what the certificate must carry
 * @param origin where it comes from: the SRV name asked, the fall-back name, or {@code manual} or {@code redirect}
 */
public record Target(String host, int port, Transport transport, String origin) {
    /** {@code host:port}, with an IPv6 literal in brackets. */
    public String authority() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
