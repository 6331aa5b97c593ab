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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.mock.AnswerLog;
import rollcall.mock.Behaviour;
import rollcall.mock.ChildProtocol;
import rollcall.mock.MockPool;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;

/** {@code rollcall mock}: the pool on its own, until it is interrupted, which is its normal end (exit code 0). */
@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = MockCommand.Below.class,
        description = {
            "Runs a pool to sign in to: name server, CA and registrar, on this machine.",
            "Runs until interrupted (Ctrl-C), which is its normal end."
        })
public final class MockCommand implements Callable<Integer> {
    private static final int WELL = 0;
    private static final int USAGE = 2;

    /** Columns of the help text: a fault and what it does fit in one line. */
    private static final int WIDTH = 116;

    private static final String POOL_FILE = """

            Pool files (--pool FILE) are YAML; every key may be left out, and stands for what is usual then:
              pool:
                domain: example.test
                users: 100
                auth: [ntlm]                   # as --auth
                faults: [servfail=_sip._tls]   # as --fault
                zone: |                        # as in a zone file, relative to the domain
                  _sipinternaltls._tcp  SRV 0 0 5061 pool01
                  pool01                A   127.0.53.1
                outside: |                     # a second name server, for clients outside: the next port
                  _sip._tls             SRV 0 0 443 sip
                servers:
                  - host: pool01
                    address: 127.0.53.1
                    port: 5061
                    transport: tls             # tls, tcp
                    role: home                 # home, director (redirects users), edge (before homes: NTLM, remote users);
                                               # web, web-outside, reverse-proxy (before the web one) speak HTTP;
                                               # internal-edge, av-authentication, media-relay, conferencing-edge are there
                                               # to be looked at; without them an edge stands for relay and credentials
                    certificate:
                      names: [pool01.example.test, "*.example.test"]
                      common-name: pool01.example.test
                      issuer: ca               # ca, intermediate, stranger, self
                      sends: chain             # chain, root (the chain and the root), leaf, shuffled
                      key: p-256               # rsa-1024, rsa-2048, p-256, p-384
                      signature: sha256        # sha256, sha1, md5
                      from: -1d
                      until: 90d
                      purpose: server          # server, client, none
                      crl: true                # has a CRL distribution point
                    protocols: [TLSv1.2, TLSv1.3]
                    client-certificate: false  # demands one
                    listens: true              # false: connections are refused
                    tls: handshake             # handshake, plain-text, silent, drop, alert=70
                  - {host: web01, address: 127.0.53.2, role: web}
                  - host: webext
                    address: 127.0.53.80
                    role: reverse-proxy        # this one has besides:
                    publishes: [/Abs/Ext, /GroupExpansion/Ext, /etc/place/null, /RequestHandler]
                    public-name: webext.example.test
                    delegation: false          # true: keeps the clients' credentials to itself
                    trusts-farm: true          # false: lacks the root of the web server's certificate""";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final MockOptions options = new MockOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where ca.pem and attempts.log go (default: a temporary folder, removed at the end)")
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

    /** Puts below the options what would not fit in them: how a pool file is written, and the list of faults. */
    static final class Below implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec command) {
            List<String> lines = new ArrayList<>(POOL_FILE.lines().toList());
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
        MockPlan plan = options.plan();
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
            MockText.introduce(console, plan, pool, options.passwordVariable());
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
            console.println();
            MockText.summarize(console, pool.stats(), registered);
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
            // Beside attempts.log: what the pool saw of the run, for whoever doubts what the clients say.
            try (PrintWriter summary =
                    new PrintWriter(Files.newBufferedWriter(told.folder().resolve("summary.txt"), UTF_8))) {
                MockText.summarize(summary, pool.stats(), pool.stats().registered());
            }
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

    private static void say(PrintWriter console, String line) {
        console.println(line);
        console.flush();
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
