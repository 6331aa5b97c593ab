package rollcall.plan;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which scheme answers a challenge, and with what.
 *
 * @param kerberos where its credentials come from; unused by other schemes
 */
public record AuthPlan(Scheme scheme, Kerberos kerberos) {
    /** Without anything of its own about Kerberos. */
    public AuthPlan(Scheme scheme) {
        this(scheme, Kerberos.DEFAULT);
    }

    /** Whether a client may come to ask for a ticket. */
    public boolean mayUseKerberos() {
        return scheme == Scheme.KERBEROS || scheme == Scheme.AUTO;
    }

    /** As in a scenario. */
    public enum Scheme {
        /** Never authenticates; a challenge is a fault. */
        NONE,
        DIGEST,
        NTLM,
        KERBEROS,
        /** What the client would choose from what the server offers. */
        AUTO
    }

    /**
     * Credentials for Kerberos. With {@code ticketCache} every client uses the tickets of whoever runs the tool; else
     * each user logs in with its key from the keytab, else with its password.
     *
     * @param config a krb5.conf, or null for the system's
     * @param realm null for the users' SIP domain in capitals
     * @param keytab a file with the users' keys, or null
     * @param ticketCache whether the current user's tickets serve everybody
     * @param logins how many users talk to the KDC at a time
     */
    public record Kerberos(
            @Nullable Path config,
            @Nullable String realm,
            @Nullable Path keytab,
            boolean ticketCache,
            int logins) {
        public static final Kerberos DEFAULT = new Kerberos(null, null, null, false, 16);
    }
}
