package rollcall.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rollcall.dns.Target;
import rollcall.engine.Guards;
import rollcall.engine.HandshakeTarget;
import rollcall.plan.HandshakePlan;
import rollcall.plan.PlanException;
import rollcall.plan.Threshold;
import rollcall.plan.Transport;
import rollcall.report.HandshakeBaseline;
import rollcall.report.HandshakeReader;
import rollcall.report.HandshakeResult;
import rollcall.report.HandshakeText;
import rollcall.report.UnreadableRun;

/** {@code rollcall handshake}: how long do TLS handshakes take, and did that get worse? */
@Command(
        name = "handshake",
        description = {
            "Makes TLS handshakes with a server, and nothing after them: TCP connect, full handshake, the certificate's"
                    + " chain and name verified, close. Tells how many a second, what one costs in processor time, and"
                    + " how long they take; judges thresholds, and compares with an earlier measurement.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 all well; also when the noise is too great to tell whether it is worse than the baseline, which"
                    + " is said and, in JUnit XML, skipped. 1 a handshake failed, a threshold broke, or it is worse than"
                    + " the baseline. 3 a threshold is broken, and noise or this machine may be the reason. 4 stopped.",
            "",
            "Examples:",
            "  rollcall handshake --mock",
            "  rollcall handshake --matrix --engine jdk",
            "  rollcall handshake 127.0.0.1:5061 --name pool01.example.com --trust ca.pem --threshold \"p99 < 50ms\"",
            "  rollcall handshake pool01.example.com:5061 --allow-target pool01.example.com --max-rate 50/s \\",
            "      --count 1000 --baseline last.json --allow 10%% --json now.json --junit now.xml"
        })
final class HandshakeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "HOST[:PORT]", description = "The server (port 5061 unless said).")
    private @Nullable String server;

    @Option(
            names = "--mock",
            description = "Measures the built-in mock pool, in a process of its own, instead of a server.")
    private boolean mock;

    @Option(
            names = "--mock-key",
            paramLabel = "KIND",
            defaultValue = "rsa",
            description =
                    "Of the mock pool's certificate: rsa (2048 bits) or ecdsa (P-256) (default: ${DEFAULT-VALUE}).")
    private String mockKey = "rsa";

    @Option(
            names = "--matrix",
            description =
                    "Measures every way to make a handshake with the mock pool: engine, protocol, kind of key, full or"
                            + " resumed. --engine, --protocol and --resume narrow it; --count is that of each way (500).")
    private boolean matrix;

    @Mixin
    private final HandshakeOptions options = new HandshakeOptions();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "The --json file of an earlier measurement to compare with. Where there is none yet, nothing is"
                            + " compared.")
    private @Nullable Path baseline;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result for machines, and as a baseline.")
    private @Nullable Path json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes thresholds and comparison as JUnit XML.")
    private @Nullable Path junit;

    HandshakeCommand() {}

    @Override
    public Integer call() throws Exception {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), true);
        if (matrix) {
            if (server != null || json != null || junit != null || baseline != null) {
                throw new PlanException(
                        "--matrix measures the mock pool and prints a table: name no server, and no --json,"
                                + " --junit or --baseline.");
            }
            return new HandshakeMatrix(options, console).run();
        }
        if (mock == (server != null)) {
            throw new PlanException(
                    "Name one server, as in rollcall handshake pool01.example.com:5061, or give --mock.");
        }
        List<Threshold> thresholds = options.thresholds();
        double margin = options.margin();
        HandshakeFiles files = new HandshakeFiles(json, junit);
        files.check();
        @Nullable HandshakeBaseline before = baseline(console);
        if (options.isInsecure()) {
            console.warn("--insecure: the server's certificate is NOT verified. Anybody could be answering.");
        }
        try (@Nullable HandshakeMock pool = mock ? HandshakeMock.start(mockKey, console) : null) {
            HandshakePlan plan =
                    pool != null ? pool.plan(options) : options.plan(HandshakeOptions.server(String.valueOf(server)));
            LegacySwitch.apply(plan.tls(), console);
            @Nullable InetSocketAddress address = resolve(plan, console);
            if (address == null) {
                return Main.TARGET_FAILED;
            }
            @Nullable Guards guards = guards(plan, address, console);
            if (guards == null) {
                return Main.STOPPED;
            }
            HandshakeResult result;
            try (HandshakeTarget target = HandshakeTarget.open(plan, address)) {
                result = HandshakeSession.measure(target, guards, console, thresholds, before, margin);
            }
            files.write(result);
            console.out().print(HandshakeText.of(result, console.outStyle()));
            console.out().flush();
            return result.verdict().kind().exitCode();
        }
    }

    private @Nullable HandshakeBaseline baseline(Console console) throws PlanException {
        if (baseline == null) {
            return null;
        }
        if (Files.notExists(baseline)) {
            console.warn("there is no baseline " + baseline
                    + " yet: nothing is compared. What --json writes can be that" + " of the next time.");
            return null;
        }
        try {
            return HandshakeReader.read(baseline);
        } catch (UnreadableRun e) {
            throw new PlanException("--baseline: " + e.reason());
        }
    }

    private static @Nullable InetSocketAddress resolve(HandshakePlan plan, Console console) {
        try {
            return new InetSocketAddress(InetAddress.getByName(plan.host()), plan.port());
        } catch (UnknownHostException e) {
            console.say("Not started: this machine finds no address for " + plan.host()
                    + ". Is the name right, and does a name server know it?");
            return null;
        }
    }

    /** @return null when the server is not allowed, which has been said */
    private @Nullable Guards guards(HandshakePlan plan, InetSocketAddress address, Console console)
            throws PlanException {
        Guards guards = new Guards(options.guards(), why -> {});
        Target target = new Target(plan.host(), plan.port(), Transport.TLS, "manual");
        if (!guards.allows(target, address.getAddress(), options.limitsRate())) {
            console.say("Not started: " + plan.target() + " ("
                    + address.getAddress().getHostAddress()
                    + ") is not on this machine. If it is yours, write --allow-target " + plan.host() + '.');
            return null;
        }
        if (!options.limitsRate() && !Double.isInfinite(guards.maxPerSecond())) {
            console.say(plan.host() + " is not on this machine: no more than "
                    + Math.round(HandshakeOptions.CAP_PER_SECOND) + " handshakes a second. --max-rate raises"
                    + " that, if the server is yours and can carry it.");
        }
        return guards;
    }
}
