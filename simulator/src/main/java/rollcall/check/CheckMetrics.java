package rollcall.check;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last of repeated checks as figures for Prometheus, in its text format 0.0.4:
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
public final class CheckMetrics {
    private static final double NANOS = 1e9;

    private final StringBuilder text = new StringBuilder();
    private final String who;

    private CheckMetrics(CheckPlan plan) {
        this.who = "user=\"" + escaped(plan.account().user()) + "\",client=\""
                + escaped(plan.client().id()) + '"';
    }

    /**
     * The figures.
     *
     * @param startedAt when the check began
     * @param durationNanos what it took
     */
    public static String of(CheckReport report, Instant startedAt, long durationNanos) {
        CheckMetrics metrics = new CheckMetrics(report.plan());
        metrics.write(report, startedAt, durationNanos);
        return metrics.text.toString();
    }

    private void write(CheckReport report, Instant startedAt, long durationNanos) {
        gauge("up", "Whether the user can sign in: 1 or 0.");
        sample("up", "", report.works() ? 1 : 0);
        gauge("severity", "The worst that was found: 0 nothing, 1 a note, 2 a warning, 3 a failure.");
        sample("severity", "", report.severity().ordinal());
        gauge("with_credentials", "Whether credentials were sent: 1 or 0. Never again after a refusal.");
        sample("with_credentials", "", report.plan().logon() ? 1 : 0);
        gauge("findings", "In how many places something was found; rollcall explain tells what it is.");
        places(report).forEach((labels, count) -> sample("findings", labels, count));
        gauge("stage_duration_seconds", "What each stage of the sign-in took.");
        report.stageNanos()
                .forEach((stage, nanos) -> seconds("stage_duration_seconds", label("stage", stage.word()), nanos));
        gauge("certificate_not_after_timestamp_seconds", "When the server's certificate ends, of several the first.");
        report.certificateEnds()
                .forEach((server, end) -> sample(
                        "certificate_not_after_timestamp_seconds", label("server", server), end.getEpochSecond()));
        gauge("last_run_timestamp_seconds", "When the check began.");
        sample("last_run_timestamp_seconds", "", startedAt.getEpochSecond());
        gauge("last_run_duration_seconds", "What the check took.");
        seconds("last_run_duration_seconds", "", durationNanos);
    }

    private static Map<String, Integer> places(CheckReport report) {
        Map<String, Integer> places = new TreeMap<>();
        for (Found found : report.found()) {
            String labels = label("id", found.finding().id())
                    + label("severity", found.severity().name().toLowerCase(Locale.ROOT));
            places.merge(labels, 1, Integer::sum);
        }
        return places;
    }

    private void gauge(String name, String help) {
        text.append("# HELP rollcall_check_")
                .append(name)
                .append(' ')
                .append(help)
                .append("\n# TYPE rollcall_check_")
                .append(name)
                .append(" gauge\n");
    }

    private void sample(String name, String labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    private void seconds(String name, String labels, long nanos) {
        sample(name, labels, Double.toString(nanos / NANOS));
    }

    private void sample(String name, String labels, String value) {
        text.append("rollcall_check_")
                .append(name)
                .append('{')
                .append(who)
                .append(labels)
                .append("} ")
                .append(value)
                .append('\n');
    }

    private static String label(String name, String value) {
        return "," + name + "=\"" + escaped(value) + '"';
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
