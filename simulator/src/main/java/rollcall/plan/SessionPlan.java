package rollcall.plan;

/**
 * What a client does once it is signed in.
 *
 * @param stayNanos how long it stays
 * @param stayFrom from when the stay counts
 * @param refresh whether the registration is renewed before it expires
 * @param keepAlive whether CRLF keep-alives are sent as negotiated
 * @param signOut whether it leaves with REGISTER Expires 0, or just closes
 */
public record SessionPlan(long stayNanos, StayFrom stayFrom, boolean refresh, boolean keepAlive, boolean signOut) {
    /** From when a stay counts. */
    public enum StayFrom {
        /** Each client for itself, from its 200. */
        SIGN_IN("signIn"),
        /** All together, from the moment when the last arrival has signed in or failed. */
        ALL_SIGNED_IN("allSignedIn");

        private final String word;

        StayFrom(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
