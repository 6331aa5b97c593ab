package rollcall.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import rollcall.outcome.Stage;
import rollcall.plan.Quantities;

/** The report for a person: the verdict first, then what it rests on, then what to do. */
public final class TextReport {
    /** The moment of a run. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int ALL = Integer.MAX_VALUE;
    private static final int COUNT_COLUMN = 1;
    private static final int SHARE_COLUMN = 1;
    private static final int P90_COLUMN = 4;
    private static final int P95_COLUMN = 7;
    private static final int P999_COLUMN = 6;

    private final Summary summary;
    private final Style style;
    private final Page page;

    private TextReport(Summary summary, Style style) {
        this.summary = summary;
        this.style = style;
        this.page = new Page(style);
    }

    /**
     * Writes the whole report; nothing wider than the style allows, except a name or a path that is wider by itself.
     *
     * @param files that the run has left, named at the end; may be empty
     */
    public static void write(Summary summary, Style style, List<Path> files, Appendable out) throws IOException {
        TextReport report = new TextReport(summary, style);
        report.verdict();
        report.setup();
        SearchResult capacity = summary.capacity();
        if (capacity != null) {
            CapacityText.write(capacity, report.page, style);
        }
        report.clients();
        report.kinds();
        report.latency();
        new StormText(report.page, style).write(summary);
        new CloseText(report.page).write(summary.returns().closes());
        new FaultText(report.page, style).write(summary);
        report.thresholds();
        report.generator();
        report.files(files);
        out.append(report.page.toString());
    }

    private void verdict() {
        Verdict verdict = summary.verdict();
        String word = verdict.kind().name();
        String indent = " ".repeat(word.length() + 2);
        String before = switch (verdict.kind()) {
            case PASSED -> style.good(word);
            case FAILED -> style.bad(word);
            case INVALID, ABORTED -> style.doubtful(word);
        };
        before += "  ";
        for (String reason : verdict.reasons()) {
            page.paragraph(before, reason);
            before = indent;
        }
        if (verdict.kind() == Verdict.Kind.INVALID) {
            page.paragraph(
                    indent,
                    "The numbers below are those of this machine or its set-up. Do not judge the pool by them.");
        }
    }

    private void setup() {
        Setup setup = summary.setup();
        RunFacts facts = summary.facts();
        page.blank();
        page.paragraph("  Scenario  ", setup.scenario());
        page.paragraph(
                "  Started   ", TIME.format(facts.startedAt()) + ", took " + Units.duration(facts.durationNanos()));
        page.paragraph("  Target    ", setup.target());
        page.paragraph("  Clients   ", "like " + setup.client() + ", authentication: " + setup.auth());
        page.paragraph("  TLS       ", setup.tls());
        if (!setup.certificatesVerified()) {
            page.paragraph(
                    "            ", style.bad("Certificates were NOT verified: real clients would be stricter."));
        }
        page.paragraph("  Engine    ", Units.counted(facts.loops(), facts.transport() + " loop"));
    }

    private void clients() {
        Summary.Clients clients = summary.clients();
        page.heading("Clients");
        Page.Table table = new Page.Table(0);
        table.row("planned", "started", "signed in", "failed", "open", "lost", "most held at once");
        table.row(
                Units.count(clients.planned()),
                Units.count(clients.started()),
                Units.count(clients.signedIn()),
                Units.count(clients.failed()),
                Units.count(summary.open()),
                Units.count(clients.lost()),
                Units.count(clients.heldPeak()));
        page.table(table);
        page.paragraph(
                "  ",
                "Offered " + Units.rate(summary.rate().offeredPerSecond()) + " a second, signed in "
                        + Units.rate(summary.rate().achievedPerSecond()) + " a second.");
        Preparation preparation = summary.preparation();
        if (preparation != null) {
            Summary.Clients prepared = preparation.clients();
            page.paragraph(
                    "  ",
                    Units.counted(prepared.started(), "client")
                            + " prepared the pool and count neither in the latency nor"
                            + " in the thresholds: " + Units.count(prepared.signedIn()) + " signed in, "
                            + Units.count(prepared.failed()) + " failed, " + Units.count(prepared.lost())
                            + " lost"
                            + (preparation.logonP50Nanos() == Totals.NONE
                                    ? "."
                                    : "; half of them within "
                                            + Units.duration(preparation.logonP50Nanos()) + ", 99% within "
                                            + Units.duration(preparation.logonP99Nanos()) + "."));
        }
        if (summary.facts().canaryNanos() > 0) {
            page.paragraph(
                    "  ",
                    "The others waited " + Units.duration(summary.facts().canaryNanos()) + " for "
                            + summary.wentAlone());
        }
        for (FaultPart fallBack : summary.fallBacks()) {
            page.line("  " + fallBack.key() + ": " + Units.count(fallBack.count()));
        }
    }

    private void kinds() {
        if (summary.kinds().isEmpty()) {
            return;
        }
        page.heading("Kinds of clients");
        Page.Table table = new Page.Table(1, P95_COLUMN, SHARE_COLUMN);
        table.row("", "share", "started", "signed in", "failed", "lost", "logon p50", "p95", "p99");
        for (KindResult kind : summary.kinds()) {
            table.row(
                    kind.name(),
                    Quantities.percent(kind.share()),
                    Units.count(kind.started()),
                    Units.count(kind.signedIn()),
                    Units.count(kind.failed()),
                    Units.count(kind.lost()),
                    CapacityText.latency(kind.logonP50Nanos()),
                    CapacityText.latency(kind.logonP95Nanos()),
                    CapacityText.latency(kind.logonP99Nanos()));
        }
        page.table(table);
    }

    private void latency() {
        Histogram logon = summary.latencies().of(Stage.LOGON);
        page.heading("Latency");
        Page.Table table = new Page.Table(1, P999_COLUMN, P90_COLUMN, COUNT_COLUMN);
        table.row("", "count", "share", "p50", "p90", "p99", "p99.9", "max");
        double all = 0;
        for (int i = Stage.DNS.ordinal(); i < Stage.LOGON.ordinal(); i++) {
            all += Latencies.total(summary.latencies().of(Stage.at(i)));
        }
        int stages = 0;
        for (int i = Stage.DNS.ordinal(); i < Stage.LOGON.ordinal(); i++) {
            Histogram histogram = summary.latencies().of(Stage.at(i));
            double share = all == 0 ? 0 : Latencies.total(histogram) / all;
            stages += row(table, Stage.at(i).title(), histogram, percent(share));
        }
        row(table, Stage.LOGON.title() + ", from due", summary.latencies().logonFromDue(), "");
        row(table, "  from its real start", logon, "");
        for (int i = Stage.HOLD.ordinal() + 1; i < Stage.COUNT; i++) {
            row(table, Stage.at(i).title(), summary.latencies().of(Stage.at(i)), "");
        }
        if (stages == 0) {
            page.line("  No client passed any stage.");
            return;
        }
        page.table(table);
        longestStage();
        web();
    }

    private static int row(Page.Table table, String title, Histogram histogram, String share) {
        Latency latency = Latency.of(histogram);
        if (latency.count() == 0) {
            return 0;
        }
        table.row(
                title,
                Units.count(latency.count()),
                share,
                Units.duration(latency.p50Nanos()),
                Units.duration(latency.p90Nanos()),
                Units.duration(latency.p99Nanos()),
                Units.duration(latency.p999Nanos()),
                Units.duration(latency.maxNanos()));
        return 1;
    }

    private void longestStage() {
        Summary.LongestStage longest = summary.longestStage();
        if (longest != null) {
            Stage stage = longest.stage();
            boolean activity = stage == Stage.DNS || stage == Stage.CHALLENGE;
            String name = (activity ? "" : "the ") + stage.title();
            String share = percent(longest.share()) + " of the time, "
                    + Units.duration(summary.latencies().of(stage).getValueAtPercentile(50)) + " in the median.";
            page.paragraph(
                    "  ",
                    longest.share() >= 0.5
                            ? "Most of a sign-in goes to " + name + ": " + share
                            : "The longest stage of a sign-in is " + name + ": " + share);
        }
    }

    private void web() {
        WebLoad web = summary.web();
        if (web != null) {
            page.paragraph("  ", "Web servers were asked for address books and groups " + figures(web, "into the run"));
        }
    }

    /** @param since what the busiest second is counted from */
    static String figures(WebLoad web, String since) {
        return Units.counted(web.fetches(), "time") + ", " + Units.count(web.peakPerSecond())
                + " in the busiest second (" + Units.offset(web.peakAtSeconds() * 1_000_000_000L) + " " + since
                + "), and sent " + Units.bytes(web.bytes())
                + (web.addressBookBytes() == 0
                        ? "."
                        : "; the address book has " + Units.bytes(web.addressBookBytes()) + ".");
    }

    /** A share of the time, 0 to 1: {@code <1%}, {@code 46%}. */
    static String percent(double share) {
        long percent = Math.round(share * 100);
        return percent == 0 && share > 0 ? "<1%" : percent + "%";
    }

    private void thresholds() {
        if (summary.thresholds().isEmpty()) {
            return;
        }
        page.heading("Thresholds");
        Page.Table table = new Page.Table(ALL);
        for (ThresholdResult threshold : summary.thresholds()) {
            table.row(
                    threshold.held() ? style.good("✔") : style.bad("✘"),
                    threshold.expression(),
                    threshold.held() ? "held" : style.bad("broken"),
                    threshold.value());
        }
        page.table(table);
    }

    private void generator() {
        GeneratorHealth generator = summary.generator();
        page.heading("This machine");
        page.paragraph(
                "  ",
                generator.healthy()
                        ? style.good("kept up") + ": the numbers are the pool's."
                        : style.doubtful("did not keep up") + ": the measurement is invalid.");
        if (summary.verdict().kind() != Verdict.Kind.INVALID) {
            for (String complaint : generator.complaints()) {
                page.paragraph("  → ", complaint + ".");
            }
        }
        Page.Table table = new Page.Table(ALL);
        table.row("starts after due, p99", millis(generator.scheduleLagP99Ms()));
        table.row("late starts", Units.count(generator.lateStarts()));
        table.row("longest stall of a loop", millis(generator.loopLagMaxMs()));
        table.row("longest garbage collection", millis(generator.gcPauseMaxMs()));
        if (generator.cpuSecondsPer1000Logons() > 0) {
            table.row("CPU for 1,000 sign-ins", Units.significant(generator.cpuSecondsPer1000Logons(), 3) + " s");
        }
        if (generator.openFilesPeak() > 0) {
            table.row("open files, most", Units.count(generator.openFilesPeak()));
        }
        if (generator.rssBytesPeak() > 0) {
            table.row("resident memory, most", Units.bytes(generator.rssBytesPeak()));
        }
        if (generator.rssBytesPerClient() > 0) {
            table.row("resident memory a client", Units.bytes(generator.rssBytesPerClient()));
        }
        page.table(table);
    }

    private void files(List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        page.heading("Files");
        for (Path file : files) {
            page.line("  " + file);
        }
    }

    private static String millis(double millis) {
        return Units.duration(Math.round(millis * 1e6));
    }
}
