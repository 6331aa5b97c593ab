package rollcall.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A third-party program that runs for the time of a test. Its output is read all the time, so that it never blocks on
 * a full pipe, and the last {@value #LOG_LIMIT} characters are kept. Its standard input stays open and empty.
 */
public final class Peer implements AutoCloseable {
    private static final int LOG_LIMIT = 65_536;
    private static final int RECENT_LIMIT = 4;
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final ConcurrentLinkedDeque<Peer> RECENT = new ConcurrentLinkedDeque<>();

    private final String name;
    private final Process process;
    private final StringBuilder log = new StringBuilder();
    private final Thread drain;

    private Peer(String name, Process process) {
        this.name = name;
        this.process = process;
        drain = new Thread(this::drain, name + "-output");
        drain.setDaemon(true);
        drain.start();
    }

    /**
     * Starts {@code program}, one that {@link NeedsPeer} may name, in {@code folder}.
     *
     * @throws IllegalStateException when the program is not installed
     */
    public static Peer start(Path folder, String program, String... arguments) {
        Path found = PeerPrograms.find(program)
                .orElseThrow(() -> new IllegalStateException(NeedsPeerExtension.reason(program)));
        ProcessBuilder builder =
                new ProcessBuilder(found.toString()).directory(folder.toFile()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        try {
            Peer peer = new Peer(program, builder.start());
            RECENT.addLast(peer);
            if (RECENT.size() > RECENT_LIMIT) {
                RECENT.removeFirst();
            }
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + found, e);
        }
    }

    /** Runs {@code program} to its end and returns what it said; anything but exit code 0 within 15 s is a failure. */
    public static String run(Path folder, String program, String... arguments) {
        try (Peer peer = start(folder, program, arguments)) {
            if (!peer.process.waitFor(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw peer.failure("did not end within " + START_LIMIT);
            }
            peer.drain.join(END_LIMIT.toMillis());
            if (peer.process.exitValue() != 0) {
                throw peer.failure("ended with exit code " + peer.process.exitValue());
            }
            return peer.log();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last few peers started, running or not. */
    static List<Peer> recent() {
        return List.copyOf(RECENT);
    }

    /** Waits until {@code ready}; fails at once when the program ends, and after 15 s in any case. */
    public Peer await(String what, BooleanSupplier ready) {
        long start = System.nanoTime();
        try {
            while (!ready.getAsBoolean()) {
                // Waiting for the end of the program is the pause between two looks.
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    drain.join(END_LIMIT.toMillis());
                    throw failure("ended with exit code " + process.exitValue() + " before it " + what);
                }
                if (System.nanoTime() - start > START_LIMIT.toNanos()) {
                    throw failure("within " + START_LIMIT + " never " + what);
                }
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the program accepts TCP connections at {@code address}. */
    public Peer awaitListening(InetSocketAddress address) {
        return await("listened at " + address, () -> accepts(address));
    }

    /** Waits until the program has said {@code text}. */
    public Peer awaitOutput(String text) {
        return await("said \"" + text + "\"", () -> log().contains(text));
    }

    /** The end of what the program said on both its outputs. */
    public String log() {
        synchronized (log) {
            return log.toString();
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Ends the program and the processes it has made: politely, and after 5 s by force. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public String toString() {
        return name + " (pid " + process.pid() + ")";
    }

    private AssertionError failure(String what) {
        return new AssertionError(this + " " + what + "; it said:\n" + log());
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void drain() {
        byte[] bytes = new byte[8192];
        try (InputStream output = process.getInputStream()) {
            for (int n = output.read(bytes); n >= 0; n = output.read(bytes)) {
                synchronized (log) {
                    log.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
                    log.delete(0, Math.max(0, log.length() - LOG_LIMIT));
                }
            }
        } catch (IOException e) {
            // The pipe closes when the program is ended: nothing more to read.
        }
    }
}
