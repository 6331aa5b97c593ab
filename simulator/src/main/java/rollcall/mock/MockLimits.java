package rollcall.mock;

import rollcall.sip.SipLimits;

/**
 * How much of the pool one client may take.
 *
 * @param sip the largest message; half of one is what a connection may hold at most
 * @param keepAliveSeconds what the registrar tells clients in {@code ms-keep-alive}
 * @param idleMillis silence after which a connection is closed: the above and a margin
 * @param halfMessageMillis how long the rest of a message may take
 * @param handshakeMillis how long a TLS handshake may take
 * @param sweepMillis how often the above are looked after
 * @param endpoints how many endpoints one connection may sign in
 */
record MockLimits(
        SipLimits sip,
        int keepAliveSeconds,
        long idleMillis,
        long halfMessageMillis,
        long handshakeMillis,
        long sweepMillis,
        int endpoints) {
    /** How many security associations one connection may have, half-open ones among them: a new and an old an endpoint. */
    int associations() {
        return 2 * endpoints;
    }

    /** How many subscriptions one connection may have. */
    int dialogs() {
        return 4 * endpoints;
    }

    /** A REGISTER with a Kerberos ticket fits in 32 KiB; 300 s are what an OCS 2007 R2 pool says. */
    static final MockLimits DEFAULT =
            new MockLimits(new SipLimits(96 << 10, 32 << 10, 128, 64 << 10), 300, 345_000, 32_000, 30_000, 1_000, 100);
}
