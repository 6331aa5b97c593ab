package rollcall.cli;

import rollcall.check.CheckReport;
import rollcall.check.Severity;

/** A check in one line and an exit code, as Nagios and its kin want it. */
final class NagiosLine {
    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;

    private NagiosLine() {}

    /** The state first; a bar would begin figures. */
    static String of(CheckReport report) {
        StringBuilder line = new StringBuilder("SIGN-IN ")
                .append(state(report))
                .append(" - ")
                .append(report.verdict());
        report.found().stream()
                .filter(each -> each.severity().compareTo(Severity.WARNING) >= 0)
                .map(each -> each.finding().id())
                .distinct()
                .forEach(id -> line.append(' ').append(id));
        return line.toString().replace('|', '/');
    }

    static int exitCode(CheckReport report) {
        if (!report.works()) {
            return CRITICAL;
        }
        return report.severity().compareTo(Severity.WARNING) >= 0 ? WARNING : OK;
    }

    /** In a word. */
    static String state(CheckReport report) {
        return switch (exitCode(report)) {
            case OK -> "OK";
            case WARNING -> "WARNING";
            default -> "CRITICAL";
        };
    }
}
