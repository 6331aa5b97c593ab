package rollcall.plan;

/**
 * A condition on the result.
 *
 * @param expression the condition as written, for people
 * @param metric what is measured: {@code failed}, {@code lost}, {@code signedIn}, {@code setbacks}, {@code logon.p99},
 *     {@code logon.sent.p99}, {@code tls.p95}, {@code tls.max}, {@code subscribe.count}, {@code storm.p99} ...
 * @param limit in the metric's base unit: nanoseconds for latencies, a count, or a share from 0 to 1
 * @param share whether the limit was a percentage, to be compared with metric / started
 * @param abortAfterNanos since when in the run its breaking stops the run at once; {@link #NEVER} when it is judged at the
 *     end alone
 */
public record Threshold(
        String expression, String metric, Comparison comparison, double limit, boolean share, long abortAfterNanos) {
    /** Judged at the end. */
    public static final long NEVER = -1;

    /** How long the first clients may take to make a share or a percentile that means something. */
    private static final long SETTLED_NANOS = 10_000_000_000L;

    /** The end of a metric that counts how often a stage was passed. */
    public static final String COUNT = ".count";

    /** A threshold that is judged at the end. */
    public Threshold(String expression, String metric, Comparison comparison, double limit, boolean share) {
        this(expression, metric, comparison, limit, share, NEVER);
    }

    /** Whether its breaking stops the run. */
    public boolean aborts() {
        return abortAfterNanos != NEVER;
    }

    /** As a scenario has it. */
    String written() {
        return aborts() ? expression + " abort after " + Quantities.duration(abortAfterNanos) : expression;
    }

    /** Whether it can be known to be broken before the run ends: an upper bound can, "everybody signed in" cannot. */
    boolean canAbort() {
        return !metric.equals("signedIn")
                && !metric.equals("returned")
                && !metric.startsWith("storm.") // known when those who are on their way are back
                && (comparison == Comparison.LESS
                        || comparison == Comparison.AT_MOST
                        || (comparison == Comparison.EQUAL && limit == 0));
    }

    /** The same, stopping the run: from the beginning when it is a count, which never heals, else after ten seconds. */
    Threshold aborting() {
        return aborting(share || isLatency() ? SETTLED_NANOS : 0);
    }

    Threshold aborting(long afterNanos) {
        return new Threshold(expression, metric, comparison, limit, share, afterNanos);
    }

    /** Whether the metric is a duration; else it is a number of clients or of occurrences. */
    public boolean isLatency() {
        return metric.indexOf('.') > 0 && !metric.endsWith(COUNT);
    }

    /** How the value is compared with the limit. */
    public enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("=="),
        AT_LEAST(">="),
        GREATER(">");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }
}
