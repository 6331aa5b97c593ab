package rollcall.mock;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import rollcall.auth.KerberosServer;
import rollcall.auth.Scheme;
import rollcall.mock.Behaviour.FrontEndDies;
import rollcall.mock.Behaviour.OfTls;
import rollcall.mock.Behaviour.WebCertificate;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolPlan;
import rollcall.plan.PoolPublishing;
import rollcall.plan.PoolServer;
import rollcall.plan.PoolZone;
import rollcall.plan.Transport;

/** Brings a pool up: ports first, then the zone that names them, the certificates, and the first client. */
final class PoolStart {
    /** The most connections the system may keep that are not accepted yet; it grants what it allows. */
    private static final int BACKLOG = 16_384;

    private static final int SECONDS_TO_END = 5;

    private static final WriteBufferWaterMark UNREAD_BYTES = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final PoolState pool;
    private final @Nullable PoolPlan described;
    private final InetAddress bind;
    private final boolean rehearsed;
    private final List<Front> fronts;
    private final Set<OfTls> behaviours = new LinkedHashSet<>();
    private final CompletableFuture<MockCertificates> certificates;
    private final Deque<AutoCloseable> resources;
    private final Sockets sockets = Sockets.best();
    private final EventLoopGroup workers;
    private final EventLoopGroup acceptor;
    /** Everything that is open; what is accepted after it was closed is closed at once. */
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private final Map<InetSocketAddress, InetSocketAddress> listeners = new LinkedHashMap<>();
    private final Map<Front, Channel> listening = new LinkedHashMap<>();
    private final List<Outage> outages = new ArrayList<>();
    private final Map<Front, CompletableFuture<ServerContexts>> contexts = new LinkedHashMap<>();

    /**
     * @param bind where everything listens that is not described server by server
     * @param rehearsed whether everything listens on loopback and free ports, whatever the plan says
     * @param resources what has to be closed in the end, in this order
     */
    PoolStart(PoolState pool, InetAddress bind, boolean rehearsed, MockKeys keys, Deque<AutoCloseable> resources) {
        MockPlan plan = pool.plan();
        this.pool = pool;
        this.described = plan.pool();
        this.bind = rehearsed ? InetAddress.getLoopbackAddress() : bind;
        this.rehearsed = rehearsed;
        this.resources = resources;
        List<PoolServer> servers = described == null ? MockPlans.usual(plan, this.bind) : described.servers();
        fronts = Front.of(plan.domain(), servers);
        pool.script().all(Behaviour.Kind.TLS).forEach(behaviour -> behaviours.add((OfTls) behaviour));
        pool.script().all(Behaviour.Kind.WEB).forEach(behaviour -> {
            if (behaviour instanceof WebCertificate shown) {
                behaviours.add(shown.certificate());
            }
        });
        // Keys take the longest; the ports are bound meanwhile.
        certificates = CompletableFuture.supplyAsync(
                () -> MockCertificates.make(plan, servers, pool.clock().instant(), behaviours, keys));
        workers = group(Runtime.getRuntime().availableProcessors(), "mock-worker");
        acceptor = group(1, "mock-front");
        // Event loops do not close all they have when they end without a quiet period: a loop that looks whether it
        // shall close its channels just before it is told to end never looks again, and their clients wait for ever.
        resources.addFirst(() -> channels.close().awaitUninterruptibly(SECONDS_TO_END, TimeUnit.SECONDS));
    }

    /** The pool, which listens and answers. */
    MockPool run(Path folder) throws PlanException, IOException {
        MockDns dns = dns(0);
        MockDns outside = described == null || described.outside() == null ? null : dns(1);
        for (Front front : fronts) {
            listen(front);
        }
        dns.serve(zone(described == null ? null : described.zone(), dns));
        if (outside != null && described != null) {
            outside.serve(zone(described.outside(), outside));
        }
        MockCertificates made = certificates.join();
        for (Map.Entry<Front, CompletableFuture<ServerContexts>> waiting : contexts.entrySet()) {
            Front front = waiting.getKey();
            ServerContexts ready = new ServerContexts(front.server(), front.domain(), made, behaviours);
            // Closed last: connections still use them.
            resources.addLast(ready);
            waiting.getValue().complete(ready);
        }
        made.write(folder);
        listening.values().forEach(channel -> channel.config().setAutoRead(true));
        return new MockPool(
                pool.stats(),
                resources,
                outside == null ? List.of(dns.address()) : List.of(dns.address(), outside.address()),
                listeners,
                first(Transport.TLS),
                first(Transport.TCP),
                named(Front::isEdge),
                named(Front::isWeb),
                edgeServices(),
                folder.resolve("ca.pem"));
    }

    private MockDns dns(int index) throws PlanException {
        int port = pool.plan().dnsPort();
        InetSocketAddress place = new InetSocketAddress(bind, rehearsed || port == 0 ? 0 : port + index);
        return MockDns.listen(pool.script(), pool.stats(), acceptor, sockets, place, channels);
    }

    private MockZone zone(@Nullable PoolZone written, MockDns dns) throws PlanException, IOException {
        String domain = pool.plan().domain();
        List<Behaviour> script = new ArrayList<>(pool.script().all(Behaviour.Kind.DNS));
        script.addAll(pool.script().all(Behaviour.Kind.NAME));
        return MockZone.of(
                domain,
                ZoneText.read(
                        written == null
                                ? ZoneText.fitting(
                                        fronts, described == null ? pool.plan().frontEnds() : 1)
                                : written,
                        Name.fromString(domain, Name.root)),
                MockPlans.reachable(dns.address().getAddress()),
                fronts.get(0).address(),
                script.contains(Behaviour.Zone.DEAD_PORT) ? deadPort() : 0,
                script);
    }

    private void listen(Front front) throws PlanException, IOException {
        PoolServer server = front.server();
        // clients are told to go there, whether it is up or not
        pool.media().add(front);
        if (front.isWeb()) {
            pool.web().add(front);
        }
        if (!server.listens()) {
            noteListener(server, rehearsed ? new InetSocketAddress(bind, deadPort()) : null);
            return;
        }
        CompletableFuture<ServerContexts> own = new CompletableFuture<>();
        MockServer mock = front.isSip()
                ? new MockServer(pool, front, tickets(front), workers, channels, this::firstClient)
                : null;
        InetSocketAddress place = place(server);
        ServerBootstrap bootstrap =
                bootstrap().childHandler(mock == null ? beside(front, own::join) : mock.initializer(own::join));
        Channel channel = Listening.await(
                described == null && front.isSip() ? "for " + server.transport() : "as " + server.host(),
                place,
                remedy(server),
                bootstrap.bind(place));
        channels.add(channel);
        InetSocketAddress actual = address(channel);
        if (mock != null && front == lastFrontEnd()) {
            for (Behaviour dies : pool.script().all(Behaviour.Kind.POOL)) {
                outages.add(new Outage((FrontEndDies) dies, mock, channel, () -> bindAgain(bootstrap, actual)));
            }
        }
        front.listensAt(actual.getPort());
        listening.put(front, channel);
        noteListener(server, actual);
        if (server.transport() == Transport.TLS) {
            contexts.put(front, own);
        }
    }

    /** What stands beside the servers that users sign in to. */
    private ChannelInitializer<Channel> beside(Front front, Supplier<ServerContexts> contexts) throws PlanException {
        if (!front.isWeb()) {
            return new MockInterface(pool, front, channels).initializer(contexts);
        }
        PoolPublishing rule = front.server().publishing();
        if (rule == null) {
            return new MockWeb(pool, front, workers, channels, tickets(front)).initializer(contexts);
        }
        Front farm = fronts.stream()
                .filter(each -> each.server().role() == PoolServer.Role.WEB)
                .findFirst()
                .orElseThrow();
        return new MockProxy(pool, rule, channels, sockets.client(), farm, () -> where(farm)).initializer(contexts);
    }

    /** Where a server listens, or where it would. */
    private InetSocketAddress where(Front front) {
        Channel open = listening.get(front);
        return open == null ? new InetSocketAddress(front.address(), front.port()) : address(open);
    }

    private ChannelFuture bindAgain(ServerBootstrap bootstrap, InetSocketAddress place) {
        ChannelFuture binding = bootstrap.bind(place);
        channels.add(binding.channel());
        return binding;
    }

    private @Nullable Front lastFrontEnd() {
        Front last = null;
        for (Front front : fronts) {
            PoolServer server = front.server();
            if (server.listens() && server.transport() == Transport.TLS && server.role() == PoolServer.Role.HOME) {
                last = front;
            }
        }
        return last;
    }

    /** On any loop; all servers listen. */
    private void firstClient() {
        outages.forEach(Outage::begin);
    }

    private InetSocketAddress place(PoolServer server) {
        if (rehearsed) {
            return new InetSocketAddress(bind, 0);
        }
        return new InetSocketAddress(described == null ? bind : server.address(), server.port());
    }

    private Listening.Remedy remedy(PoolServer server) {
        if (described != null) {
            return Listening.Remedy.of(server);
        }
        return Listening.Remedy.option(
                server.role().isWeb()
                        ? "--web-port"
                        : server.role() == PoolServer.Role.EDGE
                                ? "--edge-port"
                                : server.transport() == Transport.TLS ? "--sip-port" : "--tcp-port");
    }

    /** @param actual null: where it is said to be, and nobody is there */
    private void noteListener(PoolServer server, @Nullable InetSocketAddress actual) {
        int port = server.port() == 0 && actual != null ? actual.getPort() : server.port();
        InetSocketAddress declared = new InetSocketAddress(server.address(), port);
        listeners.put(declared, actual == null ? declared : actual);
    }

    private @Nullable InetSocketAddress first(Transport transport) {
        for (Map.Entry<Front, Channel> each : listening.entrySet()) {
            if (each.getKey().transport() == transport && each.getKey().isSip()) {
                return address(each.getValue());
            }
        }
        return null;
    }

    private Map<String, InetSocketAddress> named(Predicate<Front> wanted) {
        Map<String, InetSocketAddress> found = new LinkedHashMap<>();
        listening.forEach((front, channel) -> {
            if (wanted.test(front)) {
                found.put(front.host(), address(channel));
            }
        });
        return found;
    }

    private Map<PoolServer, InetSocketAddress> edgeServices() {
        Map<PoolServer, InetSocketAddress> found = new LinkedHashMap<>();
        listening.forEach((front, channel) -> {
            if (!front.isSip() && !front.isWeb()) {
                found.put(front.server(), address(channel));
            }
        });
        return found;
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(acceptor, workers)
                .channel(sockets.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                // Clients wait in the backlog until there is a certificate to show.
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_BYTES);
    }

    /** What opens tickets for this server; null when it takes none. */
    private @Nullable KerberosServer tickets(Front front) throws PlanException {
        MockPlan.Auth auth = pool.plan().auth();
        Path keytab = auth.keytab();
        if (keytab == null || !auth.schemes().contains("kerberos") || !front.takes(Scheme.KERBEROS)) {
            return null;
        }
        try {
            return front.server().role() == PoolServer.Role.WEB
                    ? KerberosServer.web(front.host(), keytab)
                    : new KerberosServer(Gate.REALM, front.host(), auth.version(), keytab);
        } catch (IOException e) {
            throw new PlanException(
                    "The mock pool cannot use the keytab " + keytab + ": " + e.getMessage() + " (--keytab).");
        }
    }

    private EventLoopGroup group(int threads, String name) {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), sockets.handlers());
        resources.addFirst(() ->
                group.shutdownGracefully(0, SECONDS_TO_END, TimeUnit.SECONDS).awaitUninterruptibly());
        return group;
    }

    /** A port that is taken, so that nobody else gets it, and refuses connections: bound and not listening. */
    private int deadPort() throws IOException {
        Socket dead = new Socket();
        resources.addFirst(dead);
        dead.bind(new InetSocketAddress(bind, 0));
        return dead.getLocalPort();
    }

    private static InetSocketAddress address(Channel channel) {
        return (InetSocketAddress) channel.localAddress();
    }
}
