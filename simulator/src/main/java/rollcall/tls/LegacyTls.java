package rollcall.tls;

import java.security.Security;

/**
 * Lets the JDK speak with pools on Windows Server 2003 and 2008: TLS 1.0 with RC4, 3DES or AES in CBC mode, and
 * certificates with SHA-1 or MD5 and short keys, which every current Java forbids. Needed for
 * {@link rollcall.plan.TlsPlan.Engine#JDK_LEGACY}.
 */
public final class LegacyTls {
    /** Left forbidden: what no such pool needs, and what protects nothing at all. */
    static final String STILL_DISABLED_IN_TLS = "SSLv3, DTLSv1.0, DES, RC4_40, anon, NULL";

    static final String STILL_DISABLED_IN_CERTIFICATES = "MD2";

    private LegacyTls() {}

    /**
     * Takes the restrictions away, for the whole JVM and until its end. Java reads them once, so this must come before
     * anything that has to do with TLS or certificates.
     */
    public static void allow() {
        Security.setProperty("jdk.tls.disabledAlgorithms", STILL_DISABLED_IN_TLS);
        Security.setProperty("jdk.certpath.disabledAlgorithms", STILL_DISABLED_IN_CERTIFICATES);
    }
}
