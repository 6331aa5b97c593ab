package rollcall.report;

import java.util.List;
import rollcall.outcome.Blame;

/** The part of {@link HtmlReport} that tells what went wrong: by whom to speak to, each with an example and advice. */
final class HtmlFaults {
    private final Html page;
    private final Summary summary;

    HtmlFaults(Html page, Summary summary) {
        this.page = page;
        this.summary = summary;
    }

    void write() {
        page.raw("<section id=\"faults\">\n<h2>Faults</h2>\n");
        if (summary.faults().isEmpty()) {
            page.raw("<p>None.</p>\n");
        }
        for (Blame blame : Blame.values()) {
            if (summary.faults().stream().anyMatch(fault -> fault.fault().blame() == blame)) {
                page.element("h3", FaultText.title(blame)).raw("\n");
                faults("faults", summary.faults(), blame);
            }
        }
        page.raw("</section>\n");
        if (!summary.setbacks().isEmpty()) {
            page.raw("<section id=\"setbacks\">\n<h2>Setbacks that clients survived</h2>\n");
            for (Blame blame : Blame.values()) {
                faults("setbacks", summary.setbacks(), blame);
            }
            page.raw("</section>\n");
        }
    }

    private void faults(String list, List<FaultCount> faults, Blame blame) {
        for (int i = 0; i < faults.size(); i++) {
            if (faults.get(i).fault().blame() == blame) {
                fault(list + "." + i, faults.get(i));
            }
        }
    }

    private void fault(String path, FaultCount fault) {
        page.raw("<article>\n<h4>")
                .count(path + ".count", fault.count())
                .text(FaultText.effect(fault) + ": ")
                .text(fault.fault().cause())
                .raw("</h4>\n<p class=\"id\"><code>")
                .field(path + ".fault", "text", fault.fault().name())
                .raw("</code> in the stage ")
                .text(fault.stage().title())
                .raw(", ")
                .text(FaultText.when(fault) + " into the run")
                .raw("</p>\n<dl>\n<dt>Example</dt><dd>")
                .field(path + ".sample", "text", fault.sample())
                .raw("</dd>\n");
        int told = 0;
        for (FaultPart part : fault.parts()) {
            if (part.isErrorId()) {
                told(path + ".diagnostics." + told++, part);
            }
        }
        page.raw("<dt>Next</dt><dd>")
                .field(path + ".advice", "text", Advice.of(fault.fault()))
                .raw("</dd>\n");
        page.raw("</dl>\n</article>\n");
    }

    private void told(String path, FaultPart part) {
        String meaning = part.meaning();
        page.raw("<dt>Told</dt><dd>")
                .count(path + ".count", part.count())
                .raw(" × ms-diagnostics ")
                .field(path + ".id", "text", part.key())
                .text(meaning == null ? ", which is not known here." : ": " + meaning)
                .raw("</dd>\n");
    }
}
