package rollcall.client;

import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;

/** The times of a signed-in client: when it leaves, renews, authenticates anew, and says that it is still there. */
final class Stay {
    private static final long SECOND = 1_000_000_000L;

    /** What is due. */
    enum Due {
        NOTHING,
        KEEP_ALIVE,
        REFRESH,
        REAUTHENTICATE,
        LEAVE
    }

    private final SessionPlan session;
    private long leaveNanos;
    private long refreshNanos;
    private long expireNanos;
    private long reauthenticateNanos;
    private long keepAliveNanos;
    private long keepAliveEveryNanos;

    Stay(SessionPlan session) {
        this.session = session;
    }

    /** The client has signed in. */
    void begin(long nowNanos) {
        leaveNanos = session.stayFrom() == StayFrom.SIGN_IN ? nowNanos + session.stayNanos() : Long.MAX_VALUE;
    }

    /** @param everySeconds between keep-alives; 0 for none */
    void keepAlive(long everySeconds) {
        keepAliveEveryNanos = session.keepAlive() ? everySeconds * SECOND : 0;
    }

    /** The registration holds from now on for so long. */
    void registered(long seconds, long nowNanos) {
        expireNanos = nowNanos + seconds * SECOND;
        refreshNanos = session.refresh() ? nowNanos + refreshAfterSeconds(seconds) * SECOND : Long.MAX_VALUE;
    }

    /** "Less than" the lifetime says [MS-SIPREGE]; MOC's own margin is not known, 30 s is what others keep. */
    private static long refreshAfterSeconds(long granted) {
        return granted > 60 ? granted - 30 : Math.max(1, granted / 2);
    }

    /**
     * There is a security association from now on.
     *
     * @param lifeSeconds how long it can last; {@code Long.MAX_VALUE} when only the plan ends it
     */
    void authenticated(long lifeSeconds, long nowNanos) {
        long life = session.reauthenticateNanos();
        if (lifeSeconds < life / SECOND) {
            // MS-SIPAE 3.2.2: five minutes before a ticket expires, if it lasts that long
            life = Math.max(lifeSeconds - 300, lifeSeconds / 2) * SECOND;
        }
        reauthenticateNanos = nowNanos + life;
    }

    /** There is no security association that could grow old. */
    void unauthenticated() {
        reauthenticateNanos = Long.MAX_VALUE;
    }

    /** Something was sent, so that the next keep-alive can wait: MS-CONMGMT. */
    void spoke(long nowNanos) {
        keepAliveNanos = keepAliveEveryNanos == 0 ? Long.MAX_VALUE : nowNanos + keepAliveEveryNanos;
    }

    /** When it leaves; {@code Long.MAX_VALUE}: nobody knows yet. */
    long leaveNanos() {
        return leaveNanos;
    }

    void leaveAt(long nanos) {
        leaveNanos = nanos;
    }

    void leaveNoLaterThan(long nanos) {
        leaveNanos = Math.min(leaveNanos, nanos);
    }

    /**
     * The server wants to be asked for the renewal again, after a while.
     *
     * @return whether the registration lasts until then
     */
    boolean refreshAgainAt(long nanos) {
        refreshNanos = nanos;
        return nanos < expireNanos;
    }

    /** When something is due next. */
    long nextNanos() {
        return Math.min(Math.min(leaveNanos, refreshNanos), Math.min(reauthenticateNanos, keepAliveNanos));
    }

    /** What is due now, the weightiest first. */
    Due due(long nowNanos) {
        if (nowNanos >= leaveNanos) {
            return Due.LEAVE;
        }
        if (nowNanos >= reauthenticateNanos) {
            return Due.REAUTHENTICATE;
        }
        if (nowNanos >= refreshNanos) {
            return Due.REFRESH;
        }
        return nowNanos >= keepAliveNanos ? Due.KEEP_ALIVE : Due.NOTHING;
    }
}
