package rollcall.auth;

import com.sun.security.auth.module.Krb5LoginModule;
import java.nio.file.Path;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * The users' logins at the KDC, one for a run: whoever has logged in keeps the tickets until they are about to expire, for
 * other servers and for authenticating anew. Thread-safe; made once and given to every {@link AuthKit}.
 *
 * <p>The KDC of a realm stands in krb5.conf, which {@code java.security.krb5.conf} names before anything here is used. How
 * long a KDC that is down can hold up a login is said there too, in {@code [libdefaults]}: {@code kdc_timeout}
 * (milliseconds, or seconds as in {@code 3s}; Java's default is 30 s) times {@code max_retries} (Java's default is 3) for
 * each KDC of the realm.
 */
public final class KerberosLogins {
    /** About 4 KB each; beyond, who has not been seen for longest logs in again. */
    private static final int MAX_LOGINS = 50_000;

    private final KerberosSource source;
    private final LongSupplier wallNanos;
    private final Map<String, Login> logins = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Login> eldest) {
            return size() > MAX_LOGINS;
        }
    };

    /** @param wallNanos the time of day in nanoseconds since 1970 */
    public KerberosLogins(KerberosSource source, LongSupplier wallNanos) {
        this.source = source;
        this.wallNanos = wallNanos;
    }

    /** Is there something that this account could log in with? */
    boolean canLogIn(Credentials account) {
        return source.ticketCache()
                || source.keytab() != null
                || !account.password().isEmpty();
    }

    /** Whose tickets they are, as in {@code alice@EXAMPLE.COM}: for people, where the ticket cache says who. */
    String principal(Credentials account) {
        if (source.ticketCache()) {
            return "the user of the ticket cache";
        }
        String user = account.user();
        int at = user.lastIndexOf('@');
        return at < 0
                ? user + '@' + source.realm()
                : user.substring(0, at) + user.substring(at).toUpperCase(Locale.ROOT);
    }

    /**
     * The tickets of an account. Waits for the KDC where that is necessary; a user whose password it has refused is refused
     * from then on without asking.
     */
    Subject subject(Credentials account) throws LoginException {
        String principal = principal(account);
        Login login;
        synchronized (logins) {
            login = logins.computeIfAbsent(principal, p -> new Login());
        }
        synchronized (login) { // a user who signs in twice logs in once
            LoginException refused = login.refused;
            if (refused != null) {
                throw refused; // another attempt could lock the user out
            }
            Subject known = login.subject;
            if (known == null || !isFresh(known)) {
                known = logIn(principal, account.password(), login);
            }
            return known;
        }
    }

    private Subject logIn(String principal, String password, Login login) throws LoginException {
        try {
            Subject subject = logIn(principal, password);
            login.subject = subject;
            return subject;
        } catch (LoginException e) {
            if (KerberosFailure.of(e, "").fault() == Fault.AUTH_REFUSED) {
                login.refused = e;
            }
            throw e;
        }
    }

    /** Do all tickets live for another quarter of their time? Later there is no point in authenticating with them. */
    private boolean isFresh(Subject subject) {
        long now = wallNanos.getAsLong() / 1_000_000;
        for (KerberosTicket ticket : subject.getPrivateCredentials(KerberosTicket.class)) {
            long end = millis(ticket.getEndTime());
            if (end - now < (end - millis(ticket.getStartTime())) / 4) {
                return false;
            }
        }
        return true;
    }

    /** Since 1970; 0 for a ticket that was destroyed. */
    static long millis(@Nullable Date date) {
        return date == null ? 0 : date.toInstant().toEpochMilli();
    }

    private Subject logIn(String principal, String password) throws LoginException {
        Map<String, Object> shared = new HashMap<>();
        Map<String, String> options = new HashMap<>();
        Path keytab = source.keytab();
        boolean byKey = keytab != null && (password.isEmpty() || hasKey(keytab, principal));
        if (source.ticketCache()) {
            options.put("useTicketCache", "true");
            options.put("doNotPrompt", "true");
        } else if (byKey) {
            options.put("principal", principal);
            options.put("useKeyTab", "true");
            options.put("keyTab", String.valueOf(keytab));
            options.put("doNotPrompt", "true");
        } else {
            options.put("principal", principal);
            options.put("useFirstPass", "true");
            shared.put("javax.security.auth.login.name", principal);
            shared.put("javax.security.auth.login.password", password.toCharArray());
        }
        Subject subject = new Subject();
        Krb5LoginModule module = new Krb5LoginModule();
        module.initialize(subject, null, shared, options);
        try {
            module.login();
            module.commit();
            return subject;
        } catch (LoginException e) {
            if (e.getCause() == null) { // nobody was asked: the JDK found nothing to ask with
                throw new LoginException(
                        source.ticketCache()
                                ? "there is no valid ticket in the ticket cache of the current user"
                                : "there is no key in " + keytab + " and no password");
            }
            throw e;
        }
    }

    private static boolean hasKey(Path keytab, String principal) {
        KerberosPrincipal owner = new KerberosPrincipal(principal);
        return KeyTab.getInstance(owner, keytab.toFile()).getKeys(owner).length > 0;
    }

    private static final class Login {
        @Nullable
        Subject subject;

        @Nullable
        LoginException refused;
    }
}
