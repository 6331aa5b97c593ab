package rollcall.plan;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code pool} of a pool file. */
final class PoolReader {
    private static final int USERS = 100;
    private static final int MOST_SERVERS = 100;
    private static final int EXPIRES_SECONDS = 7200;
    private static final int DNS_PORT = 5053;
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> TLS_ONLY = List.of("certificate", "protocols", "client-certificate", "tls");
    private static final List<String> PUBLISHING = List.of("publishes", "public-name", "delegation", "trusts-farm");
    private static final String A_HANDSHAKE =
            "handshake, plain-text, silent, drop, or alert=N with a number from 0 to 255";

    private final Section pool;
    private final String domain;

    PoolReader(Section pool) {
        this.pool = pool;
        this.domain = TargetReader.domain(pool, TargetReader.MOCK_DOMAIN);
    }

    MockPlan read() {
        MockPlan plan = new MockPlan(
                        domain,
                        pool.count("users", USERS, 1, Bounds.MOST_USERS),
                        new MockPlan.Auth(TargetReader.schemes(pool, "ntlm"), null),
                        false,
                        0,
                        EXPIRES_SECONDS,
                        "ecdsa",
                        TargetReader.faults(pool),
                        LOOPBACK,
                        DNS_PORT,
                        Transport.TLS.defaultPort(),
                        Transport.TCP.defaultPort())
                .withPool(new PoolPlan(servers(), zone("zone"), zone("outside")));
        pool.end();
        return plan;
    }

    private @Nullable PoolZone zone(String key) {
        String text =
                pool.scalar(key, "", "lines of a zone (" + key + ": | and below it, indented, the records)", it -> it);
        Place place = pool.place(key);
        // The text of a block begins in the line below its "|".
        return pool.has(key)
                ? new PoolZone(text, place.source(), place.line() + (text.indexOf('\n') < 0 ? 0 : 1))
                : null;
    }

    private List<PoolServer> servers() {
        List<YamlValue> written = pool.list("servers", false);
        List<PoolServer> servers = new ArrayList<>();
        if (!pool.has("servers")) {
            servers.add(server(pool.section("servers")));
        } else if (written.isEmpty() || written.size() > MOST_SERVERS) {
            pool.problem("servers", "expected a list of 1 to " + MOST_SERVERS + " servers");
        }
        Map<InetSocketAddress, String> taken = new HashMap<>();
        for (int i = 0; i < Math.min(written.size(), MOST_SERVERS); i++) {
            String path = pool.path("servers[" + i + "]");
            Section section = Section.of(pool.problems(), path, written.get(i));
            PoolServer server = server(section);
            String other = taken.putIfAbsent(new InetSocketAddress(server.address(), server.port()), path);
            if (other != null) {
                section.problem("", "has the address and port of " + other);
            }
            servers.add(server);
        }
        roles(servers);
        return servers;
    }

    private void roles(List<PoolServer> servers) {
        boolean directed = servers.stream().anyMatch(each -> each.role() == PoolServer.Role.DIRECTOR);
        if (directed && servers.stream().noneMatch(each -> each.role() == PoolServer.Role.HOME)) {
            pool.problem("servers", "a director needs a server with role: home to send users to");
        }
        boolean proxied = servers.stream().anyMatch(each -> each.role() == PoolServer.Role.REVERSE_PROXY);
        if (proxied && servers.stream().noneMatch(each -> each.role() == PoolServer.Role.WEB)) {
            pool.problem("servers", "a reverse-proxy needs a server with role: web behind it");
        }
    }

    private PoolServer server(Section section) {
        String host = section.scalar(
                "host",
                "pool01",
                "a host, as pool01 or pool01." + domain,
                text -> Addresses.isName(text) ? text : null);
        String fullHost = host.indexOf('.') < 0 ? host + "." + domain : host;
        PoolServer.Role role = section.choice("role", PoolServer.Role.HOME, PoolServer.Role.values(), PoolReader::word);
        Transport usual = role == PoolServer.Role.MEDIA_RELAY ? Transport.TCP : Transport.TLS;
        Transport transport = section.choice("transport", usual, Transport.values(), Transport::word);
        for (String key : TLS_ONLY) {
            if (transport == Transport.TCP && section.has(key)) {
                section.problem(key, "goes with transport: tls");
            }
        }
        PoolServer server = new PoolServer(
                fullHost,
                section.scalar("address", loopback(), "an IPv4 or IPv6 address", Addresses::literal),
                section.count(
                        "port",
                        role.isSip() && transport == Transport.TCP ? transport.defaultPort() : role.usualPort(),
                        1,
                        65_535),
                transport,
                role,
                new PoolCertificateReader(
                                section.section("certificate"),
                                fullHost,
                                role.isSip() || role.isWeb() ? "sip." + domain : null)
                        .read(),
                section.items(
                        "protocols",
                        List.of(),
                        "one of " + String.join(", ", PROTOCOLS),
                        text -> PROTOCOLS.contains(text) ? text : null),
                section.flag("client-certificate", role.isForServers()),
                section.flag("listens", true),
                section.scalar("tls", PoolServer.HANDSHAKE, A_HANDSHAKE, PoolReader::handshake),
                role == PoolServer.Role.REVERSE_PROXY ? publishing(section, fullHost) : null);
        for (String key : PUBLISHING) {
            if (role != PoolServer.Role.REVERSE_PROXY && section.has(key)) {
                section.problem(key, "goes with role: reverse-proxy");
            }
        }
        if (!role.isSip() && transport != usual) {
            section.problem("transport", "with role: " + word(role) + " expected " + usual.word());
        }
        section.end();
        return server;
    }

    private PoolPublishing publishing(Section section, String host) {
        return new PoolPublishing(
                section.items(
                        "publishes",
                        PoolPublishing.PATHS,
                        "a path such as /Abs/Ext",
                        text -> text.startsWith("/") ? text : null),
                section.scalar(
                        "public-name",
                        host,
                        "the host that clients outside call, as webext." + domain,
                        text -> Addresses.isName(text) ? text : null),
                section.flag("delegation", false),
                section.flag("trusts-farm", true));
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static @Nullable String handshake(String text) {
        return switch (text) {
            case PoolServer.HANDSHAKE, "plain-text", "silent", "drop" -> text;
            default -> {
                int alert = text.startsWith("alert=") ? Addresses.port(text.substring(6)) : -1;
                yield alert >= 0 && alert <= 255 ? text : null;
            }
        };
    }

    /** A constant as a person writes it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
