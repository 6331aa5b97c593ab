package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.mock.AnswerLog;
import rollcall.mock.Behaviour;
import rollcall.mock.ChildProtocol;
import rollcall.mock.MockPool;
import rollcall.mock.MockStats;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Quantities;
import rollcall.plan.Secret;

/** {@code rollcall mock}: the pool on its own, until it is interrupted, which is its normal end (exit code 0). */
@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = MockCommand.FaultList.class,
        description = {
            "Runs a pool to sign in to: name server, CA and registrar, on this machine.",
            "Runs until interrupted (Ctrl-C), which is its normal end."
        })
public final class MockCommand implements Callable<Integer> {
    private static final int WELL = 0;
    private static final int USAGE = 2;

    /** Columns of the help text: a fault and what it does fit in one line. */
    private static final int WIDTH = 116;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            defaultValue = "example.test",
            description = "SIP domain (default: ${DEFAULT-VALUE})")
    private String domain = "";

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1000",
            description = "users user0001@NAME and on (default: ${DEFAULT-VALUE})")
    private int users;

    @Option(
            names = "--auth",
            paramLabel = "SCHEME",
            split = ",",
            defaultValue = "none",
            description = "what users must show: none or digest (default: ${DEFAULT-VALUE})")
    private List<String> schemes = List.of();

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "environment variable with the password of every user")
    private @Nullable String passwordVariable;

    @Option(
            names = "--password-stdin",
            description = "read the password of every user from the first line of the input")
    private boolean passwordFromInput;

    @Option(
            names = "--fault",
            paramLabel = "NAME[=ARG][:SHARE%]",
            description = "misbehave, for everyone or a share; may be repeated; names below")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "wait before each SIP answer, as 20ms (default: ${DEFAULT-VALUE})")
    private String latency = "";

    @Option(
            names = "--expires",
            paramLabel = "SECONDS",
            defaultValue = "7200",
            description = "how long a registration lasts (default: ${DEFAULT-VALUE})")
    private int expiresSeconds;

    @Option(
            names = "--key",
            paramLabel = "KIND",
            defaultValue = "rsa",
            description =
                    "kind of the certificates' keys: rsa (2048 bits) or ecdsa (P-256) (default: ${DEFAULT-VALUE})")
    private String key = "";

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String bind = "";

    @Option(
            names = "--dns-port",
            paramLabel = "PORT",
            defaultValue = "5053",
            description =
                    "name server, UDP and TCP; 0 takes any free port, as for the next two (default: ${DEFAULT-VALUE})")
    private int dnsPort;

    @Option(
            names = "--sip-port",
            paramLabel = "PORT",
            defaultValue = "5061",
            description = "SIP over TLS (default: ${DEFAULT-VALUE})")
    private int sipPort;

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            defaultValue = "5060",
            description = "SIP over TCP (default: ${DEFAULT-VALUE})")
    private int tcpPort;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the CA certificate goes, ca.pem (default: a temporary folder, removed at the end)")
    private @Nullable Path out;

    @Option(names = "--verbose", description = "print a line for each answer")
    private boolean verbose;

    @Option(
            names = "--child",
            hidden = true,
            description = "started by another rollcall: the plan comes on the input, the pool ends with it")
    private boolean child;

    /** The pool in a process of its own, without the other verbs. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MockCommand()).execute(arguments));
    }

    /** Puts the list of faults below the options. */
    static final class FaultList implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            List<String> lines = new ArrayList<>();
            lines.add("");
            lines.add("Faults (--fault NAME[=ARG][:SHARE%%], as stall:10%% or reject=403/4003):");
            Behaviour.catalogue()
                    .forEach((usage, line) ->
                            lines.add("  " + usage + " ".repeat(Math.max(1, 22 - usage.length())) + line));
            command.usageMessage().width(WIDTH).footer(lines.toArray(new String[0]));
            return command;
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return child ? runAsChild() : run();
        } catch (PlanException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return USAGE;
        } catch (IOException e) {
            spec.commandLine().getErr().println("The mock pool cannot write its certificate: " + e.getMessage());
            return USAGE;
        }
    }

    private int run() throws PlanException, IOException, InterruptedException {
        MockPlan plan = plan();
        PrintWriter console = spec.commandLine().getOut();
        boolean temporary = out == null;
        Path folder = out == null ? Files.createTempDirectory("rollcall-mock") : out;
        AnswerLog log = verbose ? line -> say(console, line) : AnswerLog.NONE;
        AtomicReference<@Nullable MockPool> started = new AtomicReference<>();
        // In place before the first port is open: whenever the user has had enough, nothing is left behind.
        Thread end = new Thread(() -> end(console, started.get(), temporary ? folder : null));
        Runtime.getRuntime().addShutdownHook(end);
        try {
            MockPool pool = MockPool.start(plan, folder, Clock.systemUTC(), log);
            started.set(pool);
            introduce(console, plan, pool);
        } catch (PlanException | IOException | RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(end);
            if (temporary) {
                remove(folder);
            }
            throw e;
        }
        new CountDownLatch(1).await();
        return WELL;
    }

    /** Runs when the user has had enough. Being interrupted is how this verb ends, hence the exit code. */
    private static void end(PrintWriter console, @Nullable MockPool pool, @Nullable Path temporaryFolder) {
        if (pool != null) {
            long registered = pool.stats().registered();
            pool.close();
            summarize(console, pool.stats(), registered);
        }
        if (temporaryFolder != null) {
            remove(temporaryFolder);
        }
        console.flush();
        Runtime.getRuntime().halt(WELL);
    }

    private int runAsChild() throws PlanException, IOException {
        ignoreInterrupts();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        ChildProtocol.Told told = ChildProtocol.listen(in);
        try (MockPool pool = MockPool.start(told.plan(), told.folder(), Clock.systemUTC(), AnswerLog.NONE)) {
            PrintWriter parent = spec.commandLine().getOut();
            parent.println(ChildProtocol.ready(pool));
            parent.flush();
            // Whatever ends the parent closes this pipe.
            in.transferTo(Writer.nullWriter());
        }
        return WELL;
    }

    /** Ctrl-C in a terminal reaches the child as well; the parent still needs the pool to end its run in order. */
    private static void ignoreInterrupts() {
        try {
            // By reflection, because the compiler rightly warns about this class and offers no way to say "I know".
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Object ignore = handler.getField("SIG_IGN").get(null);
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignore);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Then the pool ends at once with Ctrl-C, and the run sees lost connections.
        }
    }

    private MockPlan plan() throws PlanException, IOException {
        long latencyNanos = Quantities.durationNanos(latency);
        if (latencyNanos < 0) {
            throw new PlanException("--latency takes a time, as 20ms or 1s, not \"" + latency + "\".");
        }
        return new MockPlan(
                domain,
                users,
                new MockPlan.Auth(schemes, password()),
                false,
                latencyNanos,
                expiresSeconds,
                key,
                faults,
                bind,
                dnsPort,
                sipPort,
                tcpPort);
    }

    private @Nullable Secret password() throws PlanException, IOException {
        if (passwordFromInput) {
            String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new PlanException("--password-stdin was given, but the input has no line with a password.");
            }
            return Secret.of(line);
        }
        if (passwordVariable == null) {
            return null;
        }
        String value = System.getenv(passwordVariable);
        if (value == null || value.isEmpty()) {
            throw new PlanException("The environment variable " + passwordVariable + " (--password-env) is not set.");
        }
        return Secret.of(value);
    }

    private void introduce(PrintWriter console, MockPlan plan, MockPool pool) {
        String last = lastUser(plan.users());
        console.println("Mock pool of " + plan.domain() + ", users user0001 to " + last + ", authentication "
                + String.join(", ", plan.auth().schemes())
                + (faults.isEmpty() ? "" : ", faults " + String.join(", ", faults)));
        console.println("  DNS            " + ChildProtocol.text(pool.dnsAddress()) + "  (UDP and TCP)");
        console.println("  SIP over TLS   " + ChildProtocol.text(pool.tlsAddress()) + "  as pool01." + plan.domain());
        console.println("  SIP over TCP   " + ChildProtocol.text(pool.tcpAddress()));
        console.println("  CA certificate " + pool.caCertificate());
        console.println();
        console.println("Try it from another terminal:");
        console.println();
        console.println("  simulator/bin/rollcall run scenarios/automatic.yaml \\");
        console.println("    --set target.automatic.domain=" + plan.domain() + " \\");
        console.println("    --set 'target.automatic.dns=[\"" + ChildProtocol.text(pool.dnsAddress()) + "\"]' \\");
        console.println("    --set 'users.pattern=user{0001.."
                + lastUser(Math.min(plan.users(), 100)).substring(4) + "}@" + plan.domain() + "' \\");
        if (plan.auth().schemes().contains("digest")) {
            console.println("    --set auth.scheme=digest --set users.password.env="
                    + (passwordVariable == null ? "VARIABLE" : passwordVariable) + " \\");
        }
        if (!pool.tlsAddress().getAddress().isLoopbackAddress()) {
            console.println("    --set 'guards.allow=[\"pool01." + plan.domain() + "\"]' \\");
        }
        console.println("    --set tls.trust=" + pool.caCertificate());
        console.println();
        console.println("Ctrl-C ends it.");
        console.flush();
    }

    private static void summarize(PrintWriter console, MockStats stats, long registered) {
        console.println();
        console.println("Signed in at the end: " + registered);
        console.println("Connections:          " + stats.connections() + ", TLS handshakes " + stats.handshakes()
                + " and " + stats.handshakeFailures() + " failed");
        console.println("DNS answers:          " + stats.questionsByAnswer());
        console.println("Requests:             " + stats.requestsByMethod());
        console.println("Answers:              " + stats.answersByStatus());
        if (stats.refusals() > 0) {
            console.println("Refused credentials:  " + stats.refusals());
        }
        if (stats.malformed() > 0) {
            console.println("Not SIP, closed:      " + stats.malformed());
        }
    }

    private static void say(PrintWriter console, String line) {
        console.println(line);
        console.flush();
    }

    private static String lastUser(int users) {
        String digits = Integer.toString(users);
        return "user" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static void remove(Path folder) {
        try {
            for (String name : List.of("ca.pem", "client.pem", "client.key", "attempts.log")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Somebody put something there; it stays.
        }
    }
}
