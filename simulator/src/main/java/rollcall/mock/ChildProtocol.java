package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.plan.EdgePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

/**
 * What a process and the pool it starts as a child say to each other: the plan in lines of {@code name=value} up to an
 * empty line, and one line back when the pool listens. Values are in Base64, since a path or a password may hold
 * anything.
 */
public final class ChildProtocol {
    private static final String READY = "rollcall-mock-ready";
    private static final int MOST_LINES = 1_000;

    private ChildProtocol() {}

    /** What a child is told: its plan, and the folder for its CA certificate. */
    public record Told(MockPlan plan, Path folder) {}

    /** Where a child listens, each as {@code host:port}, and its CA certificate. */
    public record Ready(String dns, String tls, String tcp, Path caCertificate) {}

    /** The plan as a child reads it, password included: for its input, not for anybody's eyes. */
    public static String tell(MockPlan plan, Path folder) {
        if (plan.pool() != null) {
            throw new IllegalArgumentException("a pool that is described server by server does not run as a child");
        }
        StringBuilder text = new StringBuilder();
        line(text, "folder", folder.toAbsolutePath().toString());
        line(text, "domain", plan.domain());
        line(text, "users", Integer.toString(plan.users()));
        plan.auth().schemes().forEach(scheme -> line(text, "scheme", scheme));
        Secret password = plan.auth().password();
        if (password != null) {
            line(text, "password", password.reveal());
        }
        line(text, "version", Integer.toString(plan.auth().version()));
        line(text, "timestamp", Boolean.toString(plan.auth().timestamp()));
        Path keytab = plan.auth().keytab();
        if (keytab != null) {
            line(text, "keytab", keytab.toAbsolutePath().toString());
        }
        line(text, "director", Boolean.toString(plan.director()));
        line(text, "frontEnds", Integer.toString(plan.frontEnds()));
        EdgePlan edge = plan.edge();
        if (edge != null) {
            line(text, "edges", Integer.toString(edge.edges()));
            edge.domains().forEach(domain -> line(text, "edgeDomain", domain));
            edge.publicIm().forEach(domain -> line(text, "publicIm", domain));
            line(text, "edgePort", Integer.toString(edge.port()));
        }
        line(text, "latency", Long.toString(plan.latencyNanos()));
        line(text, "expires", Integer.toString(plan.expiresSeconds()));
        line(text, "key", plan.key());
        plan.faults().forEach(fault -> line(text, "fault", fault));
        line(text, "bind", plan.bind());
        line(text, "dnsPort", Integer.toString(plan.dnsPort()));
        line(text, "tlsPort", Integer.toString(plan.tlsPort()));
        line(text, "tcpPort", Integer.toString(plan.tcpPort()));
        line(text, "webPort", Integer.toString(plan.webPort()));
        return text.append('\n').toString();
    }

    /**
     * Reads what {@link #tell} wrote, up to the empty line.
     *
     * @throws PlanException when it is something else: somebody typed
     */
    public static Told listen(BufferedReader in) throws IOException, PlanException {
        try {
            Map<String, List<String>> fields = new HashMap<>();
            int left = MOST_LINES;
            for (String line = in.readLine(); line != null && !line.isEmpty() && left > 0; line = in.readLine()) {
                int equals = line.indexOf('=');
                fields.computeIfAbsent(line.substring(0, equals), none -> new ArrayList<>())
                        .add(decoded(line.substring(equals + 1)));
                left--;
            }
            List<String> passwords = fields.getOrDefault("password", List.of());
            List<String> keytabs = fields.getOrDefault("keytab", List.of());
            MockPlan plan = new MockPlan(
                    one(fields, "domain"),
                    Integer.parseInt(one(fields, "users")),
                    new MockPlan.Auth(
                            fields.getOrDefault("scheme", List.of()),
                            passwords.isEmpty() ? null : Secret.of(passwords.get(0)),
                            Integer.parseInt(one(fields, "version")),
                            Boolean.parseBoolean(one(fields, "timestamp")),
                            keytabs.isEmpty() ? null : Path.of(keytabs.get(0))),
                    Boolean.parseBoolean(one(fields, "director")),
                    Long.parseLong(one(fields, "latency")),
                    Integer.parseInt(one(fields, "expires")),
                    one(fields, "key"),
                    fields.getOrDefault("fault", List.of()),
                    one(fields, "bind"),
                    Integer.parseInt(one(fields, "dnsPort")),
                    Integer.parseInt(one(fields, "tlsPort")),
                    Integer.parseInt(one(fields, "tcpPort")));
            return new Told(
                    plan.withFrontEnds(Integer.parseInt(one(fields, "frontEnds")))
                            .withEdge(edge(fields))
                            .withWeb(Integer.parseInt(one(fields, "webPort"))),
                    Path.of(one(fields, "folder")));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new PlanException("A mock pool that is started as a child reads its plan from the rollcall that"
                    + " started it, and this is no such plan.");
        }
    }

    private static @Nullable EdgePlan edge(Map<String, List<String>> fields) {
        return fields.containsKey("edges")
                ? new EdgePlan(
                        Integer.parseInt(one(fields, "edges")),
                        fields.getOrDefault("edgeDomain", List.of()),
                        fields.getOrDefault("publicIm", List.of()),
                        Integer.parseInt(one(fields, "edgePort")))
                : null;
    }

    /** The one line that a child writes when it listens. */
    public static String ready(MockPool pool) {
        return READY
                + ' '
                + encoded(text(pool.dnsAddress()))
                + ' '
                + encoded(text(pool.tlsAddress()))
                + ' '
                + encoded(text(pool.tcpAddress()))
                + ' '
                + encoded(pool.caCertificate().toAbsolutePath().toString());
    }

    /** Reads what {@link #ready} wrote; null when it is something else. */
    public static @Nullable Ready ready(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 5 || !words[0].equals(READY)) {
            return null;
        }
        return new Ready(decoded(words[1]), decoded(words[2]), decoded(words[3]), Path.of(decoded(words[4])));
    }

    /** {@code 127.0.0.1:5061} or {@code [::1]:5061}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String one(Map<String, List<String>> fields, String name) {
        List<String> values = fields.get(name);
        if (values == null) {
            throw new IllegalArgumentException(name);
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
