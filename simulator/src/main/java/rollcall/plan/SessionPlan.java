package rollcall.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a client does once it is signed in.
 *
 * @param stayNanos how long it stays
 * @param stayFrom from when the stay counts
 * @param refresh whether the registration is renewed before it expires
 * @param keepAlive whether CRLF keep-alives are sent as negotiated
 * @param signOut whether it leaves with REGISTER Expires 0, or just closes
 * @param subscribe whether it subscribes to what its profile names: contacts, provisioning, its own data
 * @param publish whether it publishes its presence; only together with {@code subscribe}
 * @param contacts how many contacts' presence it watches, 0 for none
 * @param reauthenticateNanos the age at which it replaces its security association (MS-SIPAE 3.2.2: 8 hours at most)
 * @param comeBack how a client that is lost comes back; null: it does not
 * @param web what it fetches from the pool's web services, only together with {@code subscribe}; null: nothing
 * @param unsubscribe whether it ends its subscriptions before it signs out; only together with {@code signOut}
 */
public record SessionPlan(
        long stayNanos,
        StayFrom stayFrom,
        boolean refresh,
        boolean keepAlive,
        boolean signOut,
        boolean subscribe,
        boolean publish,
        int contacts,
        long reauthenticateNanos,
        @Nullable ComeBack comeBack,
        @Nullable WebPlan web,
        boolean unsubscribe) {
    /** Five minutes before the eight hours are over: MS-SIPAE 3.2.2. */
    public static final long REAUTHENTICATE_NANOS = (8 * 60 - 5) * 60_000_000_000L;

    /** A stay without subscriptions, from which nobody comes back once lost. */
    public SessionPlan(long stayNanos, StayFrom stayFrom, boolean refresh, boolean keepAlive, boolean signOut) {
        this(
                stayNanos,
                stayFrom,
                refresh,
                keepAlive,
                signOut,
                false,
                false,
                0,
                REAUTHENTICATE_NANOS,
                null,
                null,
                false);
    }

    /** The same stay with subscriptions. */
    public SessionPlan subscribing(boolean publishing, int watched) {
        return copy(true, publishing, watched, reauthenticateNanos, comeBack, web);
    }

    /** The same stay, its security association replaced at another age. */
    public SessionPlan reauthenticating(long ageNanos) {
        return copy(subscribe, publish, contacts, ageNanos, comeBack, web);
    }

    /** The same stay, from which clients come back once lost. */
    public SessionPlan comingBack(ComeBack how) {
        return copy(subscribe, publish, contacts, reauthenticateNanos, how, web);
    }

    /** The same stay with fetches from the web; it needs {@link #subscribing}. */
    public SessionPlan fetching(WebPlan what) {
        return copy(subscribe, publish, contacts, reauthenticateNanos, comeBack, what);
    }

    /** This plan, but for what one of the methods above may say anew. */
    private SessionPlan copy(
            boolean subscribe,
            boolean publish,
            int contacts,
            long reauthenticateNanos,
            @Nullable ComeBack comeBack,
            @Nullable WebPlan web) {
        return new SessionPlan(
                stayNanos,
                stayFrom,
                refresh,
                keepAlive,
                signOut,
                subscribe,
                publish,
                contacts,
                reauthenticateNanos,
                comeBack,
                web,
                unsubscribe);
    }

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
