package rollcall.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rollcall.check.CheckJson;
import rollcall.check.CheckJunit;
import rollcall.plan.PlanException;

/** The files in which a check is written down for machines. */
final class CheckFiles {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes everything that was found to this file, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Writes a test case for everything that was looked at to this file, as JUnit XML.")
    private @Nullable Path junit;

    CheckFiles() {}

    private interface Content {
        void writeTo(OutputStream out) throws XMLStreamException;
    }

    /** Writes those that were asked for, over those of the check before. */
    void write(CheckRunner.Round round) throws PlanException {
        if (json != null) {
            write("--json", json, out -> CheckJson.write(round.report(), out));
        }
        if (junit != null) {
            write(
                    "--junit",
                    junit,
                    out -> CheckJunit.write(round.report(), round.startedAt(), round.durationNanos(), out));
        }
    }

    private static void write(String option, Path file, Content content) throws PlanException {
        try (OutputStream out = Files.newOutputStream(file)) {
            content.writeTo(out);
        } catch (IOException | XMLStreamException e) {
            throw new PlanException(option + " " + file + ": it cannot be written (" + e.getMessage() + ")");
        }
    }
}
