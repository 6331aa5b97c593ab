package rollcall.cli;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.check.CheckJson;
import rollcall.check.CheckPlan;
import rollcall.check.CheckReport;
import rollcall.check.Severity;
import rollcall.check.SignInCheck;
import rollcall.check.TreeText;
import rollcall.dns.DnsSockets;
import rollcall.engine.IoTransport;
import rollcall.plan.PlanException;

/** {@code rollcall check}: will automatic sign-in work, and if not, what is missing? */
@Command(
        name = "check",
        description =
                "Follows automatic sign-in for one user, step by step, probes every record, server and certificate on"
                        + " the way, and says what to repair.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  rollcall check alice@example.com --no-logon",
            "  rollcall check alice@example.com --user EXAMPLE\\alice --password-env PASSWORD",
            "  rollcall check alice@example.com --dns 192.0.2.53 --dns 203.0.113.53 --trust company-ca.pem",
            "  rollcall check alice@example.com --server pool01.example.com --legacy-tls"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final CheckOptions options = new CheckOptions();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes everything that was found to this file, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--nagios",
            description =
                    "One line for Nagios and its kin instead of the tree; exits with 0, 1 (warning) or 2 (critical).")
    private boolean nagios;

    CheckCommand() {}

    @Override
    public Integer call() throws Exception {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), Ansi.AUTO.enabled(), false);
        LegacySwitch.apply(options.tls(), console);
        CheckPlan plan = options.plan(console);
        KerberosSettings.apply(plan.auth(), System::getenv);
        CheckReport report = run(plan);
        if (json != null) {
            write(report, json);
        }
        if (nagios) {
            console.out().println(monitored(report));
            console.out().flush();
            return nagiosCode(report);
        }
        console.out().print(TreeText.of(report, console.outStyle()));
        console.out().flush();
        return report.works() ? Main.OK : Main.TARGET_FAILED;
    }

    private static void write(CheckReport report, Path file) throws PlanException {
        try (OutputStream out = Files.newOutputStream(file)) {
            CheckJson.write(report, out);
        } catch (IOException e) {
            throw new PlanException("--json " + file + ": it cannot be written (" + e.getMessage() + ")");
        }
    }

    /** One line for Nagios and its kin: the state first, a bar would begin figures. */
    private static String monitored(CheckReport report) {
        StringBuilder line = new StringBuilder("SIGN-IN ")
                .append(List.of("OK", "WARNING", "CRITICAL").get(nagiosCode(report)))
                .append(" - ")
                .append(report.verdict());
        report.found().stream()
                .filter(each -> each.severity().compareTo(Severity.WARNING) >= 0)
                .map(each -> each.finding().id())
                .distinct()
                .forEach(id -> line.append(' ').append(id));
        return line.toString().replace('|', '/');
    }

    private static int nagiosCode(CheckReport report) {
        if (!report.works()) {
            return 2;
        }
        return report.severity() == Severity.WARNING ? 1 : 0;
    }

    private static CheckReport run(CheckPlan plan) throws PlanException {
        IoTransport transport = IoTransport.best();
        EventLoopGroup group = transport.group(1, "check");
        ExecutorService preparations = Executors.newSingleThreadExecutor();
        try {
            DnsSockets sockets = transport.sockets(group.next());
            return new SignInCheck(plan, sockets, System::nanoTime, System::currentTimeMillis, preparations).run();
        } finally {
            preparations.shutdownNow();
            var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
