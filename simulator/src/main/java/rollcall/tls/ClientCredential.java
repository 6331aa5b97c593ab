package rollcall.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import rollcall.plan.ClientCertificate;
import rollcall.plan.PlanException;

/** A certificate to show, with what stands above it, and its key. Prints without the key. */
final class ClientCredential {
    private final X509Certificate[] chain;
    private final PrivateKey key;

    private ClientCredential(X509Certificate[] chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /** Reads both files and looks whether they belong together. */
    static ClientCredential read(ClientCertificate files) throws PlanException {
        List<X509Certificate> chain = Pem.read(
                        "tls.certificate", files.certificate(), "Give a PEM file with the client's certificate.")
                .certificates("the client's certificate");
        PrivateKey key = Pem.read("tls.key", files.key(), "Give a PEM file with the key of the client's certificate.")
                .privateKey();
        if (!areOnePair(chain.get(0).getPublicKey(), key)) {
            throw new PlanException("tls.key: the key in " + files.key() + " is not that of the first certificate in "
                    + files.certificate() + ".");
        }
        return new ClientCredential(chain.toArray(new X509Certificate[0]), key);
    }

    private static boolean areOnePair(PublicKey open, PrivateKey secret) {
        if (open instanceof RSAPublicKey left && secret instanceof RSAPrivateKey right) {
            return left.getModulus().equals(right.getModulus()); // a trial would take a millisecond for each user
        }
        try {
            byte[] trial = {1, 2, 3};
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(secret);
            signature.update(trial);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(trial);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // keys of two kinds, for a beginning
        }
    }

    /**
     * Whether a server that takes these kinds of keys may be shown it. The authorities that a server names are passed
     * over: whoever configures a certificate wants it to be shown, and the server to say what is wrong with it.
     */
    boolean fits(String[] keyTypes) {
        for (String type : keyTypes) {
            // Bouncy Castle adds the curve: EC/secp256r1
            if (type.equals(key.getAlgorithm()) || type.startsWith(key.getAlgorithm() + "/")) {
                return true;
            }
        }
        return false;
    }

    /** The same objects each time: BoringSSL's side keeps what it has made of the last ones. */
    X509Certificate[] chain() {
        return chain.clone();
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return chain[0].getSubjectX500Principal().getName();
    }
}
