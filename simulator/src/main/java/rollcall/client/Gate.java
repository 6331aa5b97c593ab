package rollcall.client;

import java.net.InetAddress;
import rollcall.dns.Target;

/** What a client must ask before it does something that could harm somebody. */
public interface Gate {
    /** Whether a connection to this server may be opened at all. */
    boolean permits(Target target, InetAddress address);

    /** Whether credentials of this user may still be sent: false once they were refused. */
    boolean mayAuthenticate(int user);

    /**
     * When a sign-in that would begin now may begin; later where more begin than is allowed. It counts as begun then.
     * Clients that arrive tell; those that come back obey.
     */
    default long turnNanos(long nowNanos) {
        return nowNanos;
    }

    /** Notes that the credentials of this user were refused. */
    void refused(int user);
}
