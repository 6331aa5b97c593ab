package rollcall.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads conditions on handshakes: a metric, a comparison, a limit. {@code tls.p99} (or {@code p99}) and {@code connect.p50}
 * have a duration as limit, {@code cpu} (processor time of one handshake) too; {@code cpu.relative} has a number; {@code rate} has a rate such as 1000/s;
 * {@code failed} and {@code resumed} have a number or a percentage of all handshakes.
 */
public final class HandshakeThresholds {
    /** Handshakes a second. */
    public static final String RATE = "rate";
    /** Processor time of one handshake on the client's side. */
    public static final String CPU = "cpu";

    /** The same in units of reference work. */
    public static final String CPU_RELATIVE = "cpu.relative";

    public static final String FAILED = "failed";
    public static final String RESUMED = "resumed";
    /** What a percentile without a stage is about. */
    private static final String TLS = "tls.";

    private HandshakeThresholds() {}

    /** Reads {@code p99 < 50ms}, {@code rate > 1000/s}, {@code cpu <= 400us}, {@code failed < 0.1%}. */
    public static Threshold parse(String expression) throws PlanException {
        int sign = Thresholds.firstOf(expression, "<>=");
        if (sign < 0) {
            throw new PlanException("--threshold \"" + expression
                    + "\": expected a condition such as \"p99 < 50ms\" or \"rate > 500/s\"");
        }
        int value = sign + 1 < expression.length() && expression.charAt(sign + 1) == '=' ? sign + 2 : sign + 1;
        Threshold.Comparison comparison = Thresholds.comparison(expression.substring(sign, value));
        String written = expression.substring(0, sign).strip();
        String metric = Thresholds.PERCENTILES.contains(written) ? TLS + written : written;
        if (!metrics().contains(metric)) {
            String hint = Nearest.hint(metric, metrics());
            throw new PlanException("--threshold \"" + expression + "\": unknown metric \"" + written + '"'
                    + (hint.isEmpty()
                            ? "; expected rate, cpu, cpu.relative, failed, resumed, or a percentile as in p99, tls.p99 and connect.p50"
                            : hint));
        }
        String limit = expression.substring(value).strip();
        boolean count = metric.equals(FAILED) || metric.equals(RESUMED);
        boolean share = count && limit.endsWith("%");
        boolean plain = metric.equals(CPU_RELATIVE);
        double number = metric.equals(RATE)
                ? Quantities.perSecond(limit)
                : share
                        ? Quantities.share(limit)
                        : count || plain ? Quantities.number(limit) : Quantities.durationNanos(limit);
        if (Double.isNaN(number) || number < 0 || (share && number > 1)) {
            throw new PlanException("--threshold \"" + expression + "\": expected "
                    + (metric.equals(RATE)
                            ? Quantities.A_RATE
                            : plain
                                    ? "a number such as 1.5"
                                    : count
                                            ? "a number or a percentage such as 0.1%"
                                            : "a duration such as 50ms or 400us")
                    + " after " + comparison.sign() + ", found \"" + limit + '"');
        }
        return new Threshold(expression.strip(), metric, comparison, number, share);
    }

    private static List<String> metrics() {
        List<String> metrics = new ArrayList<>(List.of(RATE, CPU, CPU_RELATIVE, FAILED, RESUMED));
        for (String stage : List.of("connect.", TLS)) {
            for (String percentile : Thresholds.PERCENTILES) {
                metrics.add(stage + percentile);
            }
        }
        return metrics;
    }
}
