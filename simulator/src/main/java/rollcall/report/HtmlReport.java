package rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Writes {@code report.html}: the report for somebody who was not there. One file that needs nothing from any network, light
 * or dark as the reader has it, and fit to be printed. Every number is one of {@code result.json}, shown as people write it;
 * the charts are drawn from that file's series and from {@code latency.hlog}.
 */
final class HtmlReport {
    private static final String CHARTS = Html.resource("uplot/uPlot.iife.min.js");
    private static final String SCRIPT = Html.resource("report.js");
    private static final String STYLE = Html.resource("uplot/uPlot.min.css");
    private static final String LICENCE = Html.resource("uplot/LICENSE");
    /** No script runs but these two. */
    private static final String SCRIPTS = "script-src " + hash(CHARTS) + " " + hash(SCRIPT) + "; ";

    private final SavedRun run;
    private final Summary summary;
    private final Html page = new Html();

    private HtmlReport(SavedRun run) {
        this.run = run;
        this.summary = run.summary();
    }

    /** Writes the whole page in UTF-8 and leaves the stream open. */
    static void write(SavedRun run, OutputStream out) throws IOException {
        HtmlReport report = new HtmlReport(run);
        report.page();
        out.write(report.page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void page() {
        String title =
                summary.setup().scenario() + ": " + summary.verdict().kind().word();
        page.begin(title, SCRIPTS, STYLE);
        head();
        verdict();
        figures();
        HtmlNumbers numbers = new HtmlNumbers(page, summary);
        numbers.setup();
        if (summary.capacity() != null) {
            numbers.capacity(summary.capacity());
        }
        charts();
        numbers.latency();
        new HtmlStorms(page, summary.returns()).write();
        new HtmlFaults(page, summary).write();
        numbers.thresholds();
        numbers.generator();
        scenario();
        page.raw("<footer><p>Written by ")
                .field("setup.version", "text", summary.facts().version())
                .raw(". The same numbers for machines are in <code>result.json</code>, the histograms in")
                .raw(" <code>latency.hlog</code>.</p></footer>\n</main>\n");
        page.json("result", run.result());
        page.json("latencies", HtmlLatencies.json(run.latencyLog()));
        page.raw("<!--\nThe charts are drawn by uPlot, https://github.com/leeoniya/uPlot\n\n" + LICENCE + "-->\n");
        page.raw("<script>" + CHARTS + "</script>\n<script>" + SCRIPT + "</script>\n</body>\n</html>\n");
    }

    private void head() {
        RunFacts facts = summary.facts();
        page.raw("<header>\n<p class=\"kind\">Rollcall, load run</p>\n<h1>")
                .field("scenario", "text", summary.setup().scenario())
                .raw("</h1>\n<p class=\"when\">")
                .text(TextReport.TIME.format(facts.startedAt()) + ", took ")
                .field("durationSeconds", "seconds", Units.duration(facts.durationNanos()))
                .raw("</p>\n</header>\n");
    }

    private void verdict() {
        Verdict verdict = summary.verdict();
        String word = verdict.kind().word();
        page.raw("<section class=\"verdict " + word + "\">\n<p class=\"word\">")
                .field("verdict", "text", word)
                .raw("</p>\n<div class=\"reasons\">\n");
        for (int i = 0; i < verdict.reasons().size(); i++) {
            page.raw("<p>")
                    .field("reasons." + i, "text", verdict.reasons().get(i))
                    .raw("</p>\n");
        }
        if (!run.ended()) {
            page.raw("<p>This run did not end: it is told as far as it was known when the process was killed.</p>\n");
        }
        if (verdict.kind() == Verdict.Kind.INVALID) {
            page.raw("<p>The numbers below are those of this machine or its set-up.")
                    .raw(" Do not judge the pool by them.</p>\n");
        }
        page.raw("</div>\n</section>\n");
    }

    private void figures() {
        Summary.Clients clients = summary.clients();
        Latency logon = Latency.of(summary.latencies().logonFromDue());
        page.raw("<dl class=\"figures\">\n<div><dt>Signed in</dt><dd>")
                .count("clients.signedIn", clients.signedIn())
                .raw("</dd><dd>of ")
                .count("clients.planned", clients.planned())
                .raw(" planned</dd></div>\n<div><dt>Sign-ins a second</dt><dd>")
                .rate("rate.achievedPerSecond", summary.rate().achievedPerSecond())
                .raw("</dd><dd>")
                .rate("rate.offeredPerSecond", summary.rate().offeredPerSecond())
                .raw(" offered</dd></div>\n<div><dt>99% signed in within</dt>");
        if (logon.count() == 0) {
            page.raw("<dd>–</dd><dd>nobody signed in</dd>");
        } else {
            page.raw("<dd>")
                    .millis("latency.logon.fromDue.p99", logon.p99Nanos())
                    .raw("</dd><dd>")
                    .millis("latency.logon.fromDue.p50", logon.p50Nanos())
                    .raw(" in the median</dd>");
        }
        page.raw("</div>\n<div><dt>Most held at once</dt><dd>")
                .count("clients.heldPeak", clients.heldPeak())
                .raw("</dd><dd>")
                .count("clients.lost", clients.lost())
                .raw(" lost</dd></div>\n</dl>\n");
    }

    /** Places for the charts; without scripts the tables below tell the same. */
    private void charts() {
        page.raw(
                        "<section id=\"time\">\n<h2>Over time</h2>\n<noscript><p>The charts need JavaScript; the tables do not.</p>")
                .raw("</noscript>\n");
        chart("rate", "Clients a second", "Clients that were due, and clients that signed in, each second");
        chart(
                "clients",
                "Clients at the pool",
                "Clients that were signed in, and clients on their way, at each moment");
        new HtmlNumbers(page, summary).rateChanges();
        page.raw("</section>\n<section id=\"latency\">\n<h2>Latency</h2>\n<div id=\"stages\"></div>\n");
        chart("latency-time", "Over time", "Percentiles of the chosen stage over the run");
        chart(
                "latency-curve",
                "How many were faster",
                "For each stage, the share of clients that were faster than that");
    }

    private void chart(String id, String title, String description) {
        page.raw("<figure>\n<figcaption>" + title + "</figcaption>\n<div class=\"chart\" id=\"chart-" + id
                + "\" role=\"img\" aria-label=\"" + description + "\"></div>\n</figure>\n");
    }

    private void scenario() {
        if (!run.scenario().isEmpty()) {
            page.raw("<section>\n<h2>Configuration</h2>\n<details>\n")
                    .raw("<summary>The scenario as it was run, every default resolved, without secrets</summary>\n")
                    .element("pre", run.scenario())
                    .raw("\n</details>\n</section>\n");
        }
    }

    private static String hash(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
