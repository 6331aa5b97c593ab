package rollcall.plan;

/**
 * How names are looked up.
 *
 * @param cache what is shared between clients
 * @param timeoutNanos how long one try waits
 * @param tries how often a query is sent in all, at least 1
 * @param maxInFlight queries under way at once; more are a fault, not a queue without end
 * @param ipv6 whether AAAA is asked too; IPv4 addresses come first
 * @param strictName the highest level of the strict name rule that is accepted, see {@code dns.StrictName}: 1 the domain
 *     itself or sip.domain, 2 any host directly in the domain, 3 a host in a sub-domain, 4 anything
 */
public record DnsPlan(Cache cache, long timeoutNanos, int tries, int maxInFlight, boolean ipv6, int strictName) {
    /** What clients share. */
    public enum Cache {
        /** Each client asks for itself, every name once a sign-in. */
        PER_CLIENT("per-client"),
        /** One cache for all that respects the records' TTL. */
        SHARED("shared"),
        /** Every look-up goes to the server. */
        NONE("none");

        private final String word;

        Cache(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
