package rollcall.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import tools.jackson.core.exc.JacksonIOException;

/** The folder that a run leaves: what is in it when the run is over. What is written meanwhile is {@link RunRecorder}'s. */
public final class RunFolder {
    static final String RESULT = "result.json";
    static final String PARTIAL = "partial.json";
    static final String JUNIT = "junit.xml";
    static final String HTML = "report.html";
    static final String SCENARIO = "scenario.yaml";

    private static final List<String> FILES =
            List.of(HTML, RESULT, PARTIAL, JUNIT, RunRecorder.LATENCY, RunRecorder.OUTCOMES, SCENARIO, "trace.txt");

    private RunFolder() {}

    /** Writes {@code result.json} and {@code junit.xml}. Each file appears whole or not at all. */
    public static void write(Summary summary, Path folder) throws IOException {
        Files.createDirectories(folder);
        file(folder.resolve(RESULT), out -> JsonReport.write(summary, out));
        Files.deleteIfExists(folder.resolve(PARTIAL));
        writeJUnit(summary, folder);
    }

    /** Writes {@code junit.xml}. */
    public static Path writeJUnit(Summary summary, Path folder) throws IOException {
        return file(folder.resolve(JUNIT), out -> JUnitReport.write(summary, out));
    }

    /** Writes {@code report.html}. */
    public static Path writeHtml(SavedRun run, Path folder) throws IOException {
        return file(folder.resolve(HTML), out -> HtmlReport.write(run, out));
    }

    /** The files of a run that are there, the most useful first. */
    public static List<Path> files(Path folder) {
        return FILES.stream().map(folder::resolve).filter(Files::exists).toList();
    }

    /** Keeps what is known of a run that goes on. */
    static void writePartial(Summary soFar, Path folder) throws IOException {
        file(folder.resolve(PARTIAL), out -> JsonReport.write(soFar, out));
    }

    /** Makes the folder, and removes from it what an earlier run has left; the scenario is this run's. */
    static void clear(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : FILES) {
            if (!name.equals(SCENARIO)) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    private static Path file(Path path, Content content) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
            content.write(out);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes one file. */
    private interface Content {
        void write(OutputStream out) throws IOException, XMLStreamException;
    }
}
