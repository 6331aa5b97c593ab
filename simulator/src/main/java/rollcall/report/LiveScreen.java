package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import rollcall.outcome.Blame;

/**
 * A {@link LiveView} as lines for a terminal, never wider and never more than it shows: what is needed least is left out
 * first.
 */
public final class LiveScreen {
    private static final int TOP_FAULTS = 3;
    private static final int WIDEST_BAR = 50;
    private static final String RESET = "\u001b[0m";

    /** What of a view is shown, in the order in which a terminal that gets lower loses it. */
    private enum Detail {
        ALL(true, true, true),
        WITHOUT_BLANKS(false, true, true),
        WITHOUT_STAGES(false, false, true),
        LEAST(false, false, false);

        private final boolean blanks;
        private final boolean stages;
        private final boolean faults;

        Detail(boolean blanks, boolean stages, boolean faults) {
            this.blanks = blanks;
            this.stages = stages;
            this.faults = faults;
        }
    }

    private final LiveView view;
    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private LiveScreen(LiveView view, Style style) {
        this.view = view;
        this.style = style;
    }

    /**
     * The lines.
     *
     * @param rows how many there may be at most
     */
    public static List<String> lines(LiveView view, Style style, int rows) {
        for (Detail detail : Detail.values()) {
            LiveScreen screen = new LiveScreen(view, style);
            screen.write(detail);
            if (screen.lines.size() <= rows || detail == Detail.LEAST) {
                return screen.shown(rows);
            }
        }
        throw new AssertionError("the last detail returns");
    }

    private List<String> shown(int rows) {
        List<String> shown = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(rows, lines.size()))) {
            shown.add(style.shown(cut(line.stripTrailing(), style.width())));
        }
        return shown;
    }

    private void write(Detail detail) {
        head();
        blank(detail);
        numbers();
        if (!view.stages().isEmpty()) {
            blank(detail);
            stages(detail.stages);
        }
        blank(detail);
        faults(detail.faults);
        machine();
        blank(detail);
        lines.add(style.faint(view.keys()));
    }

    private void head() {
        String title =
                style.strong(view.setup().scenario()) + " · " + view.setup().target();
        String time = Units.offset(view.totals().atNanos());
        int gap = style.width() - Page.visible(title) - Page.visible(time);
        lines.add(title + " ".repeat(Math.max(1, gap)) + time);
        LiveProgress progress = view.progress();
        String clients = progress.planned() == 0
                ? Units.counted(progress.done(), "client")
                : Units.count(progress.done()) + " of " + Units.counted(progress.planned(), "client");
        int room = Math.min(WIDEST_BAR, style.width() - clients.length() - 2);
        lines.add(bar(progress.share(), Math.max(8, room)) + "  " + clients);
        lines.add(progress.doing() + (view.state().isEmpty() ? "" : " · " + style.doubtful(view.state())));
        if (!progress.known().isEmpty()) {
            lines.add(progress.known());
        }
    }

    private void numbers() {
        Totals totals = view.totals();
        String factor = view.rateFactor() == 1 ? "" : "   " + style.doubtful("rate × " + factor() + " by hand");
        lines.add("a second      offered " + Units.rate(view.offeredPerSecond()) + "   signed in "
                + Units.rate(totals.signedInPerSecond()) + factor);
        lines.add("clients       held " + Units.count(totals.held()) + "   signing in " + Units.count(totals.open())
                + "   failed " + bad(totals.failed()) + "   lost " + bad(totals.lost()));
    }

    private String factor() {
        return Units.significant(view.rateFactor(), 3);
    }

    private void stages(boolean all) {
        Page.Table table = new Page.Table(1, 5, 1, 3);
        table.row("the last second", "count", "p50", "p90", "p99", "max");
        List<LiveView.StageTimes> stages = view.stages();
        for (LiveView.StageTimes stage : all ? stages : logon(stages)) {
            Latency latency = stage.latency();
            table.row(
                    stage.title(),
                    Units.count(latency.count()),
                    Units.duration(latency.p50Nanos()),
                    Units.duration(latency.p90Nanos()),
                    Units.duration(latency.p99Nanos()),
                    Units.duration(latency.maxNanos()));
        }
        for (String line : table.lines(style.width())) {
            lines.add(line.substring(2)); // a page's indent
        }
    }

    private static List<LiveView.StageTimes> logon(List<LiveView.StageTimes> stages) {
        return stages.stream()
                .filter(stage -> stage.title().startsWith("the whole"))
                .toList();
    }

    private void faults(boolean samples) {
        BlameCounts counts = view.totals().faults();
        StringBuilder line = new StringBuilder("faults       ");
        for (Blame blame : Blame.values()) {
            line.append(' ')
                    .append(blame.word())
                    .append(' ')
                    .append(bad(counts.of(blame)))
                    .append("  ");
        }
        lines.add(line.toString());
        if (samples) {
            for (FaultCount fault :
                    view.faults().subList(0, Math.min(TOP_FAULTS, view.faults().size()))) {
                lines.add("  " + Units.count(fault.count()) + " × "
                        + style.bad(fault.fault().name()) + " " + fault.fault().cause() + " ("
                        + fault.stage().title() + ")");
            }
        }
    }

    private void machine() {
        GeneratorHealth generator = view.generator();
        String busy =
                Units.significant(view.processorsBusy(), 2) + " of " + Units.counted(view.processors(), "processor");
        StringBuilder line = new StringBuilder("this machine  ")
                .append(generator.healthy() ? style.good("keeps up") : style.bad("does not keep up"))
                .append(" · ")
                .append(busy)
                .append(" · starts late by ")
                .append(millis(generator.scheduleLagP99Ms()))
                .append(" · longest stall ")
                .append(millis(generator.loopLagMaxMs()));
        if (generator.openFilesPeak() > 0) {
            line.append(" · ").append(Units.counted(generator.openFilesPeak(), "file"));
        }
        if (generator.rssBytesPeak() > 0) {
            line.append(" · ").append(Units.bytes(generator.rssBytesPeak()));
        }
        lines.add(line.toString());
    }

    private void blank(Detail detail) {
        if (detail.blanks) {
            lines.add("");
        }
    }

    private String bad(long count) {
        return count == 0 ? "0" : style.bad(Units.count(count));
    }

    private static String millis(double millis) {
        return Units.duration(Math.round(millis * 1e6));
    }

    private static String bar(double share, int width) {
        int full = (int) (width * share);
        return "█".repeat(full) + "░".repeat(width - full);
    }

    /** The first columns of a line; colours take no room and end with it. */
    private static String cut(String line, int columns) {
        if (Page.visible(line) <= columns) {
            return line;
        }
        int end = line.length();
        while (Page.visible(line.substring(0, end)) >= columns) {
            end--;
        }
        return line.substring(0, end) + "…" + (line.indexOf('\u001b') < 0 ? "" : RESET);
    }
}
