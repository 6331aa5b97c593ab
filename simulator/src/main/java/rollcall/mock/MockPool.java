package rollcall.mock;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.auth.KerberosServer;
import rollcall.mock.Behaviour.OfTls;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;

/**
 * A pool: name server, certificates and registrar, listening from {@link #start} until {@link #close}. It holds no state
 * on disk but the certificate of its CA.
 */
public final class MockPool implements AutoCloseable {
    /** The most connections the system may keep that are not accepted yet; it grants what it allows. */
    private static final int BACKLOG = 16_384;

    private static final int SECONDS_TO_END = 5;

    private static final WriteBufferWaterMark UNREAD_BYTES = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final MockStats stats;
    private final Deque<AutoCloseable> resources;
    private final MockDns dns;
    private final Channel tls;
    private final Channel tcp;
    private final Path caCertificate;

    private MockPool(
            MockStats stats,
            Deque<AutoCloseable> resources,
            MockDns dns,
            Channel tls,
            Channel tcp,
            Path caCertificate) {
        this.stats = stats;
        this.resources = resources;
        this.dns = dns;
        this.tls = tls;
        this.tcp = tcp;
        this.caCertificate = caCertificate;
    }

    /**
     * Starts a pool, which listens and answers when this returns.
     *
     * @param folder where {@code ca.pem} goes; made when it is missing
     * @param clock for certificates' dates, expiry of registrations and idle connections
     * @throws PlanException when the plan makes no sense or a port cannot be had: a sentence for the user
     * @throws IOException when the folder cannot be written
     */
    public static MockPool start(MockPlan plan, Path folder, InstantSource clock, AnswerLog log)
            throws PlanException, IOException {
        return start(plan, folder, clock, log, MockLimits.DEFAULT);
    }

    static MockPool start(MockPlan plan, Path folder, InstantSource clock, AnswerLog log, MockLimits limits)
            throws PlanException, IOException {
        InetAddress bind = MockPlans.validated(plan);
        Script script = Script.of(plan.faults());
        List<Front> fronts = plan.director() ? Front.withDirector(plan.domain()) : List.of(Front.alone(plan.domain()));
        // Keys take the longest; the ports are bound meanwhile.
        CompletableFuture<MockCertificates> certificates = CompletableFuture.supplyAsync(
                () -> MockCertificates.make(fronts, plan.key(), clock.instant(), tlsBehaviours(script)));
        Deque<AutoCloseable> resources = new ArrayDeque<>();
        try {
            Files.createDirectories(folder);
            AttemptFile attempts = new AttemptFile(folder.resolve("attempts.log"));
            resources.addLast(attempts);
            Users users = Users.numbered(plan.domain(), plan.users());
            PoolState pool = new PoolState(plan, users, script, limits, clock, new MockStats(), log, attempts);
            return start(pool, folder, bind, fronts, certificates, resources);
        } catch (PlanException | IOException | RuntimeException e) {
            close(resources);
            throw e;
        }
    }

    private static MockPool start(
            PoolState pool,
            Path folder,
            InetAddress bind,
            List<Front> fronts,
            CompletableFuture<MockCertificates> certificates,
            Deque<AutoCloseable> resources)
            throws PlanException, IOException {
        MockPlan plan = pool.plan();
        Sockets sockets = Sockets.best();
        EventLoopGroup workers = group(Runtime.getRuntime().availableProcessors(), "mock-worker", sockets, resources);
        // Closed before the workers, so that nobody is accepted whom nobody serves.
        EventLoopGroup acceptor = group(1, "mock-front", sockets, resources);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptor, workers)
                .channel(sockets.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                // Clients wait in the backlog until there is a certificate to show.
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_BYTES);
        MockDns dns = MockDns.listen(pool.script(), pool.stats(), acceptor, sockets, bind, plan.dnsPort());
        List<CompletableFuture<ServerContexts>> contexts = new ArrayList<>();
        List<Channel> listening = new ArrayList<>();
        List<MockServer> servers = new ArrayList<>();
        for (Front front : fronts) {
            MockServer mock = new MockServer(pool, front, tickets(front, plan.auth()), workers);
            CompletableFuture<ServerContexts> own = new CompletableFuture<>();
            // The first is the one that people look for; clients learn the ports of the others from it.
            int port = servers.isEmpty() ? plan.tlsPort() : 0;
            Channel tls = Listening.await(
                    "TLS",
                    "--sip-port",
                    bind,
                    port,
                    bootstrap.clone().childHandler(mock.overTls(own::join)).bind(bind, port));
            front.listensAt(address(tls).getPort());
            contexts.add(own);
            listening.add(tls);
            servers.add(mock);
        }
        Channel tcp = Listening.await(
                "TCP",
                "--tcp-port",
                bind,
                plan.tcpPort(),
                bootstrap.clone().childHandler(servers.get(0).overTcp()).bind(bind, plan.tcpPort()));
        listening.add(tcp);
        dns.serve(MockZone.of(
                fronts,
                MockPlans.reachable(bind),
                address(tcp).getPort(),
                deadPort(bind, resources),
                pool.script().all(Behaviour.Kind.DNS)));
        MockCertificates made = certificates.join();
        for (int i = 0; i < fronts.size(); i++) {
            ServerContexts ready = new ServerContexts(made, fronts.get(i), tlsBehaviours(pool.script()));
            // Closed last: connections still use them.
            resources.addLast(ready);
            contexts.get(i).complete(ready);
        }
        made.write(folder);
        listening.forEach(channel -> channel.config().setAutoRead(true));
        return new MockPool(pool.stats(), resources, dns, listening.get(0), tcp, folder.resolve("ca.pem"));
    }

    /** Where questions are answered, over UDP and TCP alike. */
    public InetSocketAddress dnsAddress() {
        return dns.address();
    }

    /** The server that SRV records name: the pool, or the Director. */
    public InetSocketAddress tlsAddress() {
        return address(tls);
    }

    public InetSocketAddress tcpAddress() {
        return address(tcp);
    }

    /** The certificate of the pool's CA, as PEM. */
    public Path caCertificate() {
        return caCertificate;
    }

    /** What has happened so far; goes on counting. */
    public MockStats stats() {
        return stats;
    }

    /** Closes every port and connection, and waits until that is done. */
    @Override
    public void close() {
        close(resources);
    }

    private static void close(Deque<AutoCloseable> resources) {
        for (AutoCloseable resource = resources.pollFirst(); resource != null; resource = resources.pollFirst()) {
            try {
                resource.close();
            } catch (Exception e) {
                // The rest must be closed all the same, and nobody can do anything about this one.
            }
        }
    }

    /** What opens tickets for this server; null when it takes none. */
    private static @Nullable KerberosServer tickets(Front front, MockPlan.Auth auth) throws PlanException {
        Path keytab = auth.keytab();
        if (keytab == null || !auth.schemes().contains("kerberos")) {
            return null;
        }
        try {
            return new KerberosServer(Gate.REALM, front.host(), auth.version(), keytab);
        } catch (IOException e) {
            throw new PlanException(
                    "The mock pool cannot use the keytab " + keytab + ": " + e.getMessage() + " (--keytab).");
        }
    }

    private static Set<OfTls> tlsBehaviours(Script script) {
        Set<OfTls> behaviours = new LinkedHashSet<>();
        script.all(Behaviour.Kind.TLS).forEach(behaviour -> behaviours.add((OfTls) behaviour));
        return behaviours;
    }

    private static EventLoopGroup group(int threads, String name, Sockets sockets, Deque<AutoCloseable> resources) {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), sockets.handlers());
        resources.addFirst(() -> {
            // A connection that was accepted last may still wait to be registered: on a loop that is about to end it
            // would
            // be registered too late to be closed, and its client would wait for ever.
            group.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(SECONDS_TO_END, TimeUnit.SECONDS));
            group.shutdownGracefully(0, SECONDS_TO_END, TimeUnit.SECONDS).awaitUninterruptibly();
        });
        return group;
    }

    /** A port that is taken, so that nobody else gets it, and refuses connections: bound and not listening. */
    private static int deadPort(InetAddress bind, Deque<AutoCloseable> resources) throws IOException {
        Socket dead = new Socket();
        resources.addFirst(dead);
        dead.bind(new InetSocketAddress(bind, 0));
        return dead.getLocalPort();
    }

    private static InetSocketAddress address(Channel channel) {
        return (InetSocketAddress) channel.localAddress();
    }
}
