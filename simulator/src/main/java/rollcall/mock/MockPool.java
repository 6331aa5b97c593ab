package rollcall.mock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolServer;

/**
 * A pool: name server, certificates and registrar, listening from {@link #start} until {@link #close}. It holds no state
 * on disk but the certificate of its CA.
 */
public final class MockPool implements AutoCloseable {
    private final MockStats stats;
    private final Deque<AutoCloseable> resources;
    private final List<InetSocketAddress> dns;
    private final Map<InetSocketAddress, InetSocketAddress> listeners;
    private final @Nullable InetSocketAddress tls;
    private final @Nullable InetSocketAddress tcp;
    private final Map<String, InetSocketAddress> edges;
    private final Map<String, InetSocketAddress> web;
    private final Map<PoolServer, InetSocketAddress> edgeServices;
    private final Path caCertificate;

    MockPool(
            MockStats stats,
            Deque<AutoCloseable> resources,
            List<InetSocketAddress> dns,
            Map<InetSocketAddress, InetSocketAddress> listeners,
            @Nullable InetSocketAddress tls,
            @Nullable InetSocketAddress tcp,
            Map<String, InetSocketAddress> edges,
            Map<String, InetSocketAddress> web,
            Map<PoolServer, InetSocketAddress> edgeServices,
            Path caCertificate) {
        this.stats = stats;
        this.resources = resources;
        this.dns = List.copyOf(dns);
        this.listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
        this.tls = tls;
        this.tcp = tcp;
        this.edges = Collections.unmodifiableMap(edges);
        this.web = Collections.unmodifiableMap(web);
        this.edgeServices = Collections.unmodifiableMap(edgeServices);
        this.caCertificate = caCertificate;
    }

    /**
     * Starts a pool where the plan says, which listens and answers when this returns.
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
        return start(plan, folder, clock, log, limits, false, new MockKeys());
    }

    /**
     * Starts a pool on loopback and free ports only, whatever addresses the plan names; zone and redirects still say
     * those, and {@link #listeners} where each of them is. For tests: the addresses need not exist on this machine.
     *
     * @param keys may be shared by many pools
     */
    public static MockPool rehearse(MockPlan plan, Path folder, InstantSource clock, AnswerLog log, MockKeys keys)
            throws PlanException, IOException {
        return start(plan, folder, clock, log, MockLimits.DEFAULT, true, keys);
    }

    private static MockPool start(
            MockPlan plan,
            Path folder,
            InstantSource clock,
            AnswerLog log,
            MockLimits limits,
            boolean rehearsed,
            MockKeys keys)
            throws PlanException, IOException {
        InetAddress bind = MockPlans.validated(plan);
        Script script = Script.of(plan.faults());
        Deque<AutoCloseable> resources = new ArrayDeque<>();
        try {
            Files.createDirectories(folder);
            AttemptFile attempts = new AttemptFile(folder.resolve("attempts.log"));
            resources.addLast(attempts);
            Users users = Users.numbered(plan.domain(), plan.users());
            PoolState pool = new PoolState(plan, users, script, limits, clock, new MockStats(), log, attempts);
            return new PoolStart(pool, bind, rehearsed, keys, resources).run(folder);
        } catch (PlanException | IOException | RuntimeException e) {
            close(resources);
            throw e;
        }
    }

    /** Where questions are answered, over UDP and TCP alike. */
    public InetSocketAddress dnsAddress() {
        return dns.get(0);
    }

    /** Every name server: the one above, and where there is one the one for clients outside. */
    public List<InetSocketAddress> dnsAddresses() {
        return dns;
    }

    /** Where each server is said to be (in the order of the plan), and where it listens: nobody does at a dead one. */
    public Map<InetSocketAddress, InetSocketAddress> listeners() {
        return listeners;
    }

    /** The first server over TLS; of the usual pool the one that SRV records name: the pool, or the Director. */
    public InetSocketAddress tlsAddress() {
        if (tls == null) {
            throw new IllegalStateException("this pool has no server over TLS");
        }
        return tls;
    }

    /** The first server over TCP. */
    public InetSocketAddress tcpAddress() {
        if (tcp == null) {
            throw new IllegalStateException("this pool has no server over TCP");
        }
        return tcp;
    }

    /** Its Access Edges by their own names, in their order; empty when it has none. */
    public Map<String, InetSocketAddress> edgeAddresses() {
        return edges;
    }

    /** Its web servers by the names that clients call them by, that for those inside first; empty when it has none. */
    public Map<String, InetSocketAddress> webAddresses() {
        return web;
    }

    /** What its edges have besides: for servers inside, for media, for web conferences; empty without edges. */
    public Map<PoolServer, InetSocketAddress> edgeServices() {
        return edgeServices;
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
}
