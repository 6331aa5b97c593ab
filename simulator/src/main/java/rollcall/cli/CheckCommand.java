package rollcall.cli;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rollcall.check.CheckJson;
import rollcall.check.CheckPlan;
import rollcall.check.CheckReport;
import rollcall.check.Severity;
import rollcall.check.SignInCheck;
import rollcall.check.TreeText;
import rollcall.dns.DnsSockets;
import rollcall.engine.IoTransport;
import rollcall.plan.Account;
import rollcall.plan.Addresses;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfiles;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;
import rollcall.plan.Transport;

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
            "  rollcall check alice@example.com --dns 192.0.2.53 --dns 203.0.113.53 --trust company-ca.pem"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "SIP-URI", description = "The user, as alice@example.com.")
    private String user = "";

    @Option(
            names = "--dns",
            paramLabel = "HOST[:PORT]",
            description = "A DNS server to ask instead of this machine's; more than once compares them (split DNS).")
    private List<String> dns = new ArrayList<>();

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "Connects to this server instead of the one in DNS, as with manual configuration.")
    private @Nullable String server;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            defaultValue = "moc-2007-r2",
            description = "Like which client: moc-2007, moc-2007-r2, lync-2010, lync-2013 (default: ${DEFAULT-VALUE}).")
    private String client = "moc-2007-r2";

    @Option(
            names = "--auth",
            paramLabel = "SCHEME",
            defaultValue = "auto",
            description = "ntlm, kerberos, digest or auto (default: ${DEFAULT-VALUE}).")
    private String auth = "auto";

    @Option(
            names = "--user",
            paramLabel = "ACCOUNT",
            description = "The account: DOMAIN\\name or a user principal name (default: made of the SIP URI).")
    private @Nullable String account;

    @Mixin
    private final PasswordOptions passwordOptions = new PasswordOptions();

    @Option(names = "--no-logon", description = "Sends no credentials: goes as far as the server's question for them.")
    private boolean noLogon;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM file with the authority that issued the pool's certificate.")
    private @Nullable Path trust;

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
        CheckPlan plan = plan(console);
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

    private CheckPlan plan(Console console) throws PlanException, IOException {
        String address = user.startsWith("sip:") ? user.substring(4) : user;
        int at = address.indexOf('@');
        if (at <= 0 || !Addresses.isName(address.substring(at + 1))) {
            throw new PlanException("\"" + user + "\" is no SIP URI; expected one such as alice@example.com");
        }
        Secret password = noLogon ? null : password();
        if (password == null && !noLogon) {
            console.say(
                    "No password was given (--password-env, --password-stdin): checking as far as the server's question"
                            + " for it.");
        }
        String domain = address.substring(at + 1);
        String label = domain.indexOf('.') < 0 ? domain : domain.substring(0, domain.indexOf('.'));
        String logonName = account != null ? account : label.toUpperCase(Locale.ROOT) + "\\" + address.substring(0, at);
        return new CheckPlan(
                new Account(address, logonName, password),
                ClientProfiles.named(client),
                dnsServers(),
                serverPlan(),
                new AuthPlan(scheme()),
                new TlsPlan(
                        TlsPlan.Engine.BORINGSSL,
                        trust,
                        List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"),
                        List.of(),
                        false,
                        true,
                        null),
                password != null);
    }

    private AuthPlan.Scheme scheme() throws PlanException {
        for (AuthPlan.Scheme scheme : AuthPlan.Scheme.values()) {
            if (scheme.name().equalsIgnoreCase(auth) && scheme != AuthPlan.Scheme.NONE) {
                return scheme;
            }
        }
        throw new PlanException("--auth " + auth + ": expected ntlm, kerberos, digest or auto");
    }

    private List<InetSocketAddress> dnsServers() throws PlanException {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String each : dns) {
            InetSocketAddress address = Addresses.dnsServer(each);
            if (address == null) {
                throw new PlanException("--dns " + each
                        + ": expected the address of a DNS server such as 192.0.2.53 or 127.0.0.1:5353");
            }
            servers.add(address);
        }
        return servers;
    }

    private TargetPlan.@Nullable Server serverPlan() throws PlanException {
        if (server == null) {
            return null;
        }
        Addresses.HostPort address = Addresses.hostPort(server, Transport.TLS.defaultPort());
        if (address == null) {
            throw new PlanException("--server " + server + ": expected a server such as pool01.example.com:5061");
        }
        return new TargetPlan.Server(address.host(), address.port(), Transport.TLS, dnsServers());
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal up to Java 21; from 22 on the other test says so
    private @Nullable Secret password() throws PlanException, IOException {
        Secret given = passwordOptions.read();
        if (given != null) {
            return given;
        }
        java.io.Console terminal = System.console();
        if (terminal == null || !Ansi.AUTO.enabled()) {
            return null;
        }
        char[] typed = terminal.readPassword("Password of %s (empty for none): ", account == null ? user : account);
        return typed == null || typed.length == 0 ? null : Secret.of(new String(typed));
    }
}
