package rollcall.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rollcall.check.Catalogue;
import rollcall.check.Finding;
import rollcall.check.Findings;
import rollcall.check.Repair;
import rollcall.plan.PlanException;
import rollcall.report.Page;

/** {@code rollcall explain}: all that is known about a finding. */
@Command(
        name = "explain",
        description = "Says all that is known about a finding of rollcall check; without one, lists them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Examples:", "  rollcall explain", "  rollcall explain RC-DNS-002"})
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The finding's identifier, as RC-DNS-003.")
    private @Nullable String id;

    @Option(names = "--markdown", description = "Prints the whole catalogue as a page in Markdown.")
    private boolean markdown;

    ExplainCommand() {}

    @Override
    public Integer call() throws PlanException {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), false);
        if (markdown) {
            if (id != null) {
                throw new PlanException("--markdown prints all findings: leave " + id + " out.");
            }
            console.out().print(Catalogue.markdown());
            console.out().flush();
            return Main.OK;
        }
        Page page = new Page(console.outStyle());
        if (id == null) {
            for (Finding each : Findings.all()) {
                page.paragraph(each.id() + "  ", each.title());
            }
        } else {
            Finding finding = Findings.of(id);
            if (finding == null) {
                throw new PlanException("there is no finding " + id + "; rollcall explain without one lists them all");
            }
            page.paragraph(
                    finding.id() + "  ",
                    finding.title() + " (" + finding.severity().name().toLowerCase(Locale.ROOT) + ")");
            page.blank();
            page.paragraph("", finding.cause());
            page.paragraph("The user sees: ", finding.sees());
            page.blank();
            page.paragraph("", finding.more());
            String before = "To repair, ";
            for (Repair repair : finding.remedies()) {
                page.blank();
                page.paragraph("", before + repair.where() + ":");
                repair.text().lines().forEach(line -> page.line("    " + line));
                before = "or ";
            }
        }
        console.out().print(page);
        console.out().flush();
        return Main.OK;
    }
}
