package rollcall.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rollcall.plan.PlanException;
import rollcall.report.ComparedMetric;
import rollcall.report.ComparedRun;
import rollcall.report.Comparison;
import rollcall.report.ComparisonHtml;
import rollcall.report.ComparisonJson;
import rollcall.report.ComparisonText;
import rollcall.report.UnreadableRun;

/** {@code rollcall compare}: is the second run worse than the first? */
@Command(
        name = "compare",
        description = {
            "Compares finished runs, A before and B after a change, side by side. A difference counts when it is no accident:",
            "with one run a side, by how each varied from second to second; with several, by how they differ among each"
                    + " other. Ends with 1 when B is worse by more than is allowed, with 3 when a run says nothing about the"
                    + " pool."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  rollcall compare rollcall-out/monday rollcall-out/tuesday",
            "  rollcall compare --allow 5% --html diff.html a1,a2,a3 b1,b2,b3"
        })
final class CompareCommand implements Callable<Integer> {
    private static final String SEPARATOR = ",";
    private static final int INVALID = 3;
    private static final int MOST_PERCENT = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "The folder of a run before the change, or of several with commas between.")
    private String a = "";

    @Parameters(index = "1", paramLabel = "B", description = "The same after it.")
    private String b = "";

    @Option(
            names = "--allow",
            paramLabel = "N%%",
            defaultValue = "10%",
            description = "How much worse B may be (default: ${DEFAULT-VALUE}).")
    private String allow = "10%";

    @Option(names = "--force", description = "Compares runs that were invalid or were stopped, too.")
    private boolean force;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the comparison for machines.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the comparison as a page.")
    private @Nullable Path html;

    CompareCommand() {}

    @Override
    public Integer call() throws PlanException {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), false);
        Comparison comparison = Comparison.of(side(a), side(b), margin());
        List<ComparedRun> invalid = comparison.invalid();
        if (!invalid.isEmpty() && !force) {
            for (ComparedRun run : invalid) {
                console.say(run.name() + " was " + run.verdict()
                        + ": its numbers say nothing about the pool. --force compares them nevertheless.");
            }
            return INVALID;
        }
        write(json, out -> ComparisonJson.write(comparison, out));
        write(html, out -> ComparisonHtml.write(comparison, out));
        console.out().print(ComparisonText.of(comparison, console.outStyle()));
        console.out().flush();
        return comparison.finding() == ComparedMetric.Finding.WORSE ? Main.TARGET_FAILED : Main.OK;
    }

    private static List<ComparedRun> side(String folders) throws PlanException {
        List<ComparedRun> runs = new ArrayList<>();
        for (String folder : List.of(folders.split(SEPARATOR, -1))) {
            if (folder.isBlank()) {
                throw new PlanException("\"" + folders + "\": expected folders with commas between, as run1,run2,run3");
            }
            try {
                runs.add(ComparedRun.read(Path.of(folder)));
            } catch (UnreadableRun e) {
                throw new PlanException(e.reason());
            }
        }
        if (runs.size() > Comparison.MOST_RUNS) {
            throw new PlanException("\"" + folders + "\": at most " + Comparison.MOST_RUNS + " runs a side");
        }
        return runs;
    }

    private double margin() throws PlanException {
        try {
            double percent = Double.parseDouble(allow.endsWith("%") ? allow.substring(0, allow.length() - 1) : allow);
            if (allow.endsWith("%") && percent >= 0 && percent <= MOST_PERCENT) {
                return percent / 100;
            }
        } catch (NumberFormatException e) {
            // told below, as a number out of range is
        }
        throw new PlanException("--allow " + allow + ": expected per cent, as 10%");
    }

    private static void write(@Nullable Path file, Content content) throws PlanException {
        if (file == null) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            content.write(out);
        } catch (IOException e) {
            throw new PlanException(file + " cannot be written: " + e.getMessage());
        }
    }

    /** Writes one file. */
    private interface Content {
        void write(OutputStream out) throws IOException;
    }
}
