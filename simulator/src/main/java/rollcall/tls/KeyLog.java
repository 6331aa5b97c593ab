package rollcall.tls;

import io.netty.internal.tcnative.KeyLogCallback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.plan.PlanException;

/**
 * Appends TLS secrets to a file in NSS key-log format, as Wireshark reads it, one line a secret. Whoever has the file can
 * read the recorded traffic, so on POSIX systems it is the owner's alone.
 */
final class KeyLog implements KeyLogCallback, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLog.class);

    private final Path file;
    private final FileChannel channel;
    private boolean failed;

    private KeyLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static KeyLog open(Path file) throws PlanException {
        try {
            createForOwner(file);
            return new KeyLog(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new PlanException("tls.keyLog: the file " + file + " cannot be written ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "). Name a file in a folder where the user who runs Rollcall may write.");
        }
    }

    private static void createForOwner(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return; // opening creates it, with what the folder says
        }
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, owner);
        }
    }

    /** Called on any event loop, with one line and no line end. A full disk must not end the run: it is said once. */
    @Override
    public synchronized void handle(long ssl, byte[] line) {
        if (failed) {
            return;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            failed = true;
            LOG.warn("No more TLS secrets are written to {}: {}", file, e.toString());
        }
    }

    @Override
    public synchronized void close() {
        failed = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", file, e.toString());
        }
    }
}
