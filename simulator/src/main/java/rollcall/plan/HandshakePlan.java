package rollcall.plan;

/**
 * TLS handshakes with one server, and nothing after them: what {@code rollcall handshake} measures.
 *
 * @param host where to connect, a name or an address
 * @param name what the certificate must carry, and what the server is told; usually the host
 * @param count how many handshakes are measured; at least {@code repetitions}
 * @param repetitions into how many parts the count is split
 * @param warmUp how many go before them and do not count
 * @param concurrency how many are under way at the same time, at least 1
 */
public record HandshakePlan(
        String host, int port, String name, TlsPlan tls, int count, int repetitions, int warmUp, int concurrency) {
    /** {@code host:port}, with an IPv6 literal in brackets. */
    public String target() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** The same under another name, secured in another way. */
    public HandshakePlan with(String otherName, TlsPlan otherTls) {
        return new HandshakePlan(host, port, otherName, otherTls, count, repetitions, warmUp, concurrency);
    }

    /** How many handshakes this repetition has, of which the first is 0. */
    public int countOf(int repetition) {
        return count / repetitions + (repetition < count % repetitions ? 1 : 0);
    }
}
