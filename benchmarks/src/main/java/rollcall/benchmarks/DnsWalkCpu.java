package rollcall.benchmarks;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import rollcall.cli.MockProcess;
import rollcall.dns.Locator;
import rollcall.dns.Locators;
import rollcall.dns.Target;
import rollcall.engine.IoTransport;
import rollcall.outcome.Fault;
import rollcall.plan.Addresses;
import rollcall.plan.DnsPlan;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;

/**
 * How many DNS walks a second one event loop makes, and what one costs it: three SRV names at once, then the address of the
 * best target, nothing remembered from the one before. The name server is the mock pool's, in another process, or one that
 * is named. Measured by the loop's own CPU time, so that what the name server takes, and others, does not count.
 */
public final class DnsWalkCpu {
    private static final int WARM_UP_ROUNDS = 5;
    private static final int AT_A_TIME = 64;
    private static final long ROUND_LIMIT_SECONDS = 120;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final EventLoop loop;
    private final Locator locator;
    private final String domain;
    private int toBegin;
    private int underWay;
    private CompletableFuture<Void> over = new CompletableFuture<>();

    private DnsWalkCpu(EventLoop loop, Locator locator, String domain) {
        this.loop = loop;
        this.locator = locator;
        this.domain = domain;
    }

    private record Round(double perSecond, double cpuMicros) {}

    private Round round(int walks) throws Exception {
        over = new CompletableFuture<>();
        long began = System.nanoTime();
        long cpuBefore = loop.submit(threads::getCurrentThreadCpuTime).get();
        loop.execute(() -> {
            toBegin = walks;
            for (int i = 0; i < AT_A_TIME; i++) {
                walk();
            }
        });
        over.get(ROUND_LIMIT_SECONDS, TimeUnit.SECONDS);
        long cpu = loop.submit(threads::getCurrentThreadCpuTime).get() - cpuBefore;
        return new Round(walks * 1e9 / (System.nanoTime() - began), cpu / 1e3 / walks);
    }

    private void walk() {
        if (toBegin == 0) {
            if (underWay == 0) {
                over.complete(null);
            }
            return;
        }
        toBegin--;
        underWay++;
        locator.locate(domain, toBegin, loop, new Locator.Located() {
            @Override
            public void located(List<Target> targets) {
                resolve(targets.get(0).host());
            }

            @Override
            public void notLocated(Fault fault, String detail) {
                over.completeExceptionally(new IllegalStateException(fault + ": " + detail));
            }
        });
    }

    private void resolve(String host) {
        locator.resolve(host, loop, new Locator.Resolved() {
            @Override
            public void resolved(List<InetAddress> addresses) {
                underWay--;
                loop.execute(DnsWalkCpu.this::walk); // not in this call, which would go ever deeper
            }

            @Override
            public void notResolved(Fault fault, String detail) {
                over.completeExceptionally(new IllegalStateException(fault + ": " + detail));
            }
        });
    }

    /**
     * Measures.
     *
     * @param args rounds, walks a round, and a name server and a domain if they are not to be the mock pool's; nothing means
     *     9 and 20000
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        int walks = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        if (args.length > 3) {
            Addresses.HostPort server = Objects.requireNonNull(Addresses.hostPort(args[2], 53), args[2]);
            measure(rounds, walks, new InetSocketAddress(server.host(), server.port()), args[3]);
            return;
        }
        MockPlan plan = new MockPlan(
                "example.test", 1, MockPlan.Auth.NONE, false, 0, 7200, "rsa", List.of(), "127.0.0.1", 0, 0, 0);
        MockProcess pool = MockProcess.start(plan, Files.createTempDirectory("rollcall-walks"));
        try {
            measure(rounds, walks, pool.dns(), plan.domain());
        } finally {
            pool.close();
        }
    }

    private static void measure(int rounds, int walks, InetSocketAddress server, String domain) throws Exception {
        EventLoopGroup group = IoTransport.best().group(1, "walks");
        EventLoop loop = group.next();
        try (Locator locator = Locators.of(
                new TargetPlan.Automatic(domain, List.of(server)),
                scenario().kinds().get(0).profile(),
                new DnsPlan(DnsPlan.Cache.NONE, TimeUnit.SECONDS.toNanos(2), 3, 20_000, false, 4),
                IoTransport.best().sockets(loop),
                System::nanoTime)) {
            DnsWalkCpu walker = new DnsWalkCpu(loop, locator, domain);
            List<Round> measured = new ArrayList<>();
            for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
                Round round = walker.round(walks);
                if (i >= 0) {
                    measured.add(round);
                    System.out.printf(
                            Locale.ROOT, "%,8.0f walks a second   %5.1f µs CPU%n", round.perSecond, round.cpuMicros);
                }
            }
            double median = measured.stream()
                    .mapToDouble(Round::cpuMicros)
                    .sorted()
                    .skip(rounds / 2)
                    .findFirst()
                    .orElseThrow();
            System.out.printf(
                    Locale.ROOT, "median: %.1f µs CPU; a core to itself makes %,.0f a second%n", median, 1e6 / median);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** For what a client asks, unless told otherwise. */
    private static Plan scenario() throws IOException, PlanException {
        Path file = Files.createTempFile("rollcall-walks", ".yaml");
        try {
            Files.writeString(file, """
                    name: walks
                    target: {mock: {users: 1}}
                    auth: {scheme: none}
                    load: [{hold: {rate: 1/s}}]
                    """);
            return ScenarioFile.read(file, Overrides.NONE).plan();
        } finally {
            Files.delete(file);
        }
    }
}
