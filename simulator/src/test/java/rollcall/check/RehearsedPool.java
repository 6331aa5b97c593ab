package rollcall.check;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSockets;
import rollcall.mock.MockKeys;
import rollcall.mock.MockPool;
import rollcall.plan.Account;
import rollcall.plan.Addresses;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfiles;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolFile;
import rollcall.plan.Secret;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;

/** A pool out of a pool file, started anywhere on this machine, and checked as the file says. */
final class RehearsedPool implements AutoCloseable {
    private static final String PASSWORD = "Tr0ub4dor&3";
    private static final long SECOND = 1_000_000_000L;

    /** Made once: keys take longer than checks. */
    private static final MockKeys KEYS = new MockKeys();

    /** Silence is certain after a while; on a busy machine an answer may take some time. */
    private static final CheckLimits LIMITS = new CheckLimits(SECOND, 2 * SECOND, 3 * SECOND, 3 * SECOND);

    private final Map<String, Object> check;
    private final MockPool pool;
    private final Socket nobody = new Socket();
    private final int nobodysPort;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService preparations = Executors.newSingleThreadExecutor();

    /** @param plan the file's own, or one with something repaired */
    RehearsedPool(PoolFile file, MockPlan plan, Path folder) throws PlanException, IOException {
        this.check = file.check();
        this.pool = MockPool.rehearse(
                plan.with(plan.auth().with(Secret.of(PASSWORD))), folder, InstantSource.system(), answer -> {}, KEYS);
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // bound and not listening: refuses
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            nobodysPort = socket.getLocalPort();
        }
    }

    CheckReport check() throws PlanException {
        String user = text("user", "user0001@example.test");
        String password = text("password", "right");
        CheckPlan plan = new CheckPlan(
                        new Account(
                                user,
                                "EXAMPLE\\" + user.substring(0, user.indexOf('@')),
                                password.equals("none")
                                        ? null
                                        : Secret.of(password.equals("wrong") ? "not " + PASSWORD : PASSWORD)),
                        ClientProfiles.named(text("client", "moc-2007-r2")),
                        dns(),
                        server(),
                        new AuthPlan(AuthPlan.Scheme.AUTO),
                        TestChecks.trusting(pool.caCertificate()),
                        !password.equals("none"),
                        LIMITS)
                .with(web())
                .with(new CheckPlan.Edge(
                        place("internal-edge", 5061), place("av-edge", 5062), place("conferencing-edge", 443)));
        DnsSockets sockets =
                new DnsSockets(group.next(), NioDatagramChannel::new, new Detour(pool.listeners(), (InetSocketAddress)
                        nobody.getLocalSocketAddress()));
        return new SignInCheck(plan, sockets, System::nanoTime, System::currentTimeMillis, preparations).run();
    }

    private String text(String key, String usual) {
        return check.get(key) instanceof String text ? text : usual;
    }

    private List<InetSocketAddress> dns() {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<?> names = check.get("dns") instanceof List<?> list ? list : List.of("zone");
        for (Object name : names) {
            servers.add(
                    switch ((String) name) {
                        case "zone" -> pool.dnsAddresses().get(0);
                        case "outside" -> pool.dnsAddresses().get(1);
                        default -> new InetSocketAddress(InetAddress.getLoopbackAddress(), nobodysPort);
                    });
        }
        return servers;
    }

    private CheckPlan.Web web() {
        Map<String, InetAddress> resolve = new HashMap<>();
        if (check.get("resolve") instanceof Map<?, ?> names) {
            names.forEach((name, address) ->
                    resolve.put((String) name, Objects.requireNonNull(Addresses.literal((String) address))));
        }
        return new CheckPlan.Web(resolve, check.get("group") instanceof String group ? group : null);
    }

    private Addresses.@Nullable HostPort place(String key, int port) {
        return Addresses.hostPort(text(key, ""), port);
    }

    private TargetPlan.@Nullable Server server() {
        String text = text("server", "");
        Addresses.HostPort server = text.isEmpty() ? null : Addresses.hostPort(text, 5061);
        return server == null
                ? null
                : new TargetPlan.Server(server.host(), server.port(), Transport.TLS, List.of(dns().get(0)));
    }

    @Override
    public void close() throws IOException {
        pool.close();
        nobody.close();
        preparations.shutdownNow();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
