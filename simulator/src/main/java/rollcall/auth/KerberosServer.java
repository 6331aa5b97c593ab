package rollcall.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KeyTab;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.Oid;
import rollcall.sip.AsciiSlice;

/** What a front end or a web server is in Kerberos: its names, and the keytab with its key. Thread-safe. */
public final class KerberosServer {
    private final AsciiSlice realm;
    private final AsciiSlice targetName;
    private final String service;
    private final int version;
    private final GSSCredential credential;

    /**
     * Reads the keytab.
     *
     * @param realm of SIP, {@code SIP Communications Service} on every pool that was not told otherwise
     * @param host the front end's name, as in {@code pool01.example.com}
     * @param version of the protocol that it offers: 2, 3 or 4
     * @param keytab with the key of {@code sip/host}
     * @throws IOException when there is no such file
     */
    public KerberosServer(String realm, String host, int version, Path keytab) throws IOException {
        this(realm, "sip/" + host, version, keytab, KerberosContext.KERBEROS);
    }

    /**
     * A web server, whose tickets come wrapped as RFC 4178 has it.
     *
     * @param host its name, as in {@code web01.example.com}
     * @param keytab with the key of {@code HTTP/host}
     * @throws IOException when there is no such file
     */
    public static KerberosServer web(String host, Path keytab) throws IOException {
        return new KerberosServer("", "HTTP/" + host, 0, keytab, KerberosContext.SPNEGO);
    }

    private KerberosServer(String realm, String service, int version, Path keytab, Oid mechanism) throws IOException {
        KeyTab keys = KeyTab.getUnboundInstance(keytab.toFile());
        if (!keys.exists()) {
            throw new IOException("there is no keytab " + keytab);
        }
        this.service = service;
        this.realm = AsciiSlice.of(realm);
        this.targetName = AsciiSlice.of(service);
        this.version = version;
        Subject owner = new Subject(true, Set.of(), Set.of(), Set.of(keys));
        try {
            credential = Subject.doAs(
                    owner, (PrivilegedExceptionAction<GSSCredential>) () -> KerberosContext.MANAGER.createCredential(
                            null, GSSCredential.INDEFINITE_LIFETIME, mechanism, GSSCredential.ACCEPT_ONLY));
        } catch (PrivilegedActionException e) {
            throw new IOException(KerberosFailure.of(e, "keytab " + keytab).reason(), e);
        }
    }

    AsciiSlice realm() {
        return realm;
    }

    AsciiSlice targetName() {
        return targetName;
    }

    int version() {
        return version;
    }

    GSSCredential credential() {
        return credential;
    }

    /** Is a ticket for this principal, {@code sip/host@REALM}, one for this server? */
    boolean is(String principal) {
        int length = service.length();
        return principal.length() > length
                && principal.charAt(length) == '@'
                && principal.regionMatches(true, 0, service, 0, length);
    }
}
