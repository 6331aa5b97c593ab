package rollcall.tls;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/** A class of its own, so that Java reads Bouncy Castle's signed jars, and keeps their manifests, only where it is used. */
final class BouncyCastleTls {
    private BouncyCastleTls() {}

    /**
     * Bouncy Castle's TLS on the platform's cryptography: on its own, records take 6 to 11 times as long. Only RSA-PSS,
     * without which TLS 1.3 cannot do, has another name there; so its own provider stands in the JVM's list, as the last.
     */
    static Provider provider() {
        Security.addProvider(new BouncyCastleProvider()); // no effect when it is there
        return new BouncyCastleJsseProvider();
    }
}
