package rollcall.plan;

/** The longest time each stage may take, in nanoseconds; every wait has one. */
public record LimitPlan(
        long connectNanos, long tlsNanos, long answerNanos, long signOutNanos, int maxRedirects, int maxChallenges) {
    /** RFC 3261 Timer F (32 s) for answers; five redirects; three challenges. */
    public static final LimitPlan DEFAULT =
            new LimitPlan(10_000_000_000L, 10_000_000_000L, 32_000_000_000L, 5_000_000_000L, 5, 3);
}
