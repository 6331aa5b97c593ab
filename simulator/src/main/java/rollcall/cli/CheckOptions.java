package rollcall.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rollcall.check.CheckPlan;
import rollcall.plan.Account;
import rollcall.plan.Addresses;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfiles;
import rollcall.plan.PlanException;
import rollcall.plan.PoolServer.Role;
import rollcall.plan.Secret;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;
import rollcall.plan.Transport;

/** What {@code rollcall check} is told about the sign-in: who, where, with what. */
final class CheckOptions {
    @Parameters(index = "0", paramLabel = "SIP-URI", description = "The user, as alice@example.com.")
    private String user = "";

    @Option(
            names = "--dns",
            paramLabel = "HOST[:PORT]",
            description =
                    "A DNS server to ask instead of this machine's. Give it again to compare servers: the first as"
                            + " seen from inside, the last as seen from outside.")
    private List<String> dns = new ArrayList<>();

    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            description = "Connects to this server instead of those in DNS, as with manual configuration.")
    private @Nullable String server;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            defaultValue = "moc-2007-r2",
            description = "Like which client: moc-2007, moc-2007-r2, lync-2010, lync-2013 (default: ${DEFAULT-VALUE}).")
    private String client = "moc-2007-r2";

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM file with the authority that issued the pool's certificate (default: what Java trusts).")
    private @Nullable Path trust;

    @Option(
            names = "--legacy-tls",
            description = "For pools on Windows Server 2003 and 2008: allows TLS 1.0, RC4, 3DES, and certificates with"
                    + " SHA-1, MD5 or short keys.")
    private boolean legacyTls;

    @Option(
            names = "--no-logon",
            description = "Sends no credentials: goes as far as the server's question for them, which proves the way.")
    private boolean noLogon;

    @Option(
            names = "--auth",
            paramLabel = "SCHEME",
            defaultValue = "auto",
            description = "ntlm, kerberos, digest, or auto: what the client would choose (default: ${DEFAULT-VALUE}).")
    private String auth = "auto";

    @Option(
            names = "--user",
            paramLabel = "ACCOUNT",
            description = "The account: DOMAIN\\name or a user principal name (default: made of the SIP URI).")
    private @Nullable String account;

    @Mixin
    private final PasswordOptions password = new PasswordOptions();

    @Option(
            names = "--realm",
            paramLabel = "REALM",
            description = "The account's Kerberos realm (default: the SIP domain in capitals).")
    private @Nullable String realm;

    @Option(names = "--keytab", paramLabel = "FILE", description = "The account's Kerberos key, instead of a password.")
    private @Nullable Path keytab;

    @Option(
            names = "--ticket-cache",
            description = "The Kerberos tickets of whoever runs this, as kinit gets them, instead of a password.")
    private boolean ticketCache;

    @Option(
            names = "--krb5-conf",
            paramLabel = "FILE",
            description = "The Kerberos configuration (default: $KRB5_CONFIG, else the system's).")
    private @Nullable Path krb5Conf;

    @Option(
            names = "--resolve",
            paramLabel = "NAME=ADDRESS",
            description = "The address of a web server or reverse proxy, whatever DNS says: to look from inside at what"
                    + " clients outside see. May be given again.")
    private List<String> resolve = new ArrayList<>();

    @Option(
            names = "--group",
            paramLabel = "MAIL",
            description = "The mail address of a distribution group, to see whether it is expanded.")
    private @Nullable String group;

    @Option(
            names = "--internal-edge",
            paramLabel = "HOST[:PORT]",
            description = "The edge's internal interface, to look at its certificate (default: the host that in-band"
                    + " provisioning names for the media relay's credentials, port 5061, which is assumed).")
    private @Nullable String internalEdge;

    @Option(
            names = "--av-edge",
            paramLabel = "HOST[:PORT]",
            description =
                    "The A/V authentication service, likewise (default: the same host, port 5062, which is assumed).")
    private @Nullable String avEdge;

    @Option(
            names = "--conferencing-edge",
            paramLabel = "HOST[:PORT]",
            description = "The web conferencing edge, which no client is told at sign-in; port 443 unless given"
                    + " (default: it is not looked at).")
    private @Nullable String conferencingEdge;

    CheckOptions() {}

    /** How connections are secured. Nothing of TLS is touched by asking. */
    TlsPlan tls() throws PlanException {
        file("--trust", trust);
        return new TlsPlan(
                legacyTls ? TlsPlan.Engine.JDK_LEGACY : TlsPlan.Engine.BORINGSSL,
                trust,
                legacyTls ? List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3") : List.of("TLSv1.2", "TLSv1.3"),
                List.of(),
                false,
                true,
                null);
    }

    /**
     * The plan that the options make; asks for a password on the terminal, when there is one and none was given.
     *
     * @throws PlanException when an option does not make sense
     */
    CheckPlan plan(Console console) throws PlanException, IOException {
        String address = user.startsWith("sip:") ? user.substring(4) : user;
        int at = address.indexOf('@');
        if (at <= 0 || !Addresses.isName(address.substring(at + 1))) {
            throw new PlanException("\"" + user + "\" is no SIP URI; expected one such as alice@example.com");
        }
        String domain = address.substring(at + 1);
        AuthPlan authPlan = authPlan(domain);
        String label = domain.indexOf('.') < 0 ? domain : domain.substring(0, domain.indexOf('.'));
        String logonName = account != null ? account : label.toUpperCase(Locale.ROOT) + "\\" + address.substring(0, at);
        TlsPlan tls = tls();
        List<InetSocketAddress> dnsServers = dnsServers();
        TargetPlan.@Nullable Server manual = manual(dnsServers);
        boolean tickets = authPlan.mayUseKerberos() && (keytab != null || ticketCache);
        Secret secret = noLogon ? null : password.read();
        if (secret == null && !noLogon && !tickets) {
            secret = ask(logonName);
        }
        boolean logon = !noLogon && (secret != null || tickets);
        if (!logon && !noLogon) {
            console.say("No password was given (--password-env, --password-stdin): checking as far as the server's"
                    + " question for it.");
        }
        return new CheckPlan(
                        new Account(address, logonName, secret),
                        ClientProfiles.named(client),
                        dnsServers,
                        manual,
                        authPlan,
                        tls,
                        logon)
                .with(new CheckPlan.Web(resolved(), group))
                .with(new CheckPlan.Edge(
                        place("--internal-edge", internalEdge, Role.INTERNAL_EDGE),
                        place("--av-edge", avEdge, Role.AV_AUTHENTICATION),
                        place("--conferencing-edge", conferencingEdge, Role.CONFERENCING_EDGE)));
    }

    private static Addresses.@Nullable HostPort place(String option, @Nullable String text, Role role)
            throws PlanException {
        if (text == null) {
            return null;
        }
        Addresses.HostPort place = Addresses.hostPort(text.toLowerCase(Locale.ROOT), role.usualPort());
        if (place == null) {
            throw new PlanException(option + " " + text + ": expected a host such as edge01.example.com, or with a port"
                    + " edge01.example.com:" + role.usualPort());
        }
        return place;
    }

    private Map<String, InetAddress> resolved() throws PlanException {
        Map<String, InetAddress> addresses = new HashMap<>();
        for (String each : resolve) {
            int equals = each.indexOf('=');
            InetAddress address = equals < 0 ? null : Addresses.literal(each.substring(equals + 1));
            if (address == null || !Addresses.isName(each.substring(0, equals))) {
                throw new PlanException("--resolve " + each
                        + ": expected a name and its address such as webext.example.com=203.0.113.5");
            }
            addresses.put(each.substring(0, equals).toLowerCase(Locale.ROOT), address);
        }
        return addresses;
    }

    private AuthPlan authPlan(String domain) throws PlanException {
        if (keytab != null && ticketCache) {
            throw new PlanException("--keytab and --ticket-cache were both given: leave one of them out.");
        }
        if (realm != null && !Addresses.isName(realm)) {
            throw new PlanException("--realm " + realm + ": expected a realm such as EXAMPLE.COM");
        }
        file("--keytab", keytab);
        file("--krb5-conf", krb5Conf);
        AuthPlan.Scheme scheme = scheme();
        if ((keytab != null || ticketCache) && !new AuthPlan(scheme).mayUseKerberos()) {
            throw new PlanException(
                    "--keytab and --ticket-cache are of no use to --auth " + auth + ": leave them out.");
        }
        return new AuthPlan(
                scheme,
                new AuthPlan.Kerberos(
                        krb5Conf, realm != null ? realm : domain.toUpperCase(Locale.ROOT), keytab, ticketCache, 1));
    }

    private AuthPlan.Scheme scheme() throws PlanException {
        for (AuthPlan.Scheme scheme : AuthPlan.Scheme.values()) {
            if (scheme.name().equalsIgnoreCase(auth) && scheme != AuthPlan.Scheme.NONE) {
                return scheme;
            }
        }
        throw new PlanException("--auth " + auth + ": expected ntlm, kerberos, digest or auto");
    }

    private static void file(String option, @Nullable Path file) throws PlanException {
        if (file != null && !Files.isRegularFile(file)) {
            throw new PlanException(option + " " + file + ": there is no such file");
        }
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

    private TargetPlan.@Nullable Server manual(List<InetSocketAddress> dnsServers) throws PlanException {
        if (server == null) {
            return null;
        }
        Addresses.HostPort address = Addresses.hostPort(server, Transport.TLS.defaultPort());
        if (address == null) {
            throw new PlanException("--server " + server + ": expected a server such as pool01.example.com:5061");
        }
        return new TargetPlan.Server(address.host(), address.port(), Transport.TLS, dnsServers);
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal up to Java 21; from 22 on the other test says so
    private static @Nullable Secret ask(String logonName) {
        java.io.Console terminal = System.console();
        if (terminal == null || !Ansi.AUTO.enabled()) {
            return null;
        }
        char[] typed = terminal.readPassword("Password of %s (empty for none): ", logonName);
        return typed == null || typed.length == 0 ? null : Secret.of(new String(typed));
    }
}
