package rollcall.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the mock pool is and how it misbehaves.
 *
 * @param domain the SIP domain it serves
 * @param users how many users exist: user0001@domain and on (at least four digits)
 * @param auth what it demands of them
 * @param director whether a Director stands in front of two pools and redirects each user to one of them; then SRV
 *     records name the Director
 * @param latencyNanos added to every SIP answer
 * @param expiresSeconds the registration lifetime it grants
 * @param key the server certificate's key: {@code rsa} or {@code ecdsa}
 * @param faults names of behaviours, see {@code mock.Behaviour}, each with an optional share: {@code stall}, {@code reject-503:10%}
 * @param bind the address everything listens on
 * @param dnsPort 0 means any free port, as for the next two
 * @param pool the pool server by server; null for the usual one: a pool, or a Director in front of two. Where it is given,
 *     it stands for {@code director}, {@code tlsPort} and {@code tcpPort}, which mean nothing then.
 * @param frontEnds how many front ends the usual pool has, each a target of the SRV records for clients inside; with a
 *     Director it has 1
 * @param edge how the usual pool can be reached from outside, too: through Access Edges, which the record {@code _sip._tls}
 *     names; null: without one, that record names the pool
 * @param webPort where the usual pool's web services listen for clients inside; {@link #NO_WEB}: it has none, and
 *     names none. Those for clients outside listen at any free port.
 */
public record MockPlan(
        String domain,
        int users,
        Auth auth,
        boolean director,
        long latencyNanos,
        int expiresSeconds,
        String key,
        List<String> faults,
        String bind,
        int dnsPort,
        int tlsPort,
        int tcpPort,
        @Nullable PoolPlan pool,
        int frontEnds,
        @Nullable EdgePlan edge,
        int webPort) {
    /** The {@code webPort} of a pool without web services. */
    public static final int NO_WEB = -1;

    /** A pool has no more front ends than these. */
    public static final int MOST_FRONT_ENDS = 20;

    /** The usual pool with one front end, without edges and web services. */
    public MockPlan(
            String domain,
            int users,
            Auth auth,
            boolean director,
            long latencyNanos,
            int expiresSeconds,
            String key,
            List<String> faults,
            String bind,
            int dnsPort,
            int tlsPort,
            int tcpPort) {
        this(
                domain,
                users,
                auth,
                director,
                latencyNanos,
                expiresSeconds,
                key,
                faults,
                bind,
                dnsPort,
                tlsPort,
                tcpPort,
                null,
                1,
                null,
                NO_WEB);
    }

    /** The same users and servers, server by server, or as usual (null). */
    public MockPlan withPool(@Nullable PoolPlan servers) {
        return copy(auth, bind, dnsPort, servers, frontEnds, edge, webPort);
    }

    /** The same pool with so many front ends. */
    public MockPlan withFrontEnds(int number) {
        return copy(auth, bind, dnsPort, pool, number, edge, webPort);
    }

    /** The same pool, with edges before it, or without (null). */
    public MockPlan withEdge(@Nullable EdgePlan edges) {
        return copy(auth, bind, dnsPort, pool, frontEnds, edges, webPort);
    }

    /** What its edges do; those of a pool that is described server by server serve its domain. */
    public EdgePlan edgeRules() {
        return edge == null ? EdgePlan.of(domain) : edge;
    }

    /**
     * The same pool with web services.
     *
     * @param port 0: any free one; {@link #NO_WEB}: without
     */
    public MockPlan withWeb(int port) {
        return copy(auth, bind, dnsPort, pool, frontEnds, edge, port);
    }

    /**
     * The same pool, with name servers elsewhere.
     *
     * @param address where everything listens that {@link #pool} says nothing of
     */
    public MockPlan at(String address, int port) {
        return copy(auth, address, port, pool, frontEnds, edge, webPort);
    }

    /** The same pool that demands something else of its users. */
    public MockPlan with(Auth other) {
        return copy(other, bind, dnsPort, pool, frontEnds, edge, webPort);
    }

    /** This plan, but for what one of the methods above may say anew. */
    private MockPlan copy(
            Auth auth,
            String bind,
            int dnsPort,
            @Nullable PoolPlan pool,
            int frontEnds,
            @Nullable EdgePlan edge,
            int webPort) {
        return new MockPlan(
                domain,
                users,
                auth,
                director,
                latencyNanos,
                expiresSeconds,
                key,
                faults,
                bind,
                dnsPort,
                tlsPort,
                tcpPort,
                pool,
                frontEnds,
                edge,
                webPort);
    }

    /**
     * What the pool demands of its users.
     *
     * @param schemes {@code none}, or any of {@code digest}, {@code ntlm}, {@code kerberos}; the order is the order of offers
     * @param password the password of every user; null when {@code schemes} needs none
     * @param version of NTLM and Kerberos over SIP (MS-SIPAE 2.2.1): 2, 3 or 4
     * @param timestamp whether NTLM challenges carry the time, as those of newer servers do, which obliges clients to an
     *     integrity code
     * @param keytab the key of {@code sip/<front end>}, for Kerberos; null when {@code schemes} has it not
     */
    public record Auth(
            List<String> schemes,
            @Nullable Secret password,
            int version,
            boolean timestamp,
            @Nullable Path keytab) {
        /** Version 4, as Office Communications Server 2007 R2. */
        public static final int VERSION = 4;

        public static final Auth NONE = new Auth(List.of("none"), null, VERSION, false, null);

        /** As a pool of 2007 R2. */
        public Auth(List<String> schemes, @Nullable Secret password) {
            this(schemes, password, VERSION, false, null);
        }

        /** The same demands, of users who have this password. */
        public Auth with(Secret theirs) {
            return new Auth(schemes, theirs, version, timestamp, keytab);
        }

        /** The same, by other schemes. */
        public Auth offering(List<String> others) {
            return new Auth(others, password, version, timestamp, keytab);
        }
    }
}
