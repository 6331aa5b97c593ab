package rollcall.plan;

import java.util.ArrayList;
import java.util.List;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/**
 * Reads conditions: a metric, a comparison, a limit.
 *
 * <p>Counts have a number or a percentage of the started clients as limit: {@code failed}, {@code lost}, {@code signedIn},
 * {@code setbacks} (faults that clients survived), {@code dropped} and {@code returned} (signed-in clients that lost their
 * connection, and that came back, each as often as it happened), the name of a fault (clients that failed or were lost by it), and
 * {@code subscribe.count} (how often a stage was passed, with or without a sign-in in the end). Latencies ({@code tls.p95}, {@code logon.max}) have a duration; {@code logon} counts from the
 * moment when the client was due, {@code logon.sent} from the moment when it really started. {@code storm.p99} is the time
 * until 99 % of those whom a storm has dropped are signed in again, of the slowest storm, and {@code storm.max} until all are.
 *
 * <p>An upper bound with {@code abort} behind it, or {@code abort after 30s}, stops the run as soon as it breaks.
 */
public final class Thresholds {
    /** What holds for a scenario that says nothing: everybody signs in, and nobody is lost. */
    static final List<String> DEFAULT = List.of("failed == 0", "lost == 0");

    static final List<String> PERCENTILES = List.of("p50", "p90", "p95", "p99", "p999", "max");
    private static final List<String> COUNTS = List.of("failed", "lost", "signedIn", "setbacks", "dropped", "returned");

    private static final String ABORT = " abort";
    private static final String AFTER = "after ";

    private Thresholds() {}

    /** Reads {@code failed < 0.1%}, {@code logon.p99 <= 500ms}, {@code TLS_CERT_NAME == 0}, {@code lost == 0 abort}. */
    public static Threshold parse(String expression) throws PlanException {
        int abort = expression.indexOf(ABORT);
        if (abort < 0) {
            return condition(expression);
        }
        Threshold condition = condition(expression.substring(0, abort));
        if (!condition.canAbort()) {
            throw new PlanException(
                    "\"" + condition.expression() + "\" cannot be known to be broken before the run ends;"
                            + " abort needs an upper bound such as \"failed < 1%\" or \"lost == 0\"");
        }
        String rest = expression.substring(abort + ABORT.length()).strip();
        if (rest.isEmpty()) {
            return condition.aborting();
        }
        long after = rest.startsWith(AFTER)
                ? Quantities.durationNanos(rest.substring(AFTER.length()).strip())
                : -1;
        if (after < 0) {
            throw new PlanException("expected \"abort\" or \"abort after 30s\", found \"abort " + rest + '"');
        }
        return condition.aborting(after);
    }

    /** The same thresholds, those that can be known to be broken before the end stopping the run when they are. */
    public static List<Threshold> aborting(List<Threshold> thresholds) {
        return thresholds.stream()
                .map(threshold -> threshold.aborts() || !threshold.canAbort() ? threshold : threshold.aborting())
                .toList();
    }

    private static Threshold condition(String expression) throws PlanException {
        int sign = firstOf(expression, "<>=");
        if (sign < 0) {
            throw new PlanException("expected a condition such as \"logon.p99 < 500ms\" or \"failed == 0\", found \""
                    + expression + '"');
        }
        int value = sign + 1 < expression.length() && expression.charAt(sign + 1) == '=' ? sign + 2 : sign + 1;
        Threshold.Comparison comparison = comparison(expression.substring(sign, value));
        String written = expression.substring(0, sign).strip();
        String metric =
                written.startsWith("logon.due.") ? "logon." + written.substring("logon.due.".length()) : written;
        List<String> stages = ofStages();
        if (!stages.contains(metric) && !COUNTS.contains(metric) && !isFault(metric)) {
            throw new PlanException("unknown metric \"" + written + '"' + hint(metric, stages));
        }
        boolean latency = new Threshold(expression, metric, comparison, 0, false).isLatency();
        String limit = expression.substring(value).strip();
        boolean share = !latency && limit.endsWith("%");
        double number = limit(limit, latency, share);
        if (number < 0) {
            throw new PlanException("expected "
                    + (latency ? Quantities.A_DURATION : "a number or a percentage such as 0.1%")
                    + " after " + comparison.sign() + ", found \"" + limit + '"');
        }
        return new Threshold(expression.strip(), metric, comparison, number, share);
    }

    /** Reads a list of them, or a single one. */
    static List<Threshold> read(Section section, String key, List<String> otherwise) {
        List<Threshold> thresholds = new ArrayList<>();
        List<String> expressions = section.items(key, otherwise, "a condition such as \"failed == 0\"", text -> text);
        for (int i = 0; i < expressions.size(); i++) {
            try {
                thresholds.add(parse(expressions.get(i)));
            } catch (PlanException e) {
                List<YamlValue> written = section.list(key, true);
                Place place = i < written.size() ? written.get(i).place() : section.place(key);
                section.problems().add(place, section.path(key) + "[" + i + "]", String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(thresholds);
    }

    private static double limit(String limit, boolean latency, boolean share) {
        if (latency) {
            return Quantities.durationNanos(limit);
        }
        double number = share ? Quantities.share(limit) : Quantities.number(limit);
        return Double.isNaN(number) || (share && number > 1) ? -1 : number;
    }

    static Threshold.Comparison comparison(String sign) throws PlanException {
        for (Threshold.Comparison each : Threshold.Comparison.values()) {
            if (each.sign().equals(sign)) {
                return each;
            }
        }
        throw new PlanException("expected <, <=, ==, >= or >, found " + sign);
    }

    private static String hint(String metric, List<String> stages) {
        List<String> all = new ArrayList<>(COUNTS);
        all.addAll(stages);
        for (Fault fault : Fault.values()) {
            all.add(fault.name());
        }
        String hint = Nearest.hint(metric, all);
        return hint.isEmpty()
                ? "; expected failed, lost, signedIn, setbacks, dropped, returned, the name of a fault, or a stage and a percentile or"
                        + " count as in logon.p99, subscribe.count and storm.p99"
                : hint;
    }

    private static List<String> ofStages() {
        List<String> metrics = new ArrayList<>();
        for (int i = 0; i < Stage.COUNT; i++) {
            Stage stage = Stage.at(i);
            if (stage == Stage.HOLD) {
                continue; // the duration of a stay is no latency
            }
            metrics.add(stage.word() + Threshold.COUNT);
            for (String percentile : PERCENTILES) {
                metrics.add(stage.word() + "." + percentile);
                if (stage == Stage.LOGON) {
                    metrics.add(stage.word() + ".sent." + percentile);
                }
            }
        }
        metrics.addAll(List.of("storm.p50", "storm.p90", "storm.p99", "storm.max"));
        return metrics;
    }

    private static boolean isFault(String name) {
        for (Fault fault : Fault.values()) {
            if (fault.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
