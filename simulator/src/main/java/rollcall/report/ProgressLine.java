package rollcall.report;

/** One line about a run under way; whether it overwrites the one before is the terminal's business, not this class's. */
public final class ProgressLine {
    private static final int BAR = 16;

    private ProgressLine() {}

    /**
     * The line, at most {@code style.width()} columns: what does not fit is left out from the end.
     *
     * @param totals the latest sample
     * @param progress how far the run has come
     */
    public static String text(Totals totals, LiveProgress progress, Style style) {
        StringBuilder line = new StringBuilder();
        line.append(padded(Units.offset(totals.atNanos()), 6));
        line.append("  ").append(bar(progress.share()));
        line.append("  ")
                .append(Units.count(progress.signedIn()))
                .append(progress.planned() == 0 ? "" : "/" + Units.count(progress.planned()))
                .append(' ')
                .append(progress.counts());
        part(line, style, Units.rate(totals.signedInPerSecond()) + "/s");
        part(line, style, totals.failed() == 0 ? "" : style.bad(Units.count(totals.failed()) + " failed"));
        part(line, style, totals.lost() == 0 ? "" : style.bad(Units.count(totals.lost()) + " lost"));
        part(line, style, totals.logonP99Nanos() == Totals.NONE ? "" : "p99 " + Units.duration(totals.logonP99Nanos()));
        part(line, style, "held " + Units.count(totals.held()));
        part(line, style, totals.open() == 0 ? "" : "open " + Units.count(totals.open()));
        return style.shown(line.toString());
    }

    private static void part(StringBuilder line, Style style, String text) {
        if (!text.isEmpty() && Page.visible(line) + 3 + Page.visible(text) < style.width()) {
            line.append(" · ").append(text);
        }
    }

    private static String bar(double share) {
        int full = (int) (BAR * share);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
