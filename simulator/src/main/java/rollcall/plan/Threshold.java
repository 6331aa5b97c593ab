package rollcall.plan;

/**
 * A condition on the result.
 *
 * @param expression as written, for people
 * @param metric what is measured: {@code failed}, {@code lost}, {@code signedIn}, {@code setbacks}, {@code logon.p99},
 *     {@code logon.sent.p99}, {@code tls.p95}, {@code tls.max}, {@code subscribe.count} ...
 * @param limit in the metric's base unit: nanoseconds for latencies, a count, or a share from 0 to 1
 * @param share whether the limit was a percentage, to be compared with metric / started
 */
public record Threshold(String expression, String metric, Comparison comparison, double limit, boolean share) {
    /** The end of a metric that counts how often a stage was passed. */
    public static final String COUNT = ".count";

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
