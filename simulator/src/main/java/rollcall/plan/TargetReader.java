package rollcall.plan;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code target} and {@code users}, whose defaults depend on each other. */
final class TargetReader {
    private static final List<String> KINDS = List.of("mock", "automatic", "server");
    static final String MOCK_DOMAIN = "example.test";
    private static final int MOCK_USERS = 1000;
    private static final List<String> MOCK_SCHEMES = List.of("none", "digest", "ntlm", "kerberos");

    private final Section root;
    private final Section target;
    private final Surroundings surroundings;
    private final AuthPlan.Scheme scheme;

    TargetReader(Section root, Surroundings surroundings, AuthPlan.Scheme scheme) {
        this.root = root;
        this.target = root.section("target");
        this.surroundings = surroundings;
        this.scheme = scheme;
    }

    /** The pool and who signs in there. */
    record Result(TargetPlan target, Accounts accounts) {}

    Result read() {
        List<String> kinds = KINDS.stream().filter(target::has).toList();
        target.end();
        UsersReader users = new UsersReader(root.section("users"), surroundings);
        if (!root.has("target")) {
            root.missing("target", "exactly one of " + String.join(", ", KINDS));
        } else if (kinds.size() != 1) {
            target.problem("", "expected exactly one of " + String.join(", ", KINDS));
        }
        if (kinds.size() == 1 && kinds.get(0).equals("mock")) {
            return mock(target.section("mock"), users);
        }
        if (!users.areNamed()) {
            root.missing("users", "users: {pattern: \"user{0001..5000}@example.com\"} or users: {csv: users.csv}");
        }
        Accounts accounts = users.read(defaultLogonName(scheme == AuthPlan.Scheme.DIGEST), null);
        if (kinds.size() == 1 && kinds.get(0).equals("server")) {
            return new Result(server(target.section("server")), accounts);
        }
        return new Result(automatic(target.section("automatic"), accounts.at(0).domain()), accounts);
    }

    private static LogonName defaultLogonName(boolean digest) {
        return digest ? LogonName.DIGEST : LogonName.WINDOWS;
    }

    static TargetPlan automatic(Section automatic, String usersDomain) {
        TargetPlan plan = new TargetPlan.Automatic(domain(automatic, usersDomain), dnsServers(automatic));
        automatic.end();
        return plan;
    }

    static TargetPlan server(Section server) {
        Transport transport = server.choice("transport", Transport.TLS, Transport.values(), Transport::word);
        String expected = "a server such as pool01.example.com:5061";
        if (!server.has("address")) {
            server.missing("address", expected);
        }
        Addresses.HostPort address = server.scalar(
                "address",
                new Addresses.HostPort("localhost", transport.defaultPort()),
                expected,
                text -> Addresses.hostPort(text, transport.defaultPort()));
        TargetPlan plan = new TargetPlan.Server(address.host(), address.port(), transport, dnsServers(server));
        server.end();
        return plan;
    }

    static String domain(Section section, String otherwise) {
        return section.scalar(
                "domain", otherwise, "a domain such as example.com", text -> Addresses.isName(text) ? text : null);
    }

    private static List<InetSocketAddress> dnsServers(Section section) {
        return List.copyOf(section.items(
                "dns",
                List.of(),
                "the address of a DNS server such as 192.0.2.53 or 127.0.0.1:5353",
                Addresses::dnsServer));
    }

    private Result mock(Section mock, UsersReader users) {
        String domain = domain(mock, MOCK_DOMAIN);
        List<String> schemes = schemes(mock, "none");
        Secret password = new PasswordReader(surroundings).read(mock, "password");
        if (password == null) {
            password = users.password();
        }
        if (password == null && !schemes.equals(List.of("none"))) {
            password = anyPassword();
        }
        boolean digest = scheme == AuthPlan.Scheme.DIGEST
                || (scheme == AuthPlan.Scheme.AUTO && schemes.equals(List.of("digest")));
        LogonName logonName = defaultLogonName(digest);
        Accounts named = users.areNamed() ? users.read(logonName, password) : null;
        int size = mock.count("users", named == null ? MOCK_USERS : named.size(), 1, Bounds.MOST_USERS);
        Accounts accounts =
                named != null ? named : users.readUnnamed(PatternAccounts.ofMock(domain, size, logonName, password));
        MockPlan plan = new MockPlan(
                domain,
                size,
                new MockPlan.Auth(
                        schemes,
                        password,
                        mock.count("version", MockPlan.Auth.VERSION, 2, 4),
                        mock.flag("timestamp", false),
                        keytab(mock, schemes)),
                mock.flag("director", false),
                mock.duration("latency", 0, 0),
                mock.count("expires", 7200, 1, 1_000_000),
                mock.choice("key", "rsa", new String[] {"rsa", "ecdsa"}, word -> word),
                faults(mock),
                mock.scalar(
                        "bind", "127.0.0.1", "a local address", text -> Addresses.literal(text) == null ? null : text),
                port(mock, "dnsPort"),
                port(mock, "sipPort"),
                port(mock, "tcpPort"));
        int frontEnds = mock.count("frontEnds", 1, 1, MockPlan.MOST_FRONT_ENDS);
        if (frontEnds > 1 && plan.director()) {
            mock.problem("frontEnds", "a Director has its two pools behind it, of one front end each");
        }
        EdgePlan edge = edge(mock, domain);
        if (edge != null && !schemes.contains("ntlm") && !schemes.contains("none")) {
            mock.problem("edge", "an edge takes NTLM and nothing else; expected ntlm among auth");
        }
        Section session = root.section("session");
        if (edge == null
                && session.value("mras") instanceof YamlValue.Text text
                && text.value().equals("true")) {
            session.problem("mras", "needs target.mock.edge: true, since a pool without an edge has no media relay");
        }
        mock.end();
        MockPlan whole = plan.withFrontEnds(frontEnds).withEdge(edge);
        return new Result(new TargetPlan.Mock(needsWeb() ? whole.withWeb(0) : whole), accounts);
    }

    /** {@code edge: true}, or what the edges are like. */
    private static @Nullable EdgePlan edge(Section mock, String domain) {
        EdgePlan usual = EdgePlan.of(domain);
        if (!(mock.value("edge") instanceof YamlValue.Mapping)) {
            return mock.flag("edge", false) ? usual : null;
        }
        Section edge = mock.section("edge");
        EdgePlan plan = new EdgePlan(
                edge.count("edges", usual.edges(), 1, EdgePlan.MOST),
                domains(edge, "domains", usual.domains()),
                domains(edge, "publicIm", usual.publicIm()),
                port(edge, "port"));
        edge.end();
        return plan;
    }

    private static List<String> domains(Section section, String key, List<String> otherwise) {
        return section.items(
                key, otherwise, "a domain such as example.com", text -> Addresses.isName(text) ? text : null);
    }

    /** Whether clients will fetch something: web services cost a pool time to start. */
    private boolean needsWeb() {
        Section session = root.section("session");
        return session.has("addressBook") || session.has("groups");
    }

    private @Nullable Path keytab(Section mock, List<String> schemes) {
        Path keytab =
                mock.has("keytab") ? surroundings.resolve(mock.text("keytab", "keytab"), mock.place("keytab")) : null;
        if (keytab != null && !Files.isRegularFile(keytab)) {
            mock.problem("keytab", "there is no file " + keytab);
        }
        if (keytab == null && schemes.contains("kerberos")) {
            mock.missing("keytab", "a file with the key of sip/pool01." + MOCK_DOMAIN + " (as ktadd writes it)");
        }
        return keytab;
    }

    static List<String> schemes(Section mock, String otherwise) {
        return List.copyOf(mock.items(
                "auth",
                List.of(otherwise),
                "one of " + String.join(", ", MOCK_SCHEMES),
                text -> MOCK_SCHEMES.contains(text) ? text : null));
    }

    static List<String> faults(Section mock) {
        return List.copyOf(mock.items(
                "faults",
                List.of(),
                "a behaviour, with its argument and share if it has any: stall, reject=503, drop:10%",
                TargetReader::fault));
    }

    /** Which behaviours there are, the mock knows; how one is written, we know. */
    private static @Nullable String fault(String text) {
        // an argument may have colons of its own: redirect=pool02.example.test:5061
        boolean shared = text.endsWith("%");
        String behaviour = shared ? text.substring(0, Math.max(0, text.lastIndexOf(':'))) : text;
        double share = shared ? Quantities.share(text.substring(text.lastIndexOf(':') + 1)) : 1;
        return behaviour.matches("[a-z][a-z0-9-]*(=\\S+)?") && share >= 0 && share <= 1 ? text : null;
    }

    private static int port(Section mock, String key) {
        return mock.count(key, 0, 0, 65_535);
    }

    /** A pool that only this run can sign in to needs no password that anybody knows. */
    private static Secret anyPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return Secret.of(Objects.requireNonNull(HexFormat.of().formatHex(random)));
    }
}
