package rollcall.auth;

import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/** Kerberos as web servers speak it, the server's side (RFC 4559 §4). Asks nobody, so it may be used on an event loop. */
public final class HttpKerberosVerifier {
    private final KerberosServer server;

    /** @param server made by {@link KerberosServer#web} */
    public HttpKerberosVerifier(KerberosServer server) {
        this.server = server;
    }

    /**
     * Judges a token.
     *
     * @return whose ticket it is, as in {@code alice@EXAMPLE.COM}; null when it is none for this server
     */
    public @Nullable String judge(String token) {
        byte[] bytes = HttpNtlm.decoded(token);
        try {
            GSSContext context = KerberosContext.acceptor(server.credential());
            try {
                context.acceptSecContext(bytes, 0, bytes.length);
                return context.isEstablished()
                                && server.is(context.getTargName().toString())
                        ? context.getSrcName().toString()
                        : null;
            } finally {
                context.dispose();
            }
        } catch (GSSException | RuntimeException e) {
            return null; // the JDK's reader does not check every length before it uses it
        }
    }
}
