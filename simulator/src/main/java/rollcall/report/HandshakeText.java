package rollcall.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.plan.HandshakePlan;

/** A {@link HandshakeResult} for a person: what it comes to first, then the numbers. */
public final class HandshakeText {
    private final HandshakeResult result;
    private final Style style;
    private final Page page;

    private HandshakeText(HandshakeResult result, Style style) {
        this.result = result;
        this.style = style;
        page = new Page(style);
    }

    /** The whole text. */
    public static String of(HandshakeResult result, Style style) {
        HandshakeText text = new HandshakeText(result, style);
        text.verdict();
        text.setup();
        text.faults();
        if (result.measured().succeeded() > 0) {
            text.kinds();
            text.metrics();
        }
        if (result.measured().stopped() == null) {
            text.thresholds();
            text.comparison();
            text.machine();
        }
        return text.page.toString();
    }

    private void verdict() {
        String before = kind(result.verdict().kind()) + "  ";
        String indent = " ".repeat(Page.visible(before));
        for (String reason : result.verdict().reasons()) {
            page.paragraph(before, reason);
            before = indent;
        }
        page.blank();
    }

    private String kind(Verdict.Kind kind) {
        String word = kind.word().toUpperCase(Locale.ROOT);
        return switch (kind) {
            case PASSED -> style.good(word);
            case FAILED -> style.bad(word);
            case INVALID, ABORTED -> style.doubtful(word);
        };
    }

    private void setup() {
        HandshakePlan plan = result.measured().plan();
        page.paragraph(
                "  Target    ",
                plan.target()
                        + (plan.target().equals(result.measured().address())
                                ? ""
                                : " (" + result.measured().address() + ")")
                        + (plan.name().equals(plan.host()) ? "" : ", as " + plan.name()));
        if (!plan.tls().verify()) {
            page.line(style.bad("            THE CERTIFICATE IS NOT VERIFIED"));
        }
        page.paragraph(
                "  TLS       ",
                String.join(", ", plan.tls().protocols()) + " by "
                        + result.measured().engine() + ", "
                        + (plan.tls().resume() ? "sessions are resumed" : "every handshake a full one"));
        double cap = result.facts().perSecond();
        page.paragraph(
                "  Measured  ",
                Units.counted(result.measured().repetitions().size(), "repetition") + ", "
                        + plan.concurrency() + " at a time"
                        + (Double.isInfinite(cap) ? "" : ", no more than " + Units.rate(cap) + " a second (--max-rate)")
                        + "; " + Units.count(plan.warmUp()) + " before them to warm up, which do not count");
    }

    private void faults() {
        List<FaultCount> faults = result.measured().faults();
        if (faults.isEmpty()) {
            return;
        }
        page.heading("Faults");
        for (FaultCount fault : faults) {
            page.paragraph(
                    "  ",
                    style.bad(fault.fault().name()) + "  " + Units.count(fault.count()) + " × ("
                            + fault.stage().title() + ", blame: "
                            + fault.fault().blame().word() + ")");
            page.paragraph("    ", FaultText.sentence(fault.fault().cause()));
            if (!fault.detail().isEmpty()) {
                page.paragraph("    example  ", fault.detail());
            }
            page.paragraph("    next     ", HandshakeAdvice.of(fault.fault()));
        }
    }

    private void kinds() {
        page.heading("What was agreed on");
        Page.Table table = new Page.Table(4, 5);
        table.row("protocol", "cipher suite", "key", "handshake", "count", "share", "p50", "p99");
        for (HandshakeKind kind : result.measured().kinds()) {
            table.row(
                    kind.agreed().protocol(),
                    kind.agreed().cipher(),
                    kind.agreed().key(),
                    kind.agreed().resumed() ? "resumed" : "full",
                    Units.count(kind.tls().count()),
                    Units.percent(
                            kind.tls().count() / (double) result.measured().succeeded(), 3),
                    Units.duration(kind.tls().p50Nanos()),
                    Units.duration(kind.tls().p99Nanos()));
        }
        page.table(table);
    }

    private void metrics() {
        page.heading("Median of the repetitions");
        Page.Table table = new Page.Table(2, 4);
        table.row("", "as threshold", "median", "99% sure", "lowest to highest");
        List<HandshakeRepetition> repetitions = result.measured().repetitions();
        for (HandshakeMetric metric : HandshakeMetric.ALL) {
            HandshakeMetric.Estimate estimate = metric.of(repetitions);
            double[] values = metric.values(repetitions);
            if (metric.shown() && values.length > 0 && metric.concerns(result.measured())) {
                table.row(
                        metric.title(),
                        style.faint(metric.name()),
                        metric.text(estimate.value()),
                        metric.text(estimate.certain()),
                        metric.text(Statistics.range(values)));
            }
        }
        page.table(table);
    }

    private void thresholds() {
        page.heading("Thresholds");
        Page.Table table = new Page.Table(4);
        for (HandshakeThreshold threshold : result.thresholds()) {
            String word = threshold.finding().words();
            table.row(
                    switch (threshold.finding()) {
                        case HELD -> style.good("✔");
                        case BROKEN -> style.bad("✘");
                        case UNCLEAR -> style.doubtful("?");
                    },
                    threshold.expression(),
                    word,
                    threshold.value());
        }
        page.table(table);
    }

    private void comparison() {
        @Nullable HandshakeComparison comparison = result.comparison();
        if (comparison == null) {
            return;
        }
        page.heading("Beside the baseline of "
                + ComparisonText.TIME.format(comparison.baseline().startedAt()));
        for (String difference : comparison.different()) {
            page.paragraph("  not the same: ", difference);
        }
        Page.Table table = new Page.Table(1, 4);
        table.row("", "before", "now", "change", "99% sure", "");
        for (HandshakeComparison.Metric metric : comparison.metrics()) {
            table.row(
                    metric.decides()
                            ? style.strong(metric.metric().name())
                            : metric.metric().name(),
                    metric.metric().text(metric.before()),
                    metric.metric().text(metric.now()),
                    ComparedMetric.percent(metric.now() / metric.before()),
                    metric.range(),
                    metric.decides() ? metric.finding().words() : "");
        }
        page.table(table);
        page.paragraph(
                "  ",
                Double.isNaN(comparison.reference())
                        ? "cpu and tls.p50 decide; the others show where a difference comes from. cpu.relative cannot be"
                                + " compared: the baseline has no reference work, or another Java did it."
                        : "cpu.relative and tls.p50 decide; the others show where a difference comes from. A piece of"
                                + " reference work took " + Units.significant(comparison.reference(), 3)
                                + " times as long as before.");
    }

    private void machine() {
        page.heading("This machine");
        HandshakeHealth health = result.health();
        page.paragraph(
                "  ",
                Units.counted(result.facts().loops(), "event loop") + " of "
                        + Units.counted(result.facts().processors(), "processor") + ", busy "
                        + Units.percent(health.busy(), 2) + " of the time; waited for a processor "
                        + Units.percent(health.waiting(), 2) + " of the time in which there was work.");
        if (health.hindrance() != null) {
            page.paragraph(
                    "  ",
                    style.doubtful("Rates and latencies are not the server's alone") + ": " + health.hindrance()
                            + ". A smaller --concurrency or a quieter machine shows more of the server.");
        }
        reference();
        limit();
        if (result.measured().leftOpen() > 0) {
            page.paragraph(
                    "  ",
                    "The server left " + Units.counted(result.measured().leftOpen(), "connection")
                            + " open after close_notify; each held its place for 0.2 s, which lowers the rate.");
        }
    }

    private void reference() {
        List<HandshakeRepetition> repetitions = result.measured().repetitions();
        double[] nanos = repetitions.stream()
                .mapToDouble(HandshakeRepetition::referenceNanos)
                .filter(each -> each > 0)
                .toArray();
        if (nanos.length > 0) {
            page.paragraph(
                    "  ",
                    "A reference work is a TCP connection inside this machine with two messages each way, and the"
                            + " arithmetic of one RSA-2048 check in Java, done between the handshakes on the same threads:"
                            + " CPU " + Units.duration(Math.round(HandshakeHealth.reference(repetitions))) + ", "
                            + Units.duration(Math.round(Statistics.range(nanos).low())) + " to "
                            + Units.duration(Math.round(Statistics.range(nanos).high()))
                            + ". It takes longer when the processor is slower; cpu.relative is the figure to compare"
                            + " from one time to the next.");
        }
    }

    /** Without this a rate says nothing. */
    private void limit() {
        HandshakeHealth health = result.health();
        double cap = result.facts().perSecond();
        double rate = Statistics.median(result.measured().repetitions().stream()
                .mapToDouble(HandshakeRepetition::rate)
                .toArray());
        if (rate > HandshakeHealth.MOST_BUSY * cap) {
            page.paragraph("  ", "What limits the rate is --max-rate.");
        } else if (health.hindrance() == null) {
            page.paragraph(
                    "  ",
                    "What limits the rate is how soon the server answers "
                            + Units.count(result.measured().plan().concurrency()) + " at a time (--concurrency)"
                            + (result.measured().isLocal() ? "; it shares this machine's processors." : "."));
        }
    }
}
