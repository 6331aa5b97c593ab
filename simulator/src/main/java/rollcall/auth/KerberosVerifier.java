package rollcall.auth;

import io.netty.buffer.ByteBuf;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import rollcall.outcome.Fault;

/**
 * The server's side of a Kerberos association over SIP: takes the ticket that its keytab opens, then as {@link Association}
 * says. Asks nobody, so it may be used on an event loop.
 */
public final class KerberosVerifier extends SigningAssociation {
    private final AuthKit kit;
    private final KerberosServer server;
    private final KerberosKeys keys;
    private Credentials judged = new Credentials("", "", "");

    /** @param kit of the event loop that the registrar's connection lives on */
    public KerberosVerifier(AuthKit kit, KerberosServer server) {
        this(kit, server, new KerberosKeys());
    }

    private KerberosVerifier(AuthKit kit, KerberosServer server, KerberosKeys keys) {
        super(kit, new SigningContext(Scheme.KERBEROS, keys, server.realm(), server.targetName(), server.version()));
        this.kit = kit;
        this.server = server;
        this.keys = keys;
    }

    /** Writes the value of a WWW-Authenticate header for a client that has said nothing yet. */
    public static void offer(KerberosServer server, ByteBuf out) {
        offer(Scheme.KERBEROS, server.realm(), server.targetName(), server.version(), out);
    }

    @Override
    Verdict judge(byte[] message, int length) {
        if (length < 0) {
            return Verdict.MALFORMED;
        }
        try {
            GSSContext context = KerberosContext.acceptor(server.credential());
            try {
                context.acceptSecContext(message, 0, length);
                if (!context.isEstablished()) {
                    return Verdict.MALFORMED;
                }
                if (!server.is(context.getTargName().toString())) {
                    return Verdict.REFUSED;
                }
                judged = new Credentials("", context.getSrcName().toString(), "");
                KerberosContext.of(context).derive(kit, keys);
                return Verdict.ACCEPTED;
            } finally {
                context.dispose();
            }
        } catch (GSSException e) {
            if (e.getMajor() == GSSException.DEFECTIVE_TOKEN) {
                return Verdict.MALFORMED;
            }
            return KerberosFailure.of(e, "").fault() == Fault.AUTH_CLOCK_SKEW ? Verdict.CLOCK_SKEW : Verdict.REFUSED;
        } catch (RuntimeException e) {
            return Verdict.MALFORMED; // the JDK's reader does not check every length before it uses it
        }
    }

    @Override
    Credentials judged() {
        return judged;
    }
}
