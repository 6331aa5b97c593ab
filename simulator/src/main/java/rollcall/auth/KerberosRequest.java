package rollcall.auth;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * The making of one AP-REQ, which may wait for the KDC: runs on a thread of its own, and is read on the event loop when it
 * has. Belongs to one challenge, so that nobody is disturbed by one that ends when its session has gone on.
 */
final class KerberosRequest implements Runnable {
    private final KerberosLogins logins;
    private final Credentials account;
    private final String service;
    private final Oid mechanism;

    private @Nullable KerberosFailure failure =
            new KerberosFailure(Fault.AUTH_NO_TICKET, "nobody has asked for a ticket");
    private @Nullable KerberosContext context;
    private byte[] token = {};
    private long endMillis;

    /**
     * For one service.
     *
     * @param service as in {@code sip/pool01.example.com}
     * @param mechanism what the AP-REQ is wrapped in; only {@link KerberosContext#KERBEROS} leaves a {@link #context}
     */
    KerberosRequest(KerberosLogins logins, Credentials account, String service, Oid mechanism) {
        this.mechanism = mechanism;
        this.logins = logins;
        this.account = account;
        this.service = service;
    }

    @Override
    public void run() {
        String doing = "login of " + logins.principal(account);
        try {
            Subject subject = logins.subject(account);
            doing = "ticket for " + service + " of " + logins.principal(account);
            Subject.doAs(subject, (PrivilegedExceptionAction<@Nullable Void>) () -> {
                initiate(subject);
                return null;
            });
            failure = null;
        } catch (LoginException | PrivilegedActionException | RuntimeException e) {
            failure = KerberosFailure.of(e, doing);
        }
    }

    private void initiate(Subject subject) throws GSSException {
        // The user's realm, as Windows does it: where the service is not at home there, its KDC refers to the right
        // one.
        GSSContext initiator = KerberosContext.initiator(service + '@' + realm(subject), mechanism);
        try {
            token = initiator.initSecContext(new byte[0], 0, 0);
            if (mechanism.equals(KerberosContext.KERBEROS)) {
                context = KerberosContext.of(initiator);
            }
        } finally {
            initiator.dispose();
        }
        endMillis = end(subject);
    }

    private static String realm(Subject subject) throws GSSException {
        for (KerberosTicket ticket : subject.getPrivateCredentials(KerberosTicket.class)) {
            return ticket.getClient().getRealm();
        }
        throw new GSSException(GSSException.NO_CRED, 0, "there is no valid ticket");
    }

    /** Of the ticket that expires first. */
    private static long end(Subject subject) {
        long first = Long.MAX_VALUE;
        for (KerberosTicket ticket : subject.getPrivateCredentials(KerberosTicket.class)) {
            first = Math.min(first, KerberosLogins.millis(ticket.getEndTime()));
        }
        return first;
    }

    /** Why there is no AP-REQ; null: there is. */
    @Nullable
    KerberosFailure failure() {
        return failure;
    }

    /** The AP-REQ, framed as RFC 2743 §3.1 says. */
    byte[] token() {
        return token;
    }

    /** What the AP-REQ has agreed upon; null when it failed, or signs nothing. */
    @Nullable
    KerberosContext context() {
        return context;
    }

    /** When the first of the tickets expires, in milliseconds since 1970. */
    long endMillis() {
        return endMillis;
    }
}
