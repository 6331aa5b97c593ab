package rollcall.report;

import java.util.List;
import org.HdrHistogram.Histogram;
import rollcall.outcome.Stage;

/** The tables of {@link HtmlReport}. */
final class HtmlNumbers {
    private static final int MOST_CHANGES = 20;

    private final Html page;
    private final Summary summary;

    HtmlNumbers(Html page, Summary summary) {
        this.page = page;
        this.summary = summary;
    }

    void setup() {
        Setup setup = summary.setup();
        RunFacts facts = summary.facts();
        page.raw("<section id=\"setup\">\n<h2>What was run</h2>\n<dl class=\"facts\">\n");
        fact("Target", "setup.target", setup.target());
        fact("Clients like", "setup.client", setup.client());
        fact("Authentication", "setup.auth", setup.auth());
        fact("TLS", "setup.tls", setup.tls());
        if (!setup.certificatesVerified()) {
            page.raw(
                    "<dt></dt><dd class=\"bad\">Certificates were NOT verified: real clients would be stricter.</dd>\n");
        }
        page.raw("<dt>Engine</dt><dd>")
                .text(Units.counted(facts.loops(), facts.transport() + " loop"))
                .raw("</dd>\n</dl>\n");
        clients();
        page.raw("</section>\n");
    }

    private void clients() {
        Summary.Clients clients = summary.clients();
        page.raw(
                        "<div class=\"wide\"><table>\n<thead><tr><th>planned</th><th>started</th><th>signed in</th><th>failed</th>")
                .raw("<th>open at the end</th><th>lost</th><th>most held at once</th></tr></thead>\n<tbody><tr>");
        cell("clients.planned", clients.planned());
        cell("clients.started", clients.started());
        cell("clients.signedIn", clients.signedIn());
        cell("clients.failed", clients.failed());
        cell("clients.open", summary.open());
        cell("clients.lost", clients.lost());
        cell("clients.heldPeak", clients.heldPeak());
        page.raw("</tr></tbody>\n</table></div>\n");
        new HtmlKinds(page, summary.kinds()).write();
        if (summary.preparation() != null) {
            preparation(summary.preparation());
        }
        if (summary.facts().canaryNanos() > 0) {
            page.raw("<p>The others waited ")
                    .field(
                            "rate.canarySeconds",
                            "seconds",
                            Units.duration(summary.facts().canaryNanos()))
                    .raw(" for " + summary.wentAlone() + "</p>\n");
        }
        int index = 0;
        for (FaultPart fallBack : summary.fallBacks()) {
            String path = "clients.fellBack." + index++;
            page.raw("<p>")
                    .field(path + ".schemes", "text", fallBack.key())
                    .raw(": ")
                    .count(path + ".count", fallBack.count())
                    .raw("</p>\n");
        }
    }

    private void preparation(Preparation preparation) {
        page.raw("<p>")
                .count("preparation.started", preparation.clients().started())
                .raw(" of them prepared the pool and count neither in the latency nor in the thresholds: ")
                .count("preparation.signedIn", preparation.clients().signedIn())
                .raw(" signed in, ")
                .count("preparation.failed", preparation.clients().failed())
                .raw(" failed, ")
                .count("preparation.lost", preparation.clients().lost())
                .raw(" lost");
        if (preparation.logonP50Nanos() != Totals.NONE) {
            page.raw("; half of them within ")
                    .millis("preparation.logonP50Ms", preparation.logonP50Nanos())
                    .raw(", 99% within ")
                    .millis("preparation.logonP99Ms", preparation.logonP99Nanos());
        }
        page.raw(".</p>\n");
    }

    /** What a person did to the rate; the first of many. */
    void rateChanges() {
        List<RateChange> changes = summary.facts().rateChanges();
        if (changes.isEmpty()) {
            return;
        }
        page.raw(
                        "<h3>The rate, changed by hand</h3>\n<div class=\"wide\"><table class=\"few\">\n<thead><tr><th>at</th>")
                .raw("<th>of the planned rate from then on</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < Math.min(changes.size(), MOST_CHANGES); i++) {
            String path = "rateChanges." + i;
            RateChange change = changes.get(i);
            page.raw("<tr><td>")
                    .field(path + ".atSeconds", "seconds", Units.duration(change.atNanos()))
                    .raw("</td><td>");
            if (change.factor() == 0) {
                page.raw("none: paused</td></tr>\n");
            } else {
                page.raw("× ")
                        .field(path + ".factor", "digits", Units.significant(change.factor(), 3))
                        .raw("</td></tr>\n");
            }
        }
        page.raw("</tbody>\n</table></div>\n");
        if (changes.size() > MOST_CHANGES) {
            page.element("p", "and " + Units.counted(changes.size() - MOST_CHANGES, "other change"));
        }
    }

    void capacity(SearchResult capacity) {
        page.raw(
                        "<section id=\"capacity\">\n<h2>Rates tried</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>a second</th>")
                .raw(
                        "<th>clients</th><th>failed</th><th>logon p50</th><th>logon p99</th><th></th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < capacity.tries().size(); i++) {
            RateTry each = capacity.tries().get(i);
            String path = "capacity.tries." + i;
            page.raw("<tr><td>").rate(path + ".perSecond", each.perSecond()).raw("</td>");
            cell(path + ".started", each.started());
            cell(path + ".failed", each.failed());
            page.element("td", CapacityText.latency(each.logonP50Nanos()));
            page.element("td", CapacityText.latency(each.logonP99Nanos()));
            page.raw("<td class=\"" + tone(each.outcome()) + "\">")
                    .field(path + ".outcome", "text", each.outcome().word())
                    .raw("</td></tr>\n");
        }
        page.raw(
                        "</tbody>\n</table></div>\n<p>What follows is about all of them together, those that broke included.</p>")
                .raw("\n</section>\n");
    }

    private static String tone(RateTry.Outcome outcome) {
        return switch (outcome) {
            case HELD -> "good";
            case BROKE -> "bad";
            case TOO_FAST -> "doubtful";
        };
    }

    /** Ends the section that the charts have begun. */
    void latency() {
        page.raw(
                        "<div class=\"wide\"><table class=\"named\">\n<thead><tr><th></th><th>count</th><th>share</th><th>p50</th>")
                .raw("<th>p90</th><th>p99</th><th>p99.9</th><th>max</th></tr></thead>\n<tbody>\n");
        double all = 0;
        for (int i = Stage.DNS.ordinal(); i < Stage.LOGON.ordinal(); i++) {
            all += Latencies.total(summary.latencies().of(Stage.at(i)));
        }
        for (int i = Stage.DNS.ordinal(); i < Stage.LOGON.ordinal(); i++) {
            Stage stage = Stage.at(i);
            double share = all == 0 ? 0 : Latencies.total(summary.latencies().of(stage)) / all;
            row(stage, stage.title(), "fromSent", summary.latencies().of(stage), TextReport.percent(share));
        }
        Histogram logon = summary.latencies().of(Stage.LOGON);
        row(
                Stage.LOGON,
                Stage.LOGON.title() + ", from due",
                "fromDue",
                summary.latencies().logonFromDue(),
                "");
        row(Stage.LOGON, "from its real start", "fromSent", logon, "");
        for (int i = Stage.HOLD.ordinal() + 1; i < Stage.COUNT; i++) {
            row(
                    Stage.at(i),
                    Stage.at(i).title(),
                    "fromSent",
                    summary.latencies().of(Stage.at(i)),
                    "");
        }
        page.raw(
                        "</tbody>\n</table></div>\n<p class=\"note\">From due means from the moment at which the plan wanted the client")
                .raw(
                        " to start: a generator that is late cannot make a pool look fast. The share is that of the time which all")
                .raw(" clients together spent signing in.</p>\n");
        HtmlWeb.write(page, summary.web());
        page.raw("</section>\n");
    }

    private void row(Stage stage, String title, String from, Histogram histogram, String share) {
        Latency latency = Latency.of(histogram);
        if (latency.count() == 0) {
            return;
        }
        String path = "latency." + stage.word();
        page.raw(stage == Stage.LOGON ? "<tr class=\"sum\">" : "<tr>").element("th", title);
        cell(path + ".count", latency.count());
        page.element("td", share);
        millis(path + "." + from + ".p50", latency.p50Nanos());
        millis(path + "." + from + ".p90", latency.p90Nanos());
        millis(path + "." + from + ".p99", latency.p99Nanos());
        millis(path + "." + from + ".p999", latency.p999Nanos());
        millis(path + "." + from + ".max", latency.maxNanos());
        page.raw("</tr>\n");
    }

    void thresholds() {
        page.raw("<section id=\"thresholds\">\n<h2>Thresholds</h2>\n");
        if (summary.thresholds().isEmpty()) {
            page.raw("<p>The scenario sets none.</p>\n</section>\n");
            return;
        }
        page.raw(
                        "<div class=\"wide\"><table class=\"named\">\n<thead><tr><th>wanted</th><th>measured</th><th></th></tr></thead>")
                .raw("\n<tbody>\n");
        for (int i = 0; i < summary.thresholds().size(); i++) {
            ThresholdResult threshold = summary.thresholds().get(i);
            String path = "thresholds." + i;
            page.raw("<tr><th>")
                    .field(path + ".expression", "text", threshold.expression())
                    .raw("</th><td>")
                    .field(path + ".value", "text", threshold.value())
                    .raw(threshold.held() ? "</td><td class=\"good\">✔ held" : "</td><td class=\"bad\">✘ broken")
                    .raw("</td></tr>\n");
        }
        page.raw("</tbody>\n</table></div>\n</section>\n");
    }

    void generator() {
        GeneratorHealth generator = summary.generator();
        page.raw("<section id=\"generator\">\n<h2>The machine that measured</h2>\n<p>")
                .raw(
                        generator.healthy()
                                ? "<b class=\"good\">It kept up:</b> the numbers are the pool’s."
                                : "<b class=\"doubtful\">It did not keep up:</b> the measurement is invalid.")
                .raw("</p>\n");
        for (int i = 0; i < generator.complaints().size(); i++) {
            String complaint = generator.complaints().get(i);
            page.raw("<p>")
                    .field("generator.complaints." + i, "text", complaint)
                    .raw(".</p>\n");
        }
        page.raw("<dl class=\"facts\">\n");
        millisFact("Starts after due, p99", "scheduleLagP99Ms", generator.scheduleLagP99Ms());
        page.raw("<dt>Late starts</dt><dd>")
                .count("generator.lateStarts", generator.lateStarts())
                .raw("</dd>\n");
        millisFact("Longest stall of a loop", "loopLagMaxMs", generator.loopLagMaxMs());
        millisFact("Longest garbage collection", "gcPauseMaxMs", generator.gcPauseMaxMs());
        double cpu = generator.cpuSecondsPer1000Logons();
        if (cpu > 0) {
            known("CPU for 1,000 sign-ins", "cpuSecondsPer1000Logons", "digits", Units.significant(cpu, 3));
        }
        if (generator.openFilesPeak() > 0) {
            known("Open files, most", "openFilesPeak", "count", Units.count(generator.openFilesPeak()));
        }
        if (generator.rssBytesPeak() > 0) {
            known("Resident memory, most", "rssBytesPeak", "bytes", Units.bytes(generator.rssBytesPeak()));
        }
        if (generator.rssBytesPerClient() > 0) {
            known("Resident memory a client", "rssBytesPerClient", "bytes", Units.bytes(generator.rssBytesPerClient()));
        }
        page.raw("</dl>\n</section>\n");
    }

    private void millisFact(String title, String field, double millis) {
        known(title, field, "millis", Units.duration(Math.round(millis * 1e6)));
    }

    private void known(String title, String field, String as, String shown) {
        page.element("dt", title)
                .raw("<dd>")
                .field("generator." + field, as, shown)
                .raw(as.equals("digits") ? " s</dd>\n" : "</dd>\n");
    }

    private void fact(String title, String path, String text) {
        page.element("dt", title).raw("<dd>").field(path, "text", text).raw("</dd>\n");
    }

    private void cell(String path, long count) {
        page.raw("<td>").count(path, count).raw("</td>");
    }

    private void millis(String path, long nanos) {
        page.raw("<td>").millis(path, nanos).raw("</td>");
    }
}
