package rollcall.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.cli.MockProcess;
import rollcall.engine.Engine;
import rollcall.engine.IoTransport;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Totals;

/**
 * What a sign-in costs the generator: the CPU time of this process, all its threads, divided by the sign-ins. The mock pool
 * is another process. The variants take turns, so that a busy minute of the machine meets all of them; the medians count.
 * Where {@code openssl} and {@code tls-perf} are on the PATH, they take turns with them: one TLS handshake after the other with
 * the same pool, in C, without a look at the certificate, without DNS and without a message. A ratio to them can be compared
 * from machine to machine; microseconds cannot.
 *
 * <p>A sign-in is the real client's: SRV and A from a cache that clients share, TCP, the TLS handshake with chain and name
 * verified, REGISTER, 200, close. The first rounds warm the compiler up and are not counted.
 */
public final class SignInCost {
    private static final int WARM_UP_ROUNDS = 3;
    private static final Pattern HANDSHAKES =
            Pattern.compile("(\\d+) connections in .* real seconds|HANDSHAKES (\\d+)");
    private static final Pattern CPU = Pattern.compile("cpu ([0-9.]+) ([0-9.]+)");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String name;
    private final String text;
    private final List<Double> micros = new ArrayList<>();

    private SignInCost(String name, String text) {
        this.name = name;
        this.text = text;
    }

    private static List<SignInCost> variants(List<String> wanted, int clients, int rate) {
        List<SignInCost> all = List.of(
                variant("tls1.2", clients, rate, "none", "TLSv1.2", false),
                variant("tls1.3", clients, rate, "none", "TLSv1.3", false),
                variant("tls1.2-ntlm", clients, rate, "ntlm", "TLSv1.2", false),
                variant("tls1.2-resumed", clients, rate, "none", "TLSv1.2", true),
                variant("tls1.3-resumed", clients, rate, "none", "TLSv1.3", true));
        return wanted.isEmpty()
                ? all
                : all.stream().filter(variant -> wanted.contains(variant.name)).toList();
    }

    private static SignInCost variant(
            String name, int clients, int rate, String auth, String protocol, boolean resumed) {
        return new SignInCost(name, """
                name: cost
                target: {mock: {users: %d}}
                auth: {scheme: %s}
                tls: {protocols: [%s], resume: %b}
                dns: {cache: shared}
                load: [{hold: {rate: %d/s}}]
                session: {stay: 0s, signOut: false}
                """.formatted(clients, auth, protocol, resumed, rate));
    }

    /** Another's tool, in C. */
    private static final class Peer {
        private final String name;
        private final String command;
        private final List<Double> micros = new ArrayList<>();

        Peer(String name, String command) {
            this.name = name;
            this.command = command;
        }

        static List<Peer> all() {
            return List.of(
                    new Peer("tls-perf TLS 1.2", "tls-perf -q -l 4 -t 1 -T 3 --tls 1.2 %s %d"),
                    new Peer("tls-perf TLS 1.3", "tls-perf -q -l 4 -t 1 -T 3 --tls 1.3 %s %d"),
                    new Peer("openssl s_time TLS 1.2", "openssl s_time -new -time 3 -tls1_2 -connect %s:%d"),
                    new Peer("openssl s_time TLS 1.3", "openssl s_time -new -time 3 -tls1_3 -connect %s:%d"));
        }

        /** CPU of one handshake with the pool, in microseconds; nothing where the tool is not there. */
        void round(MockProcess pool) throws IOException, InterruptedException {
            String line = command.formatted(
                    pool.tls().getAddress().getHostAddress(), pool.tls().getPort());
            Process process = new ProcessBuilder("bash", "-c", "TIMEFORMAT='cpu %U %S'; time " + line)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            Matcher handshakes = HANDSHAKES.matcher(said);
            Matcher cpu = CPU.matcher(said);
            if (handshakes.find() && cpu.find()) {
                double seconds = Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2));
                int count = Integer.parseInt(handshakes.group(1) == null ? handshakes.group(2) : handshakes.group(1));
                micros.add(seconds * 1e6 / count);
            }
        }
    }

    private double round(Plan plan, int clients, boolean counts) throws PlanException, InterruptedException {
        long before;
        long after;
        try (Engine engine = Engine.start(
                plan, IoTransport.best(), Runtime.getRuntime().availableProcessors(), null, System::nanoTime)) {
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
     * @param args rounds, clients a round, sign-ins a second, and the variants that are wanted; nothing means 7, 3000, 600
     *     and all
     */
    public static void main(String[] args) throws IOException, PlanException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        int clients = args.length > 1 ? Integer.parseInt(args[1]) : 3_000;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 600;
        List<String> wanted = Arrays.asList(args).subList(Math.min(3, args.length), args.length);
        Path folder = Files.createTempDirectory("rollcall-cost");
        List<MockProcess> pools = new ArrayList<>();
        List<Peer> peers = Peer.all();
        try {
            List<SignInCost> variants = variants(wanted, clients, rate);
            List<Plan> plans = new ArrayList<>();
            for (SignInCost variant : variants) {
                Path file = Files.writeString(folder.resolve(variant.name + ".yaml"), variant.text);
                Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
                TargetPlan.Mock target = (TargetPlan.Mock) plan.target();
                MockProcess pool = MockProcess.start(target.mock(), folder.resolve(variant.name));
                pools.add(pool);
                plans.add(plan.at(
                        new TargetPlan.Automatic(target.mock().domain(), List.of(pool.dns())),
                        plan.tls().withTrust(pool.caPem())));
            }
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                for (int i = 0; i < variants.size(); i++) {
                    double cost = variants.get(i).round(plans.get(i), clients, round >= 0);
                    if (round >= 0) {
                        variants.get(i).micros.add(cost);
                    }
                }
                if (round >= 0) {
                    for (Peer peer : peers) {
                        peer.round(pools.get(0));
                    }
                }
            }
            double yardstick = median(peers.stream()
                    .map(peer -> peer.micros)
                    .filter(values -> !values.isEmpty())
                    .findFirst()
                    .orElse(List.of()));
            System.out.printf(Locale.ROOT, "%-24s %10s %9s   %s%n", "", "median", "ratio", "rounds, µs of CPU each");
            for (Peer peer : peers) {
                tell(peer.name, peer.micros, yardstick);
            }
            variants.forEach(variant -> tell("rollcall " + variant.name, variant.micros, yardstick));
        } finally {
            pools.forEach(MockProcess::close);
        }
    }

    private static void tell(String what, List<Double> micros, double yardstick) {
        StringBuilder rounds = new StringBuilder();
        micros.stream().sorted().forEach(value -> rounds.append(String.format(Locale.ROOT, " %.0f", value)));
        double median = median(micros);
        System.out.printf(Locale.ROOT, "%-24s %7.0f µs %9.2f  %s%n", what, median, median / yardstick, rounds);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(x -> x).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
