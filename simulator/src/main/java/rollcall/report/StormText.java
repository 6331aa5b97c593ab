package rollcall.report;

import org.jspecify.annotations.Nullable;

/** The part of the {@link TextReport} that tells who was dropped while signed in, and how they came back. */
final class StormText {
    private final Page page;
    private final Style style;

    StormText(Page page, Style style) {
        this.page = page;
        this.style = style;
    }

    void write(Summary summary) {
        Returns returns = summary.returns();
        if (returns.returned() == 0 && returns.storms().isEmpty()) {
            return; // who was lost for good stands among the faults
        }
        page.heading("Dropped, and back");
        page.paragraph(
                "  ",
                "Signed-in clients were dropped " + times(returns.dropped()) + " and came back "
                        + times(returns.returned()) + ".");
        if (returns.heldBack() > 0) {
            page.paragraph(
                    "  ",
                    "Coming back was slowed down " + times(returns.heldBack())
                            + ", so that no more sign-ins a second began than guards.maxPerSecond allows.");
        }
        int number = 0;
        for (Storm storm : returns.storms()) {
            storm(++number, storm);
        }
    }

    private void storm(int number, Storm storm) {
        page.paragraph(
                "  ",
                style.strong("Storm " + number) + ", " + Units.offset(storm.atNanos()) + " into the run: "
                        + Units.counted(storm.dropped(), "client") + " dropped within "
                        + Units.duration(storm.lastedNanos()) + why(storm.what()) + ".");
        if (storm.dropped() == 0) {
            page.paragraph("    ", "Nobody was signed in whom it could hit.");
            return;
        }
        Page.Table table = new Page.Table(0);
        table.row("", "50% back", "90% back", "99% back", "all back", "most a second");
        table.row(
                "  after",
                time(storm.p50Nanos()),
                time(storm.p90Nanos()),
                time(storm.p99Nanos()),
                time(storm.allNanos()),
                Units.count(storm.peakPerSecond()));
        page.table(table);
        for (FaultCount drop : storm.drops()) {
            page.paragraph(
                    "    dropped   ",
                    Units.count(drop.count()) + " × " + drop.fault().name() + ", as " + drop.sample());
        }
        for (FaultCount loss : storm.losses()) {
            page.paragraph(
                    "    not back  ",
                    Units.count(loss.count()) + " × " + style.bad(loss.fault().name()) + " ("
                            + loss.stage().title() + "), as " + loss.sample());
        }
        WebLoad web = storm.web();
        if (web != null) {
            page.paragraph(
                    "    web       ",
                    "those who came back asked web servers " + TextReport.figures(web, "after its beginning"));
        }
        if (storm.away() > 0) {
            page.paragraph("    not back  ", Units.count(storm.away()) + stillAway(storm.away()));
        }
    }

    /** Whose doing it was. */
    static String why(@Nullable String what) {
        return what == null ? "" : " by the scenario (drop: " + what + ")";
    }

    /** How long it took, if it came to that. */
    static String time(long nanos) {
        return nanos == Storm.NEVER ? "never" : Units.duration(nanos);
    }

    private static String times(long count) {
        return count == 1 ? "once" : Units.count(count) + " times";
    }

    /** Behind a number of clients. */
    static String stillAway(long clients) {
        return (clients == 1 ? " was still on its way" : " were still on their way") + " when the run ended";
    }
}
