package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

/**
 * A mock pool in a process of its own, so that its CPU and its pauses are not the generator's. It is told its plan on its
 * standard input, which then stays open: when this process ends, however it ends, the pool reads the end of its input
 * and ends too.
 */
public final class MockProcess implements AutoCloseable {
    /** Begins the line in which a child says where it listens. */
    private static final String READY = "rollcall-mock-ready";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final int KEPT_LINES = 40;
    private static final int MOST_CONFIG_LINES = 1_000;

    private final Process process;
    /** The last lines the child wrote on its standard error; guarded by itself. */
    private final Deque<String> lastWords = new ArrayDeque<>();

    private final Thread drain;
    private Map<String, String> ready = Map.of();

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
            in.write(write(plan, folder).getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new PlanException("The mock pool did not start: " + exitMessage());
        }
        try {
            String text = line.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (text == null || !text.startsWith(READY)) {
                process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
                throw new PlanException("The mock pool did not start: " + exitMessage());
            }
            ready = fields(text);
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
        return address("dns");
    }

    /** Its registrar over TLS. */
    public InetSocketAddress tls() {
        return address("tls");
    }

    /** Its registrar over TCP. */
    public InetSocketAddress tcp() {
        return address("tcp");
    }

    /** The certificate of its CA. */
    public Path caPem() {
        return Path.of(field("ca"));
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

    private InetSocketAddress address(String name) {
        String text = field(name);
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the mock wrote no address: " + text, e);
        }
    }

    private String field(String name) {
        String value = ready.get(name);
        if (value == null) {
            throw new IllegalStateException("the mock did not say its " + name);
        }
        return value;
    }

    // What the two processes say to each other, both ends of it.

    /** The child's first line. Values are in Base64: a path may hold anything. */
    static String readyLine(Map<String, String> fields) {
        StringBuilder line = new StringBuilder(READY);
        fields.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(encoded(value)));
        return line.toString();
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.substring(READY.length()).strip().split(" ", -1)) {
            int equals = field.indexOf('=');
            fields.put(field.substring(0, equals), decoded(field.substring(equals + 1)));
        }
        return fields;
    }

    private static String write(MockPlan plan, Path folder) {
        StringBuilder text = new StringBuilder();
        line(text, "folder", folder.toAbsolutePath().toString());
        line(text, "domain", plan.domain());
        line(text, "users", Integer.toString(plan.users()));
        plan.schemes().forEach(scheme -> line(text, "scheme", scheme));
        Secret password = plan.password();
        if (password != null) {
            line(text, "password", password.reveal());
        }
        line(text, "latency", Long.toString(plan.latencyNanos()));
        line(text, "expires", Integer.toString(plan.expiresSeconds()));
        line(text, "key", plan.key());
        plan.faults().forEach(fault -> line(text, "fault", fault));
        line(text, "bind", plan.bind());
        line(text, "dnsPort", Integer.toString(plan.dnsPort()));
        line(text, "tlsPort", Integer.toString(plan.tlsPort()));
        line(text, "tcpPort", Integer.toString(plan.tcpPort()));
        return text.append('\n').toString();
    }

    /** A plan as a child was told it. */
    record Told(MockPlan plan, Path folder) {}

    /** Reads what {@link #write} wrote, up to the empty line. */
    static Told read(BufferedReader in) throws IOException, PlanException {
        Map<String, List<String>> fields = new HashMap<>();
        int left = MOST_CONFIG_LINES;
        for (String line = in.readLine(); line != null && !line.isEmpty() && left > 0; line = in.readLine()) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new PlanException("A mock pool that is started as a child reads its plan from its input.");
            }
            fields.computeIfAbsent(line.substring(0, equals), none -> new ArrayList<>())
                    .add(decoded(line.substring(equals + 1)));
            left--;
        }
        try {
            List<String> passwords = fields.getOrDefault("password", List.of());
            MockPlan plan = new MockPlan(
                    one(fields, "domain"),
                    Integer.parseInt(one(fields, "users")),
                    fields.getOrDefault("scheme", List.of()),
                    passwords.isEmpty() ? null : Secret.of(passwords.get(0)),
                    Long.parseLong(one(fields, "latency")),
                    Integer.parseInt(one(fields, "expires")),
                    one(fields, "key"),
                    fields.getOrDefault("fault", List.of()),
                    one(fields, "bind"),
                    Integer.parseInt(one(fields, "dnsPort")),
                    Integer.parseInt(one(fields, "tlsPort")),
                    Integer.parseInt(one(fields, "tcpPort")));
            return new Told(plan, Path.of(one(fields, "folder")));
        } catch (NumberFormatException e) {
            throw new PlanException("The plan that the mock pool was told has a number that is none.");
        }
    }

    private static String one(Map<String, List<String>> fields, String name) throws PlanException {
        List<String> values = fields.get(name);
        if (values == null) {
            throw new PlanException("The plan that the mock pool was told lacks " + name + ".");
        }
        return values.get(0);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(encoded(value)).append('\n');
    }

    private static String encoded(String value) {
        return Base64.getUrlEncoder().encodeToString(value.getBytes(UTF_8));
    }

    private static String decoded(String value) {
        return new String(Base64.getUrlDecoder().decode(value), UTF_8);
    }
}
