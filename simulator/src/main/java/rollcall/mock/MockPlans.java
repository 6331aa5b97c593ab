package rollcall.mock;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import rollcall.plan.EdgePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolCertificate;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.PoolPlan;
import rollcall.plan.PoolServer;
import rollcall.plan.PoolServer.Role;
import rollcall.plan.Transport;

/** Whether a plan can be carried out, before anything is started. */
final class MockPlans {
    /** Each user costs a few bytes; more than this is a slip of the pen. */
    private static final int MAX_USERS = 10_000_000;

    private MockPlans() {}

    /** The address to listen on. */
    static InetAddress validated(MockPlan plan) throws PlanException {
        domain(plan.domain());
        if (plan.users() < 1 || plan.users() > MAX_USERS) {
            throw new PlanException(
                    "The mock pool can have 1 to " + MAX_USERS + " users, not " + plan.users() + " (--users).");
        }
        schemes(plan);
        if (!List.of("rsa", "ecdsa").contains(plan.key())) {
            throw new PlanException("The mock pool's key is rsa or ecdsa, not \"" + plan.key() + "\" (--key).");
        }
        if (plan.expiresSeconds() < 1) {
            throw new PlanException("Registrations must last at least a second (--expires).");
        }
        if (plan.latencyNanos() < 0) {
            throw new PlanException("A latency cannot be negative (--latency).");
        }
        port("--dns-port", plan.dnsPort());
        port("--sip-port", plan.tlsPort());
        port("--tcp-port", plan.tcpPort());
        port("--web-port", Math.max(0, plan.webPort()));
        port("--edge-port", plan.edgeRules().port());
        PoolPlan pool = plan.pool();
        if (pool != null) {
            described(plan, pool);
        }
        edge(
                plan,
                pool != null
                        ? pool.servers().stream().anyMatch(server -> server.role() == Role.EDGE)
                        : plan.edge() != null);
        try {
            return InetAddress.getByName(plan.bind());
        } catch (UnknownHostException e) {
            throw new PlanException("The address to listen on, \"" + plan.bind() + "\", is not known (--bind).");
        }
    }

    private static void domain(String domain) throws PlanException {
        boolean good = !domain.isEmpty() && !domain.startsWith(".") && !domain.endsWith(".") && domain.length() <= 200;
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        }
        try {
            Name.fromString(domain, Name.root);
        } catch (TextParseException e) {
            good = false;
        }
        if (!good) {
            throw new PlanException("\"" + domain + "\" is not a domain name, as example.test is (--domain).");
        }
    }

    private static void schemes(MockPlan plan) throws PlanException {
        for (String scheme : plan.auth().schemes()) {
            switch (scheme) {
                case "none", "digest", "ntlm", "kerberos" -> {}
                default ->
                    throw new PlanException("The mock pool knows no authentication scheme \"" + scheme
                            + "\"; it knows ntlm, kerberos, digest and none (--auth).");
            }
        }
        if (plan.auth().schemes().isEmpty()) {
            throw new PlanException(
                    "The mock pool needs an authentication scheme: ntlm, kerberos, digest or none (--auth).");
        }
        if (plan.auth().schemes().contains("none") && plan.auth().schemes().size() > 1) {
            throw new PlanException("The scheme none cannot be combined with others: either the mock pool asks for"
                    + " credentials or it does not (--auth).");
        }
        if (plan.auth().schemes().contains("kerberos") && plan.auth().keytab() == null) {
            throw new PlanException("Kerberos needs the key of the service sip/pool01." + plan.domain()
                    + ": give a file with it by --keytab FILE.");
        }
        if (plan.auth().version() < 2 || plan.auth().version() > 4) {
            throw new PlanException("The version of the pool's authentication is 2, 3 or 4, not "
                    + plan.auth().version() + " (--auth-version).");
        }
        if ((plan.auth().schemes().contains("digest") || plan.auth().schemes().contains("ntlm"))
                && plan.auth().password() == null) {
            throw new PlanException("Digest and NTLM need the password of the mock pool's users:"
                    + " give it with --password-env NAME or --password-stdin.");
        }
    }

    private static void described(MockPlan plan, PoolPlan pool) throws PlanException {
        if (pool.outside() != null && plan.dnsPort() == 65_535) {
            throw new PlanException("The name server for clients outside takes the port behind that of the other one:"
                    + " 65535 has none behind it (--dns-port).");
        }
    }

    private static void edge(MockPlan plan, boolean edge) throws PlanException {
        List<String> schemes = plan.auth().schemes();
        if (edge && !schemes.contains("ntlm") && !schemes.contains("none")) {
            throw new PlanException(
                    "An edge takes NTLM and nothing else, and this pool has an edge: add ntlm to auth.");
        }
    }

    /** The servers of a pool that is not described one by one; where the plan leaves a port open, so do they. */
    static List<PoolServer> usual(MockPlan plan, InetAddress bind) {
        InetAddress address = reachable(bind);
        KeyKind key = plan.key().equals("rsa") ? KeyKind.RSA_2048 : KeyKind.P_256;
        List<PoolServer> servers = new ArrayList<>();
        for (String name : names(plan)) {
            boolean first = servers.isEmpty();
            String host = name + "." + plan.domain();
            // TechNet bb870336: for automatic sign-in, whoever the SRV records name is sip.<domain>, too.
            List<String> names = first || !plan.director() ? List.of(host, "sip." + plan.domain()) : List.of(host);
            servers.add(new PoolServer(
                    host,
                    address,
                    // Clients learn the ports of the others from the first.
                    first ? plan.tlsPort() : 0,
                    Transport.TLS,
                    first && plan.director() ? Role.DIRECTOR : Role.HOME,
                    PoolCertificate.good(names, key)));
        }
        PoolServer first = servers.get(0);
        servers.add(new PoolServer(
                first.host(), address, plan.tcpPort(), Transport.TCP, first.role(), first.certificate()));
        EdgePlan edge = plan.edge();
        for (int i = 1; edge != null && i <= edge.edges(); i++) {
            String host = "edge0" + i + "." + plan.domain();
            servers.add(new PoolServer(
                    host,
                    address,
                    i == 1 ? edge.port() : 0,
                    Transport.TLS,
                    Role.EDGE,
                    PoolCertificate.good(List.of(host, "sip." + plan.domain()), key)));
        }
        if (edge != null) { // what a consolidated edge has besides
            String inside = "edge01." + plan.domain();
            servers.add(beside(inside, address, 0, Role.INTERNAL_EDGE, key));
            servers.add(beside(inside, address, 0, Role.AV_AUTHENTICATION, key));
            servers.add(beside("av." + plan.domain(), address, 0, Role.MEDIA_RELAY, key));
            servers.add(beside("conf." + plan.domain(), address, 0, Role.CONFERENCING_EDGE, key));
        }
        if (plan.webPort() != MockPlan.NO_WEB) {
            servers.add(beside("web01." + plan.domain(), address, plan.webPort(), Role.WEB, key));
            servers.add(beside("webext." + plan.domain(), address, 0, Role.WEB_OUTSIDE, key));
        }
        return servers;
    }

    private static PoolServer beside(String host, InetAddress address, int port, Role role, KeyKind key) {
        return new PoolServer(
                host,
                address,
                port,
                role == Role.MEDIA_RELAY ? Transport.TCP : Transport.TLS,
                role,
                PoolCertificate.good(List.of(host), key),
                List.of(),
                role.isForServers(),
                true,
                PoolServer.HANDSHAKE,
                null);
    }

    private static List<String> names(MockPlan plan) {
        if (plan.director()) {
            return List.of("dir01", "pool01", "pool02");
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= plan.frontEnds(); i++) {
            names.add((i < 10 ? "pool0" : "pool") + i);
        }
        return names;
    }

    private static void port(String option, int port) throws PlanException {
        if (port < 0 || port > 65_535) {
            throw new PlanException("A port is a number from 0 to 65535, not " + port + " (" + option + ").");
        }
    }

    /** The address that the zone gives to clients: the one listened on, or of "every address" the first that others can reach. */
    static InetAddress reachable(InetAddress bind) {
        if (!bind.isAnyLocalAddress()) {
            return bind;
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .filter(address -> address.getClass() == bind.getClass())
                    .findFirst()
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
