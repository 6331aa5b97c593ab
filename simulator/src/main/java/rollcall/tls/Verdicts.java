package rollcall.tls;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found about certificates, so that thousands of handshakes with one server judge its chain once. A
 * verdict holds for exactly the same bytes only, and for a span of time only. Thread-safe.
 */
final class Verdicts {
    /** A pool has a handful of servers; whoever shows more certificates than this is judged anew. */
    static final int LIMIT = 1024;

    private final ConcurrentHashMap<Key, Verdict> known = new ConcurrentHashMap<>();

    /**
     * What was found.
     *
     * @param refusal null means acceptable
     * @param fromMillis when it was found; it does not hold before, should the clock be set back
     * @param untilMillis the first moment at which it may be different
     */
    record Verdict(@Nullable TlsRefusal refusal, long fromMillis, long untilMillis) {}

    @Nullable
    Verdict find(Key key, long nowMillis) {
        Verdict verdict = known.get(key);
        return verdict != null && nowMillis >= verdict.fromMillis && nowMillis < verdict.untilMillis ? verdict : null;
    }

    void remember(Key key, Verdict verdict) {
        if (known.size() >= LIMIT) {
            known.clear();
        }
        known.put(key, verdict);
    }

    int size() {
        return known.size();
    }

    /** Certificates in DER, and the host name they are judged for (empty: for no name in particular). */
    static final class Key {
        private final byte[][] ders;
        private final String host;
        private final int hash;

        Key(byte[][] ders, String host) {
            this.ders = ders;
            this.host = host;
            this.hash = 31 * host.hashCode() + tail(ders[0]);
        }

        /** A certificate ends in its signature, which is as good as random: four bytes of it make a hash code. */
        private static int tail(byte[] der) {
            int hash = 0;
            for (int i = Math.max(0, der.length - 4); i < der.length; i++) {
                hash = (hash << 8) | (der[i] & 0xff);
            }
            return hash;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Key key) || hash != key.hash || ders.length != key.ders.length) {
                return false;
            }
            for (int i = 0; i < ders.length; i++) {
                if (!Arrays.equals(ders[i], key.ders[i])) {
                    return false;
                }
            }
            return host.equals(key.host);
        }
    }
}
