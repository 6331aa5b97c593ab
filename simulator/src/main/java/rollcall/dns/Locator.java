package rollcall.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executor;
import rollcall.outcome.Fault;

/**
 * Where is the pool, asked as the client asks. Never blocks; each call answers exactly once, on the executor that was
 * given with it (the client's event loop), possibly before the call returns when the answer was in a cache and the
 * caller is on that loop.
 */
public interface Locator extends AutoCloseable {
    /** The client's walk for a SIP domain: SRV names in parallel, judged in the profile's order, then fall-back names. */
    void locate(String domain, long random, Executor loop, Located answer);

    /** Addresses of a host; a literal is answered without a query. */
    void resolve(String host, Executor loop, Resolved answer);

    /**
     * What one client uses for one sign-in, asked for when the sign-in starts: where each client asks for itself, this
     * remembers the answers of the sign-in, so that each name is asked once in it. Costs nothing otherwise.
     */
    default Locator forSignIn() {
        return this;
    }

    /** Ends it: whoever still waits is told that the run was stopped. Only the one who built it closes it. */
    @Override
    default void close() {}

    /** Takes the answer of {@link #locate}. */
    interface Located {
        /** Targets in the order in which the client tries them, never empty. */
        void located(List<Target> targets);

        /** No target; detail names the records that were asked and what each said. */
        void notLocated(Fault fault, String detail);
    }

    /** Takes the answer of {@link #resolve}. */
    interface Resolved {
        /** Addresses in the order in which the client tries them, never empty. */
        void resolved(List<InetAddress> addresses);

        void notResolved(Fault fault, String detail);
    }
}
