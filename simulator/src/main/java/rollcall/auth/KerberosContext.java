package rollcall.auth;

import com.sun.security.jgss.ExtendedGSSContext;
import com.sun.security.jgss.InquireType;
import javax.security.auth.kerberos.EncryptionKey;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;

/** What is left of the JDK's security context once it is established: the key, and where its own sequence numbers begin. */
final class KerberosContext {
    private static final String REPLAY_CACHE = "sun.security.krb5.rcache";

    static {
        // Else the JDK keeps the tickets that a server has seen in a file in the folder for temporary files, and
        // rewrites
        // it at each sign-in. The window of cnum sees replays within an association, and a replayed ticket is of no use
        // without the key to sign with.
        if (System.getProperty(REPLAY_CACHE) == null) {
            System.setProperty(REPLAY_CACHE, "none");
        }
    }

    static final GSSManager MANAGER = GSSManager.getInstance();

    /** RFC 1964 §1: the mechanism; §2.1.1: a principal's name as Kerberos writes it. */
    static final Oid KERBEROS = oid("1.2.840.113554.1.2.2");

    /** RFC 4178 §4: what stands around a ticket on the web. */
    static final Oid SPNEGO = oid("1.3.6.1.5.5.2");

    static final Oid PRINCIPAL_NAME = oid("1.2.840.113554.1.2.2.1");

    private final int keyType;
    private final byte[] key;
    private final byte[] signature;

    private KerberosContext(int keyType, byte[] key, byte[] signature) {
        this.keyType = keyType;
        this.key = key;
        this.signature = signature;
    }

    /**
     * A client's context that needs one leg, as MS-SIPAE 3.2.5.1 has it: no mutual authentication. SIP messages may
     * overtake each other, and MS-SIPAE counts them itself: so the tokens do not.
     *
     * @param mechanism {@link #KERBEROS} or {@link #SPNEGO}
     */
    static GSSContext initiator(String service, Oid mechanism) throws GSSException {
        GSSContext context = MANAGER.createContext(
                MANAGER.createName(service, PRINCIPAL_NAME), mechanism, null, GSSContext.DEFAULT_LIFETIME);
        context.requestInteg(true);
        context.requestMutualAuth(false);
        context.requestConf(false);
        context.requestReplayDet(false);
        context.requestSequenceDet(false);
        context.requestCredDeleg(false);
        return context;
    }

    /** A server's context. */
    static GSSContext acceptor(GSSCredential credential) throws GSSException {
        return MANAGER.createContext(credential);
    }

    /** Takes what is needed from an established context. */
    static KerberosContext of(GSSContext context) throws GSSException {
        // documented since Java 9: every context of the JDK is one, and the answer is of this type
        EncryptionKey key =
                (EncryptionKey) ((ExtendedGSSContext) context).inquireSecContext(InquireType.KRB5_GET_SESSION_KEY_EX);
        if (!KerberosKeys.isKnown(key.getKeyType())) {
            throw new GSSException(
                    GSSException.FAILURE,
                    0,
                    "the session key is of type " + key.getKeyType()
                            + "; permitted_enctypes in krb5.conf must leave aes256-cts, aes128-cts or rc4-hmac alone");
        }
        return new KerberosContext(
                key.getKeyType(), key.getEncoded(), context.getMIC(new byte[0], 0, 0, new MessageProp(0, false)));
    }

    /** Gives the key to those who sign with it from now on. */
    void derive(AuthKit kit, KerberosKeys keys) {
        keys.derive(kit, keyType, key, signature);
    }

    private static Oid oid(String text) {
        try {
            return new Oid(text);
        } catch (GSSException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
