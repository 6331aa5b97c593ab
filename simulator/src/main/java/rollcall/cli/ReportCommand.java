package rollcall.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rollcall.plan.PlanException;
import rollcall.report.RunFolder;
import rollcall.report.SavedRun;
import rollcall.report.TextReport;
import rollcall.report.UnreadableRun;

/** {@code rollcall report}: a finished run told again. */
@Command(
        name = "report",
        description = {
            "Tells a run again from the folder that it has left: what the run printed at its end, or its files anew.",
            "Of a run that was killed it tells what was known by then. Ends with 0 whatever became of the run."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  rollcall report rollcall-out/quickstart-20261121-070922",
            "  rollcall report --html rollcall-out/quickstart-20261121-070922"
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The folder of a run, which --out named.")
    private Path folder = Path.of("");

    @Option(names = "--text", description = "Prints the report; done when nothing else is asked for.")
    private boolean text;

    @Option(names = "--html", description = "Writes report.html into the folder.")
    private boolean html;

    @Option(names = "--junit", description = "Writes junit.xml into the folder: one test case a threshold.")
    private boolean junit;

    ReportCommand() {}

    @Override
    public Integer call() throws PlanException, IOException {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), false);
        SavedRun run = read();
        try {
            if (html) {
                console.say("Written: " + RunFolder.writeHtml(run, folder));
            }
            if (junit) {
                console.say("Written: " + RunFolder.writeJUnit(run.summary(), folder));
            }
        } catch (IOException e) {
            throw new PlanException(folder + " cannot be written to: " + e.getMessage());
        }
        if (text || !(html || junit)) {
            TextReport.write(run.summary(), console.outStyle(), RunFolder.files(folder), console.out());
            console.out().flush();
        }
        return Main.OK;
    }

    private SavedRun read() throws PlanException {
        try {
            return SavedRun.read(folder);
        } catch (UnreadableRun e) {
            throw new PlanException(e.reason());
        }
    }
}
