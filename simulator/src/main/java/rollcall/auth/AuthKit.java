package rollcall.auth;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What all mechanisms of one event loop share, so that a session keeps only its keys: hash functions with their buffers,
 * and the source of randomness. Not thread-safe.
 */
public final class AuthKit {
    private final RandomGenerator random;
    private final Map<DigestAlgorithm, DigestHash> hashes = new EnumMap<>(DigestAlgorithm.class);

    /** @param random cnonces, client challenges and session keys come from here; fixed in tests */
    public AuthKit(RandomGenerator random) {
        this.random = random;
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            hashes.put(algorithm, new DigestHash(algorithm));
        }
    }

    RandomGenerator random() {
        return random;
    }

    DigestHash hash(DigestAlgorithm algorithm) {
        DigestHash hash = hashes.get(algorithm);
        if (hash == null) {
            throw new IllegalStateException("no hash for " + algorithm);
        }
        return hash;
    }
}
