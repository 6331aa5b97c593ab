package rollcall.check;

/**
 * How long a check waits, in nanoseconds: for a DNS answer (each of two tries), for a connection, for a handshake, for an
 * answer of SIP.
 */
public record CheckLimits(long dnsNanos, long connectNanos, long handshakeNanos, long answerNanos) {
    private static final long SECOND = 1_000_000_000L;

    /** A little more patience than people have, less than clients. */
    public static final CheckLimits USUAL = new CheckLimits(2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND);
}
