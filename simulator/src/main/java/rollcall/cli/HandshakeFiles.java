package rollcall.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PlanException;
import rollcall.report.HandshakeJson;
import rollcall.report.HandshakeJunit;
import rollcall.report.HandshakeResult;

/** The files that {@code rollcall handshake} leaves. */
record HandshakeFiles(@Nullable Path json, @Nullable Path junit) {
    /** Before anything is measured: whether they can be written. */
    void check() throws PlanException {
        folder("--json", json);
        folder("--junit", junit);
    }

    private static void folder(String option, @Nullable Path file) throws PlanException {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (file != null && (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file))) {
            throw new PlanException(option + " " + file + ": there is no folder " + folder + " for such a file");
        }
    }

    void write(HandshakeResult result) throws PlanException {
        if (json != null) {
            try (OutputStream out = Files.newOutputStream(json)) {
                HandshakeJson.write(result, out);
            } catch (IOException e) {
                throw unwritable(json, e);
            }
        }
        if (junit != null) {
            try (OutputStream out = Files.newOutputStream(junit)) {
                HandshakeJunit.write(result, out);
            } catch (IOException | XMLStreamException e) {
                throw unwritable(junit, e);
            }
        }
    }

    private static PlanException unwritable(Path file, Exception e) {
        return new PlanException(file + " cannot be written: " + e.getMessage());
    }
}
