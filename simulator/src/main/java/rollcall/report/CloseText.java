package rollcall.report;

/** The part of the {@link TextReport} that tells how connections of signed-in clients ended unasked. */
final class CloseText {
    private static final double SECOND = 1e9;

    private final Page page;

    CloseText(Page page) {
        this.page = page;
    }

    void write(Closes closes) {
        if (closes.kinds().isEmpty()) {
            return;
        }
        page.heading("Connections that ended unasked");
        Page.Table table = new Page.Table(1);
        table.row("", "count", "age, median", "without traffic");
        for (Closes.Kind kind : closes.kinds()) {
            table.row(
                    kind.how(),
                    Units.count(kind.count()),
                    Units.duration(kind.ageP50Nanos()),
                    Units.duration(kind.silenceP50Nanos()));
        }
        page.table(table);
        Closes.Period period = closes.period();
        if (period != null) {
            page.paragraph("  → ", sentence(period));
        }
    }

    static String sentence(Closes.Period period) {
        String share = ": " + Units.percent(period.share(), 2) + " of them ended then.";
        if (period.ageNanos() == Closes.Period.NONE) {
            return "A middlebox or the pool seems to cut connections after " + seconds(period.silenceNanos())
                    + " without traffic" + share;
        }
        String cut = "A middlebox or the pool seems to cut connections after " + seconds(period.ageNanos());
        return period.silenceNanos() == Closes.Period.NONE
                ? cut + share
                : cut + ", which was " + seconds(period.silenceNanos())
                        + " after anything went over them; it may be either" + share;
    }

    private static String seconds(long nanos) {
        double seconds = nanos / SECOND;
        return Units.significant(seconds, seconds < 100 ? 2 : 3) + " s";
    }
}
