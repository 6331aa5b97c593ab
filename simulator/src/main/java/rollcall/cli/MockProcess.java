package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rollcall.mock.ChildProtocol;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;

/**
 * A mock pool in a process of its own, so that its CPU and its pauses are not the generator's. It is told its plan on its
 * standard input, which then stays open: when this process ends, however it ends, the pool reads the end of its input
 * and ends too.
 */
public final class MockProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final int KEPT_LINES = 40;

    private final Process process;
    /** The last lines the child wrote on its standard error; guarded by itself. */
    private final Deque<String> lastWords = new ArrayDeque<>();

    private final Thread drain;
    private ChildProtocol.@Nullable Ready ready;

    private MockProcess(Process process) {
        this.process = process;
        this.drain = new Thread(this::drain, "mock-stderr");
        drain.setDaemon(true);
        drain.start();
    }

    /**
     * Starts a pool and waits until it listens.
     *
     * @param folder where its CA certificate goes
     * @throws PlanException when the pool does not start, with its own words
     */
    public static MockProcess start(MockPlan plan, Path folder)
            throws IOException, PlanException, InterruptedException {
        MockProcess mock = new MockProcess(new ProcessBuilder(command()).start());
        try {
            mock.await(plan, folder);
            return mock;
        } catch (IOException | PlanException | InterruptedException | RuntimeException e) {
            mock.close();
            throw e;
        }
    }

    /** The Java that runs us, with what the mock needs and no more. */
    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xms64m");
        command.add("-Xmx1g");
        command.add("-XX:+UseSerialGC");
        // It starts cold beside a generator that does, too: the second compiler costs both more than it gains either.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:-UsePerfData");
        command.add("-Dio.netty.leakDetection.level=disabled");
        command.add("-Dio.netty.jfr.enabled=false");
        String archive = System.getProperty("rollcall.archive"); // bin/rollcall: classes prepared for a quicker start
        if (archive != null) {
            command.add("-XX:SharedArchiveFile=" + archive);
            command.add("-Xlog:cds*=off");
        }
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-cp");
        command.add(absolute(System.getProperty("java.class.path")));
        command.add(MockCommand.class.getName());
        command.add("--child");
        return command;
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private void await(MockPlan plan, Path folder) throws IOException, PlanException, InterruptedException {
        CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(this::firstLine);
        try {
            OutputStream in = process.getOutputStream();
            in.write(ChildProtocol.tell(plan, folder).getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new PlanException("The mock pool did not start: " + exitMessage());
        }
        try {
            String text = line.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            ready = text == null ? null : ChildProtocol.ready(text);
            if (ready == null) {
                process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
                throw new PlanException("The mock pool did not start: " + exitMessage());
            }
        } catch (TimeoutException e) {
            throw new PlanException("The mock pool did not start within " + START_LIMIT.toSeconds() + " s.");
        } catch (ExecutionException e) {
            throw new IOException("reading from the mock pool", e.getCause());
        }
    }

    private @Nullable String firstLine() {
        try {
            return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private void drain() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lastWords) {
                    if (lastWords.size() == KEPT_LINES) {
                        lastWords.removeFirst();
                    }
                    lastWords.addLast(line.length() > 500 ? line.substring(0, 500) : line);
                }
            }
        } catch (IOException e) {
            // The child has ended.
        }
    }

    /** Its name server. */
    public InetSocketAddress dns() {
        return address(ready().dns());
    }

    /** Its registrar over TLS. */
    public InetSocketAddress tls() {
        return address(ready().tls());
    }

    /** Its registrar over TCP. */
    public InetSocketAddress tcp() {
        return address(ready().tcp());
    }

    /** The certificate of its CA. */
    public Path caPem() {
        return ready().caCertificate();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** CPU time it has used so far, or -1 when the system does not say. */
    public long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(-1L);
    }

    /** How it ended and what it said last; for a process that has ended. */
    public String exitMessage() {
        boolean ended = !process.isAlive();
        if (ended) {
            try {
                drain.join(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (lastWords) {
            String words = String.join(System.lineSeparator(), lastWords);
            String how = ended ? "it ended with exit code " + process.exitValue() : "it is running";
            return words.isEmpty() ? how + "." : how + ": " + words;
        }
    }

    /** Ends it: by closing its input, and if that does not help, by force. Returns when it has ended. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has closed its end already.
        }
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private ChildProtocol.Ready ready() {
        if (ready == null) {
            throw new IllegalStateException("the mock pool has not started");
        }
        return ready;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
