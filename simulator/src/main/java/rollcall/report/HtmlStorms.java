package rollcall.report;

import java.util.List;

/** The part of {@link HtmlReport} that tells who was dropped while signed in, how, and how they came back. */
final class HtmlStorms {
    private final Html page;
    private final Returns returns;

    HtmlStorms(Html page, Returns returns) {
        this.page = page;
        this.returns = returns;
    }

    void write() {
        storms();
        closes(returns.closes());
    }

    private void storms() {
        if (returns.returned() == 0 && returns.storms().isEmpty()) {
            return; // who was lost for good stands among the faults
        }
        page.raw("<section id=\"storms\">\n<h2>Dropped, and back</h2>\n<p>Drops of signed-in clients: ")
                .count("returns.dropped", returns.dropped())
                .raw("; they came back: ")
                .count("returns.returned", returns.returned())
                .raw(".</p>\n");
        if (returns.heldBack() > 0) {
            page.raw("<p>Slowed down by <code>guards.maxPerSecond</code>: ")
                    .count("returns.heldBack", returns.heldBack())
                    .raw(".</p>\n");
        }
        for (int i = 0; i < returns.storms().size(); i++) {
            storm(i, returns.storms().get(i));
        }
        page.raw("</section>\n");
    }

    private void closes(Closes closes) {
        if (closes.kinds().isEmpty()) {
            return;
        }
        page.raw("<section id=\"closes\">\n<h2>Connections that ended unasked</h2>\n<div class=\"wide\">")
                .raw("<table class=\"named\">\n<thead><tr><th></th><th>count</th><th>age, median</th>")
                .raw("<th>without traffic</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < closes.kinds().size(); i++) {
            Closes.Kind kind = closes.kinds().get(i);
            page.raw("<tr>")
                    .element("th", kind.how())
                    .raw("<td>")
                    .count("returns.closes.kinds." + i + ".count", kind.count())
                    .raw("</td>")
                    .element("td", Units.duration(kind.ageP50Nanos()))
                    .element("td", Units.duration(kind.silenceP50Nanos()))
                    .raw("</tr>\n");
        }
        page.raw("</tbody>\n</table></div>\n");
        Closes.Period period = closes.period();
        if (period != null) {
            page.raw("<p>")
                    .field("returns.closes.period.sentence", "text", CloseText.sentence(period))
                    .raw("</p>\n");
        }
        page.raw("</section>\n");
    }

    private void storm(int index, Storm storm) {
        String path = "returns.storms." + index;
        page.raw("<article>\n<h4>Storm " + (index + 1) + ": ")
                .count(path + ".dropped", storm.dropped())
                .raw(" dropped within ")
                .field(path + ".lastedSeconds", "seconds", Units.duration(storm.lastedNanos()))
                .text(", " + Units.offset(storm.atNanos()) + " into the run" + StormText.why(storm.what()))
                .raw("</h4>\n");
        if (storm.dropped() == 0) {
            page.raw("<p>Nobody was signed in whom it could hit.</p>\n</article>\n");
            return;
        }
        page.raw("<div class=\"wide\"><table>\n<thead><tr><th>50% back after</th><th>90% back</th><th>99% back</th>")
                .raw("<th>all back</th><th>most a second</th></tr></thead>\n<tbody><tr>");
        after(path, "p50", storm.p50Nanos());
        after(path, "p90", storm.p90Nanos());
        after(path, "p99", storm.p99Nanos());
        after(path, "all", storm.allNanos());
        page.raw("<td>")
                .count(path + ".peakPerSecond", storm.peakPerSecond())
                .raw("</td></tr></tbody>\n</table></div>\n<dl>\n");
        faults("Dropped", path + ".drops.", storm.drops());
        faults("Not back", path + ".losses.", storm.losses());
        WebLoad web = storm.web();
        if (web != null) {
            page.raw("<dt>Web servers</dt><dd>asked by those who came back ");
            HtmlWeb.figures(page, path + ".web", web, "after its beginning");
            page.raw("</dd>\n");
        }
        if (storm.away() > 0) {
            page.raw("<dt>Not back</dt><dd>")
                    .count(path + ".away", storm.away())
                    .text(StormText.stillAway(storm.away()))
                    .raw("</dd>\n");
        }
        page.raw("</dl>\n</article>\n");
    }

    private void after(String path, String percentile, long nanos) {
        page.raw("<td>");
        if (nanos == Storm.NEVER) {
            page.text(StormText.time(nanos));
        } else {
            page.field(path + ".backAfterSeconds." + percentile, "seconds", StormText.time(nanos));
        }
        page.raw("</td>");
    }

    private void faults(String title, String path, List<FaultCount> faults) {
        for (int i = 0; i < faults.size(); i++) {
            FaultCount fault = faults.get(i);
            page.element("dt", title)
                    .raw("<dd>")
                    .count(path + i + ".count", fault.count())
                    .raw(" × <code>")
                    .field(path + i + ".fault", "text", fault.fault().name())
                    .raw("</code> (")
                    .text(fault.stage().title() + "), as ")
                    .field(path + i + ".sample", "text", fault.sample())
                    .raw("</dd>\n");
        }
    }
}
