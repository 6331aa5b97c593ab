package rollcall.auth;

import java.io.IOException;
import rollcall.outcome.Fault;

/**
 * Why Kerberos does not do.
 *
 * @param fault {@link Fault#AUTH_REFUSED} when the KDC knows the user and would not have the password: it must not be tried
 *     elsewhere; {@link Fault#AUTH_CLOCK_SKEW}; else {@link Fault#AUTH_NO_TICKET}
 * @param reason for people, without secrets
 */
record KerberosFailure(Fault fault, String reason) {
    /**
     * What an exception of the JDK's Kerberos means. They give the KDC's error (RFC 4120 §7.5.9) in their text alone, as in
     * {@code Pre-authentication information was invalid (24) - PREAUTH_FAILED}.
     *
     * @param doing what was being done, as in {@code login of alice@EXAMPLE.TEST}
     */
    static KerberosFailure of(Exception e, String doing) {
        Throwable cause = cause(e);
        String text = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().strip();
        if (cause instanceof IOException) {
            return new KerberosFailure(Fault.AUTH_NO_TICKET, doing + ": the KDC cannot be reached (" + text + ")");
        }
        return new KerberosFailure(fault(text), doing + ": " + text);
    }

    private static Fault fault(String text) {
        if (text.contains("(37)")) { // KRB_AP_ERR_SKEW
            return Fault.AUTH_CLOCK_SKEW;
        }
        boolean refused = text.contains("(24)") // KDC_ERR_PREAUTH_FAILED
                || text.contains("(18)") // KDC_ERR_CLIENT_REVOKED: disabled or locked out
                || text.contains("(23)") // KDC_ERR_KEY_EXPIRED: the password must be changed
                || text.contains("(31)") // KRB_AP_ERR_BAD_INTEGRITY: the answer opens with another password
                || text.contains("Checksum failed"); // the same, as the JDK says it
        return refused ? Fault.AUTH_REFUSED : Fault.AUTH_NO_TICKET;
    }

    /** The exception that says most: that of the KDC's answer, or of the network. */
    private static Throwable cause(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof IOException || t.getClass().getName().startsWith("sun.security.krb5.Krb")) {
                return t;
            }
        }
        Throwable t = e;
        while (t.getMessage() == null && t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }
}
