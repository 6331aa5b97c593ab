package rollcall.plan;

/**
 * How long each stage may take, and how often a client tries; every wait has a limit.
 *
 * @param maxRetries how often a client that was told to come back later does so before it gives up
 * @param retryNanos how long it waits when the server names no time
 * @param mostRetryNanos the longest wait that a server may ask for; it is cut to this
 */
public record LimitPlan(
        long connectNanos,
        long tlsNanos,
        long answerNanos,
        long signOutNanos,
        int maxRedirects,
        int maxChallenges,
        int maxRetries,
        long retryNanos,
        long mostRetryNanos) {
    /** RFC 3261 Timer F (32 s) for answers; five redirects; three challenges; two retries. */
    public static final LimitPlan DEFAULT = new LimitPlan(
            10_000_000_000L,
            10_000_000_000L,
            32_000_000_000L,
            5_000_000_000L,
            5,
            3,
            2,
            60_000_000_000L,
            300_000_000_000L);
}
