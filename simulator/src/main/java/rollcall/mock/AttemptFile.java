package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.auth.Scheme;

/**
 * Attempts to authenticate in a file, a line each: time, server, user, scheme, verdict. Written by a thread of its own, since an
 * event loop does not wait for a disk; of very many only the first are kept.
 */
final class AttemptFile implements AttemptLog, AutoCloseable {
    private static final int MOST_LINES = 10_000;
    private static final long CLOSING_MILLIS = 5_000;

    private record Attempt(long millis, String host, String user, Scheme scheme, String verdict) {}

    /** Attempts, and in the end nothing. */
    private final LinkedBlockingQueue<Optional<Attempt>> queue = new LinkedBlockingQueue<>(MOST_LINES + 1);

    private final AtomicInteger lines = new AtomicInteger();
    private final BufferedWriter file;
    private final Thread writer;

    AttemptFile(Path path) throws IOException {
        file = Files.newBufferedWriter(path, UTF_8);
        writer = new Thread(this::write, "mock-attempts");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void attempted(long millis, String host, String user, Scheme scheme, String verdict) {
        if (lines.incrementAndGet() <= MOST_LINES) {
            var unused = queue.offer(Optional.of(new Attempt(millis, host, user, scheme, verdict)));
        }
    }

    private void write() {
        try (file) {
            for (Optional<Attempt> next = queue.take(); next.isPresent(); next = queue.take()) {
                file.write(line(next.get()));
                if (queue.isEmpty()) {
                    file.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            // The pool goes on without its log: nobody's sign-in depends on it.
        }
    }

    private static String line(Attempt attempt) {
        return Instant.ofEpochMilli(attempt.millis) + " " + attempt.host + " " + attempt.user + " "
                + attempt.scheme.word() + " " + attempt.verdict + "\n";
    }

    /** Writes what is left, and waits for that. */
    @Override
    public void close() {
        // There is room: it is one more than the most lines.
        var unused = queue.offer(Optional.empty());
        try {
            writer.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
