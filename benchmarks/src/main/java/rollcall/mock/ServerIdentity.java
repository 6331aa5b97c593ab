package rollcall.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;
import rollcall.plan.PoolCertificate;
import rollcall.plan.PoolCertificate.KeyKind;

/**
 * A server as the mock pool makes it.
 *
 * @param root a PEM file with the root that a client is to trust; it goes with the process
 */
public record ServerIdentity(PrivateKey key, List<X509Certificate> chain, Path root) {
    /** Makes keys and certificates for a server of this name. */
    public static ServerIdentity make(String host, KeyKind kind) {
        try {
            CertificateMaker maker = new CertificateMaker(host, Instant.now(), new MockKeys(), kind);
            CertificateMaker.Identity identity = maker.server(PoolCertificate.good(List.of(host), kind));
            Path root = Files.createTempFile("rollcall-root", ".pem");
            root.toFile().deleteOnExit();
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(maker.ca().getEncoded());
            Files.writeString(
                    root,
                    "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n",
                    StandardCharsets.US_ASCII);
            return new ServerIdentity(identity.key(), identity.chain(), root);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
