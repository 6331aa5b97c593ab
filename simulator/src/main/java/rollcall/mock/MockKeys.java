package rollcall.mock;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import rollcall.plan.PoolCertificate.KeyKind;

/**
 * Key pairs, made when first asked for and side by side: an RSA key takes a good part of a second. A pool has keys of its
 * own; many pools in one process, each for a moment, may share them. Safe for any thread.
 */
public final class MockKeys {
    /** Whose key it is. One key serves all servers that want the same kind. */
    enum Owner {
        CA,
        POLICY_CA,
        ISSUING_CA,
        STRANGER,
        SERVER,
        CLIENT
    }

    private record Id(Owner owner, KeyKind kind) {}

    private final Map<Id, CompletableFuture<KeyPair>> pairs = new ConcurrentHashMap<>();

    /** Begins to make a key that will be wanted. */
    void begin(Owner owner, KeyKind kind) {
        var unused = pair(owner, kind);
    }

    KeyPair of(Owner owner, KeyKind kind) {
        return pair(owner, kind).join();
    }

    private CompletableFuture<KeyPair> pair(Owner owner, KeyKind kind) {
        return pairs.computeIfAbsent(new Id(owner, kind), id -> CompletableFuture.supplyAsync(() -> keyPair(id.kind)));
    }

    private static KeyPair keyPair(KeyKind kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.isRsa() ? "RSA" : "EC");
            switch (kind) {
                case RSA_1024 -> generator.initialize(1024);
                case RSA_2048 -> generator.initialize(2048);
                case P_256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case P_384 -> generator.initialize(new ECGenParameterSpec("secp384r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no " + kind + " keys", e);
        }
    }
}
