package rollcall.cli;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.mock.ChildProtocol;
import rollcall.mock.MockPool;
import rollcall.mock.MockStats;
import rollcall.plan.MockPlan;
import rollcall.plan.PoolPlan;
import rollcall.plan.PoolServer;
import rollcall.plan.PoolServer.Role;

/** What {@code rollcall mock} says to the person who started it. */
final class MockText {
    private MockText() {}

    /**
     * Says where the pool listens, and how to try it.
     *
     * @param passwordVariable the environment variable with the users' password; null when it has none
     */
    static void introduce(PrintWriter console, MockPlan plan, MockPool pool, @Nullable String passwordVariable) {
        if (plan.pool() != null) {
            introduce(console, plan, plan.pool(), pool, passwordVariable);
            return;
        }
        console.println(what(plan));
        console.println("  DNS            " + ChildProtocol.text(pool.dnsAddress()) + "  (UDP and TCP)");
        List<String> others = fronts(plan).subList(1, fronts(plan).size());
        console.println("  SIP over TLS   " + ChildProtocol.text(pool.tlsAddress()) + "  as "
                + fronts(plan).get(0)
                + (plan.director() ? ", which redirects to " + String.join(" and ", others) : ""));
        if (plan.frontEnds() > 1) {
            console.println("                 and, at ports that the name server tells, " + String.join(", ", others));
        }
        console.println("  SIP over TCP   " + ChildProtocol.text(pool.tcpAddress()));
        pool.edgeAddresses()
                .forEach((host, address) -> console.println(
                        "  SIP, outside   " + ChildProtocol.text(address) + "  as sip." + plan.domain() + ", " + host));
        pool.edgeServices()
                .forEach((server, address) -> console.println("  Edge           " + ChildProtocol.text(address)
                        + "  as " + server.host() + ", " + described(server.role())));
        web(console, pool);
        console.println("  CA certificate " + pool.caCertificate());
        console.println();
        console.println("Try it from another terminal:");
        console.println();
        console.println("  simulator/bin/rollcall run scenarios/automatic.yaml \\");
        console.println("    --set target.automatic.domain=" + plan.domain() + " \\");
        console.println("    --set 'target.automatic.dns=[\"" + ChildProtocol.text(pool.dnsAddress()) + "\"]' \\");
        console.println("    --set 'users.pattern=user{0001.."
                + lastUser(Math.min(plan.users(), 100)).substring(4) + "}@" + plan.domain() + "' \\");
        if (!plan.auth().schemes().contains("none")) {
            String scheme = plan.auth().schemes().size() > 1
                    ? "auto"
                    : plan.auth().schemes().get(0);
            console.println("    --set auth.scheme=" + scheme + " --set users.password.env="
                    + (passwordVariable == null ? "VARIABLE" : passwordVariable) + " \\");
        }
        if (plan.auth().schemes().contains("kerberos")) {
            console.println("    --set auth.kerberos.config=/etc/krb5.conf \\");
        }
        if (!pool.tlsAddress().getAddress().isLoopbackAddress()) {
            console.println("    --set 'guards.allow=[\"" + String.join("\", \"", fronts(plan)) + "\"]' \\");
        }
        console.println("    --set tls.trust=" + pool.caCertificate());
        console.println();
        console.println("Ctrl-C ends it.");
        console.flush();
    }

    private static void web(PrintWriter console, MockPool pool) {
        pool.webAddresses()
                .forEach((host, address) ->
                        console.println("  Web services   " + ChildProtocol.text(address) + "  as " + host));
    }

    /** The same of a pool that is described server by server. */
    private static void introduce(
            PrintWriter console, MockPlan plan, PoolPlan described, MockPool pool, @Nullable String passwordVariable) {
        console.println(what(plan));
        List<String> dns = pool.dnsAddresses().stream().map(ChildProtocol::text).toList();
        console.println("  DNS            " + dns.get(0) + "  (UDP and TCP)");
        if (dns.size() > 1) {
            console.println("  DNS, outside   " + dns.get(1));
        }
        for (PoolServer server : described.servers()) {
            console.println(label(server)
                    + ChildProtocol.text(new InetSocketAddress(server.address(), server.port())) + "  as "
                    + server.host() + (server.role() == Role.HOME ? "" : ", " + described(server.role()))
                    + (server.listens() ? "" : ", where nobody listens"));
        }
        console.println("  CA certificate " + pool.caCertificate());
        console.println();
        console.println("Try it from another terminal:");
        console.println();
        console.println("  simulator/bin/rollcall check user0001@" + plan.domain() + " --dns "
                + String.join(" --dns ", dns) + " \\");
        console.println("    --trust " + pool.caCertificate()
                + (plan.auth().schemes().contains("none")
                        ? " --no-logon"
                        : " --password-env " + (passwordVariable == null ? "VARIABLE" : passwordVariable)));
        console.println();
        console.println("Ctrl-C ends it.");
        console.flush();
    }

    private static String label(PoolServer server) {
        if (server.role().isSip()) {
            return "  SIP over " + server.transport() + "   ";
        }
        return server.role().isWeb() ? "  Web services   " : "  Edge           ";
    }

    private static String described(Role role) {
        return switch (role) {
            case DIRECTOR -> "a Director";
            case EDGE -> "an Edge";
            case WEB -> "for clients inside";
            case WEB_OUTSIDE -> "for clients outside";
            case REVERSE_PROXY -> "for clients outside, through a reverse proxy";
            case INTERNAL_EDGE -> "the edge's internal interface";
            case AV_AUTHENTICATION -> "the A/V authentication service";
            case MEDIA_RELAY -> "the media relay";
            case CONFERENCING_EDGE -> "the web conferencing edge";
            case HOME -> "a home server";
        };
    }

    private static String what(MockPlan plan) {
        return "Mock pool of " + plan.domain() + ", users user0001 to " + lastUser(plan.users()) + ", authentication "
                + String.join(", ", plan.auth().schemes())
                + (plan.faults().isEmpty() ? "" : ", faults " + String.join(", ", plan.faults()));
    }

    /** Says what has happened, at the end. */
    static void summarize(PrintWriter console, MockStats stats, long registered) {
        console.println("Signed in at the end: " + registered);
        console.println("Connections:          " + stats.connections() + ", TLS handshakes " + stats.handshakes()
                + " and " + stats.handshakeFailures() + " failed");
        console.println("DNS answers:          " + stats.questionsByAnswer());
        console.println("Requests:             " + stats.requestsByMethod());
        console.println("Answers:              " + stats.answersByStatus());
        if (stats.accepted() + stats.refusals() > 0) {
            console.println(
                    "Credentials:          " + stats.accepted() + " accepted, " + stats.refusals() + " refused");
        }
        if (stats.verified() + stats.badSignatures() > 0) {
            console.println("Signatures:           " + stats.verified() + " right, " + stats.badSignatures()
                    + " wrong or missing, " + stats.replays() + " seen before");
        }
        if (stats.malformed() > 0) {
            console.println("Not SIP, closed:      " + stats.malformed());
        }
    }

    private static List<String> fronts(MockPlan plan) {
        List<String> names = new ArrayList<>(plan.director() ? List.of("dir01", "pool01", "pool02") : List.of());
        for (int i = 1; i <= plan.frontEnds() && !plan.director(); i++) {
            names.add((i < 10 ? "pool0" : "pool") + i);
        }
        return names.stream().map(name -> name + "." + plan.domain()).toList();
    }

    private static String lastUser(int users) {
        String digits = Integer.toString(users);
        return "user" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }
}
