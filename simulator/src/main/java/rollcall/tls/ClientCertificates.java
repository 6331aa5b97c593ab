package rollcall.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Accounts;
import rollcall.plan.ClientCertificate;
import rollcall.plan.PlanException;

/**
 * What clients show to servers that ask for a certificate: nothing, one for all, or each user its own. One serves all
 * connections, so that certificates cost no TLS context of their own. It remembers which servers asked: their "handshake
 * failure" afterwards is about that, and not about a missing cipher suite.
 */
final class ClientCertificates extends X509ExtendedKeyManager {
    /** All of them are read before the first client starts; a chain and its key take some 5 KB. */
    static final int MOST_USERS = 100_000;

    private static final String EVERYBODY = "everybody"; // no user: those have an @

    private final Map<String, ClientCredential> credentials;
    private final boolean perUser;
    private final Map<SSLEngine, String> users = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<SSLEngine, Asked> asked = Collections.synchronizedMap(new WeakHashMap<>());

    /** What became of a server's wish for a certificate. */
    enum Asked {
        /** It has none so far. */
        NO,
        /** There was none to show. */
        IN_VAIN,
        ANSWERED
    }

    private ClientCertificates(Map<String, ClientCredential> credentials, boolean perUser) {
        this.credentials = credentials;
        this.perUser = perUser;
    }

    /**
     * Reads what the plan names.
     *
     * @param accounts whose certificates are read where each user has its own
     * @throws PlanException naming the first file that is missing or of no use, and how many users lack theirs
     */
    static ClientCertificates read(@Nullable ClientCertificate plan, Accounts accounts) throws PlanException {
        Map<String, ClientCredential> credentials = new HashMap<>();
        if (plan == null) {
            return new ClientCertificates(credentials, false);
        }
        if (!plan.perUser()) {
            credentials.put(EVERYBODY, ClientCredential.read(plan));
            return new ClientCertificates(credentials, false);
        }
        if (accounts.size() > MOST_USERS) {
            throw new PlanException("tls.certificate: " + accounts.size() + " users with a certificate each are more"
                    + " than the " + MOST_USERS + " that one process keeps; spread them over several runs.");
        }
        int missing = 0;
        String first = "";
        for (int i = 0; i < accounts.size(); i++) {
            String user = accounts.at(i).user();
            try {
                credentials.put(user, ClientCredential.read(plan.of(user)));
            } catch (PlanException e) {
                first = missing++ == 0 ? String.valueOf(e.getMessage()) : first;
            }
        }
        if (missing > 0) {
            throw new PlanException(
                    missing == 1 ? first : first + " So it is with " + missing + " of " + accounts.size() + " users.");
        }
        return new ClientCertificates(credentials, true);
    }

    /** Whether no client has one. */
    boolean none() {
        return credentials.isEmpty();
    }

    /** Tells whose connection this is, before its handshake. */
    void belongs(SSLEngine engine, String user) {
        if (perUser) {
            users.put(engine, user);
        }
    }

    /** Whether the server at the other end of this engine asked for a certificate, and was shown one. */
    Asked askedOf(SSLEngine engine) {
        return asked.getOrDefault(engine, Asked.NO);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        String alias = perUser ? users.get(engine) : EVERYBODY;
        ClientCredential credential = alias == null ? null : credentials.get(alias);
        boolean fits = credential != null && credential.fits(keyTypes);
        if (fits) {
            asked.put(engine, Asked.ANSWERED);
        } else {
            asked.putIfAbsent(engine, Asked.IN_VAIN); // an engine may ask again, with other kinds of keys
        }
        return fits ? alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ClientCredential credential = credentials.get(alias);
        return credential == null ? null : credential.chain();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ClientCredential credential = credentials.get(alias);
        return credential == null ? null : credential.key();
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
