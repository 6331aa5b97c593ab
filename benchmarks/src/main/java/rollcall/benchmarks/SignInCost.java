package rollcall.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rollcall.cli.MockProcess;
import rollcall.engine.Engine;
import rollcall.engine.IoTransport;
import rollcall.plan.MockPlan;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;
import rollcall.plan.Transport;
import rollcall.report.Totals;

/**
 * What a sign-in costs the generator: the CPU time of this process, all its threads, divided by the sign-ins. The mock pool
 * is another process. The variants take turns, so that a busy minute of the machine meets all of them; the medians count.
 * Tools of others that are on the PATH take turns with them ({@link Peer}). A ratio to them can be compared from machine to
 * machine; microseconds cannot. {@code benchmarks/peers/run} starts this and says which tools are missing.
 *
 * <p>A sign-in is the real client's: SRV and A from a cache that clients share, TCP, the TLS handshake with chain and name
 * verified, REGISTER, 200, close; {@value #TCP} leaves DNS and TLS out, as SIPp without TLS does. "BoringSSL alone" is the client's end
 * of the handshake in memory, its certificate judged and a line said each way: the floor. The first rounds warm the
 * compiler up and are not counted.
 */
public final class SignInCost {
    private static final int WARM_UP_ROUNDS = 3;
    private static final String TCP = "tcp";
    /** Handshakes in memory, a round. */
    private static final int ALONE = 500;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String name;
    private final String text;
    private final IoTransport transport;
    private final List<Double> micros = new ArrayList<>();

    private SignInCost(String name, String text, IoTransport transport) {
        this.name = name;
        this.text = text;
        this.transport = transport;
    }

    private static List<SignInCost> variants(List<String> wanted, int clients, int rate) {
        List<SignInCost> all = List.of(
                variant("tls1.2", clients, rate, "none", "TLSv1.2", false),
                variant("tls1.3", clients, rate, "none", "TLSv1.3", false),
                variant("tls1.2-ntlm", clients, rate, "ntlm", "TLSv1.2", false),
                variant("tls1.2-resumed", clients, rate, "none", "TLSv1.2", true),
                variant("tls1.3-resumed", clients, rate, "none", "TLSv1.3", true),
                variant(TCP, clients, rate, "none", "TLSv1.2", false),
                variant("tls1.2-io_uring", clients, rate, "none", "TLSv1.2", false, IoTransport.IO_URING));
        return wanted.isEmpty()
                ? all.stream()
                        .filter(variant -> variant.transport == IoTransport.best())
                        .toList()
                : all.stream().filter(variant -> wanted.contains(variant.name)).toList();
    }

    private static SignInCost variant(
            String name, int clients, int rate, String auth, String protocol, boolean resumed) {
        return variant(name, clients, rate, auth, protocol, resumed, IoTransport.best());
    }

    private static SignInCost variant(
            String name, int clients, int rate, String auth, String protocol, boolean resumed, IoTransport transport) {
        return new SignInCost(name, """
                name: cost
                target: {mock: {users: %d}}
                auth: {scheme: %s}
                tls: {protocols: [%s], resume: %b}
                dns: {cache: shared}
                load: [{hold: {rate: %d/s}}]
                session: {stay: 0s, signOut: false}
                """.formatted(clients, auth, protocol, resumed, rate), transport);
    }

    private double round(Plan plan, int clients, boolean counts) throws PlanException, InterruptedException {
        long before;
        long after;
        try (Engine engine =
                Engine.start(plan, transport, Runtime.getRuntime().availableProcessors(), null, System::nanoTime)) {
            before = SYSTEM.getProcessCpuTime();
            if (!engine.await(Duration.ofMinutes(2))) {
                throw new IllegalStateException("no end after two minutes");
            }
            after = SYSTEM.getProcessCpuTime();
            Totals totals = engine.tallies().totals();
            if (counts && totals.signedIn() != clients) {
                throw new IllegalStateException(name + ": " + totals.signedIn() + " of " + clients + " signed in");
            }
        }
        return (after - before) / 1e3 / clients;
    }

    /**
     * Measures.
     *
     * @param args rounds, clients a round, sign-ins a second, and the variants that are wanted; nothing means 5, 2000, 400
     *     and all
     */
    public static void main(String[] args) throws IOException, PlanException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int clients = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 400;
        List<String> wanted = Arrays.asList(args).subList(Math.min(3, args.length), args.length);
        Path folder = Files.createTempDirectory("rollcall-cost");
        List<MockProcess> pools = new ArrayList<>();
        try {
            List<SignInCost> variants = variants(wanted, clients, rate);
            List<Plan> plans = new ArrayList<>();
            for (SignInCost variant : variants) {
                if (!variant.transport.available()) {
                    throw new IllegalStateException(variant.name + ": not on this machine");
                }
                Path file = Files.writeString(folder.resolve(variant.name + ".yaml"), variant.text);
                Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
                TargetPlan.Mock target = (TargetPlan.Mock) plan.target();
                MockProcess pool = MockProcess.start(target.mock(), folder.resolve(variant.name));
                pools.add(pool);
                plans.add(plan.at(
                        variant.name.equals(TCP)
                                ? new TargetPlan.Server("127.0.0.1", pool.tcp().getPort(), Transport.TCP, List.of())
                                : new TargetPlan.Automatic(target.mock().domain(), List.of(pool.dns())),
                        plan.tls().withTrust(pool.caPem())));
            }
            MockProcess peersPool = MockProcess.start(anybodysPool(), folder);
            pools.add(peersPool);
            List<Peer> peers = Peer.all(peersPool, folder, clients, rate);
            Map<String, TlsPair> floors = floors();
            Map<String, List<Double>> alone = new LinkedHashMap<>();
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                for (int i = 0; i < variants.size(); i++) {
                    double cost = variants.get(i).round(plans.get(i), clients, round >= 0);
                    if (round >= 0) {
                        variants.get(i).micros.add(cost);
                    }
                }
                for (Map.Entry<String, TlsPair> floor : floors.entrySet()) {
                    double cost = alone(floor.getValue());
                    if (round >= 0) {
                        alone.computeIfAbsent(floor.getKey(), name -> new ArrayList<>())
                                .add(cost);
                    }
                }
                if (round >= 0) {
                    for (Peer peer : peers) {
                        peer.round(folder);
                    }
                }
            }
            tell("over TLS", peers, variants, alone, true);
            tell("over TCP", peers, variants, Map.of(), false);
            floors.values().forEach(TlsPair::close);
        } finally {
            pools.forEach(MockProcess::close);
        }
    }

    /** The least a sign-in over TLS can take: the client's end of its handshake with nothing around it, in memory. */
    private static Map<String, TlsPair> floors() {
        Map<String, TlsPair> floors = new LinkedHashMap<>();
        for (boolean resume : new boolean[] {false, true}) {
            for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                floors.put(
                        "BoringSSL alone, " + protocol.replace("TLSv", "") + (resume ? " resumed" : ""),
                        new TlsPair(TlsPlan.Engine.BORINGSSL, protocol, KeyKind.RSA_2048, resume));
            }
        }
        return floors;
    }

    private static double alone(TlsPair pair) {
        long before = pair.clientNanos();
        for (int i = 0; i < ALONE; i++) {
            pair.handshake();
        }
        return (pair.clientNanos() - before) / 1e3 / ALONE;
    }

    /** A pool that asks nobody for a password. */
    private static MockPlan anybodysPool() {
        return new MockPlan(
                "example.test", 1, MockPlan.Auth.NONE, false, 0, 7200, "rsa", List.of(), "127.0.0.1", 0, 0, 0);
    }

    /** Prints those over TLS, or the others; the first tool that is there is what they are compared with. */
    private static void tell(
            String title, List<Peer> peers, List<SignInCost> variants, Map<String, List<Double>> alone, boolean tls) {
        Map<String, List<Double>> rows = new LinkedHashMap<>();
        peers.stream().filter(peer -> peer.tls() == tls).forEach(peer -> rows.put(peer.name(), peer.micros()));
        variants.stream()
                .filter(variant -> variant.name.equals(TCP) != tls)
                .forEach(variant -> rows.put("rollcall " + variant.name, variant.micros));
        rows.putAll(alone);
        rows.values().removeIf(List::isEmpty);
        double yardstick =
                rows.isEmpty() ? Double.NaN : median(rows.values().iterator().next());
        System.out.printf(Locale.ROOT, "%-24s %10s %9s   %s%n", title, "median", "ratio", "rounds, µs of CPU each");
        rows.forEach((what, micros) -> {
            StringBuilder rounds = new StringBuilder();
            micros.stream().sorted().forEach(value -> rounds.append(String.format(Locale.ROOT, " %.0f", value)));
            double median = median(micros);
            System.out.printf(Locale.ROOT, "%-24s %7.0f µs %9.2f  %s%n", what, median, median / yardstick, rounds);
        });
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(x -> x).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
