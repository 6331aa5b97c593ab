package rollcall.report;

import java.util.List;
import rollcall.plan.Quantities;

/** The kinds of clients in {@link HtmlReport}, one a row; nothing in a run that has but one. */
record HtmlKinds(Html page, List<KindResult> kinds) {
    void write() {
        if (kinds.isEmpty()) {
            return;
        }
        page.raw("<div class=\"wide\"><table class=\"named\" id=\"kinds\">\n<thead><tr><th>kind</th><th>share</th>")
                .raw("<th>started</th><th>signed in</th><th>failed</th><th>lost</th><th>logon p50</th><th>p95</th>")
                .raw("<th>p99</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < kinds.size(); i++) {
            row("kinds." + i, kinds.get(i));
        }
        page.raw("</tbody>\n</table></div>\n");
    }

    private void row(String path, KindResult kind) {
        page.raw("<tr><th>").field(path + ".name", "text", kind.name()).raw("</th>");
        page.element("td", Quantities.percent(kind.share()));
        count(path + ".started", kind.started());
        count(path + ".signedIn", kind.signedIn());
        count(path + ".failed", kind.failed());
        count(path + ".lost", kind.lost());
        millis(path + ".logonP50Ms", kind.logonP50Nanos());
        millis(path + ".logonP95Ms", kind.logonP95Nanos());
        millis(path + ".logonP99Ms", kind.logonP99Nanos());
        page.raw("</tr>\n");
    }

    private void count(String path, long count) {
        page.raw("<td>").count(path, count).raw("</td>");
    }

    private void millis(String path, long nanos) {
        if (nanos == Totals.NONE) {
            page.raw("<td>–</td>");
        } else {
            page.raw("<td>").millis(path, nanos).raw("</td>");
        }
    }
}
