package rollcall.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.SessionPlan.StayFrom;

/**
 * What is looked at before the first client starts: whether this machine can do what the plan asks for. Each sentence
 * says what is missing and how to raise it.
 */
public final class Preflight {
    /** Files the process needs besides its clients: jars, libraries, DNS sockets, pipes. */
    private static final long OTHER_FILES = 250;

    /** What a held client takes at most, TLS included, by measurement with a margin. */
    private static final long BYTES_PER_CLIENT = 64 * 1024;

    /** How long a client is taken to be under way when nothing is known about the server. */
    private static final double SIGN_IN_SECONDS = 5;

    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private Preflight() {}

    /**
     * Compares what the plan needs with what this machine has.
     *
     * @throws PlanException naming everything that is missing
     */
    public static void check(Plan plan) throws PlanException {
        List<String> missing = new ArrayList<>();
        long clients = atOnce(plan);
        long files = ProcessWatch.openFileLimit();
        if (clients + OTHER_FILES > files) {
            missing.add("the plan holds up to " + clients + " connections at the same time, and this process may open "
                    + files + " files: raise the limit (ulimit -n " + (clients + OTHER_FILES)
                    + ", or LimitNOFILE= in a systemd unit), or plan fewer clients");
        }
        long ports = portsPerAddress();
        long sources = Math.max(1, plan.sources().size());
        if (clients > ports * sources) {
            missing.add("the plan holds up to " + clients + " connections at the same time, and " + sources
                    + (sources == 1 ? " local address has " : " local addresses have ") + ports * sources
                    + " ports towards one server: list more addresses under \"sources\", or widen"
                    + " net.ipv4.ip_local_port_range");
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (clients * BYTES_PER_CLIENT > memory) {
            missing.add("the plan holds up to " + clients + " clients at the same time, which may take "
                    + clients * BYTES_PER_CLIENT / (1 << 20) + " MiB, and Java may use " + memory / (1 << 20)
                    + " MiB: give it more (ROLLCALL_JAVA_OPTS=-Xmx…)");
        }
        long nanos = plan.arrivals().durationNanos() + plan.session().stayNanos();
        if (nanos > plan.guards().maxDurationNanos()) {
            missing.add("the plan takes " + nanos / 1_000_000_000 + " s, and guards.maxDuration stops it after "
                    + plan.guards().maxDurationNanos() / 1_000_000_000 + " s: raise that, if the run shall be so long");
        }
        if (!missing.isEmpty()) {
            throw new PlanException(String.join("\n", missing));
        }
    }

    /** The most clients that can be alive at the same time. */
    static long atOnce(Plan plan) {
        long all = plan.find() == null ? plan.arrivals().count() : Long.MAX_VALUE;
        if (plan.session().stayFrom() == StayFrom.ALL_SIGNED_IN) {
            return all;
        }
        if (plan.closedLoop() != null) {
            return all;
        }
        double seconds = plan.session().stayNanos() / 1e9 + SIGN_IN_SECONDS;
        return Math.min(all, (long) Math.ceil(peakPerSecond(plan) * seconds));
    }

    /** The highest rate of arrivals in the plan; a burst counts as if it came within a second. */
    public static double peakPerSecond(Plan plan) {
        return plan.arrivals().peakPerSecond();
    }

    /**
     * The rate cap that holds for targets other than this machine.
     *
     * @return null, or why the plan must not run
     */
    public static @Nullable String tooFast(Plan plan, boolean loopback) {
        double peak = peakPerSecond(plan);
        double cap = plan.guards().maxPerSecond();
        return loopback || peak <= cap
                ? null
                : String.format(
                        Locale.ROOT,
                        "the plan starts up to %.4g clients a second, and the guard allows %.4g at a server that is not on"
                                + " this machine: if the pool is yours and can carry it, raise guards.maxPerSecond",
                        peak,
                        cap);
    }

    static long portsPerAddress() {
        // read in one piece: the kernel answers a second read of such a file with its end
        try (BufferedReader file = Files.newBufferedReader(PORT_RANGE, StandardCharsets.US_ASCII)) {
            String line = file.readLine();
            StringTokenizer range = new StringTokenizer(line == null ? "" : line);
            long first = Long.parseLong(range.nextToken());
            return Long.parseLong(range.nextToken()) - first + 1;
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return 16_384; // IANA's dynamic range, RFC 6335 §6: what Windows and macOS use
        }
    }
}
