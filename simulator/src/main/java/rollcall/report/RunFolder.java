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

/** The folder that a run leaves. */
public final class RunFolder {
    private RunFolder() {}

    /**
     * Writes {@code result.json}, {@code junit.xml} and {@code latency.hlog} into a folder, which is made if need be. Each
     * file appears whole or not at all.
     *
     * @return the files, in that order
     */
    public static List<Path> write(Summary summary, Path folder) throws IOException {
        Files.createDirectories(folder);
        return List.of(
                file(folder.resolve("result.json"), out -> JsonReport.write(summary, out)),
                file(folder.resolve("junit.xml"), out -> JUnitReport.write(summary, out)),
                file(folder.resolve("latency.hlog"), out -> HistogramLog.write(summary, out)));
    }

    private static Path file(Path path, Content content) throws IOException {
        Path partial = path.resolveSibling(path.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
            content.write(out);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes one file. */
    private interface Content {
        void write(OutputStream out) throws IOException, XMLStreamException;
    }
}
