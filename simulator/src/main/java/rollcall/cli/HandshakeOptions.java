package rollcall.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.plan.Addresses;
import rollcall.plan.GuardPlan;
import rollcall.plan.HandshakePlan;
import rollcall.plan.HandshakeThresholds;
import rollcall.plan.PlanException;
import rollcall.plan.Quantities;
import rollcall.plan.Threshold;
import rollcall.plan.TlsPlan;

/** How handshakes are made and judged. */
final class HandshakeOptions {
    /** The cap that holds for servers on other machines until it is raised: what one OCS 2007 R2 pool is rated for. */
    static final double CAP_PER_SECOND = 12;

    private static final int MOST_COUNT = 100_000_000;
    private static final int MOST_CONCURRENCY = 10_000;
    private static final int MOST_REPETITIONS = 1_000;
    private static final int COUNT = 5_000;
    private static final int WARM_UP = 3_000;
    private static final int TLS_PORT = 5061;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--count", paramLabel = "N", description = "How many handshakes are measured (default: 5000).")
    private @Nullable Integer count;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "20",
            description = "Into how many repetitions they are split; what is told and judged is the median of these"
                    + " (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "How many go before them and do not count, while Java translates what it does often; up to"
                    + " four times as many where that takes longer (default: 3000, or half of the count where that is"
                    + " less).")
    private @Nullable Integer warmUp;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many are under way at the same time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--max-rate",
            paramLabel = "N/s",
            description = "No more than so many begin in a second (default: no limit on this machine, 12/s elsewhere).")
    private @Nullable String maxRate;

    @Option(
            names = "--allow-target",
            paramLabel = "HOST",
            description = "Permits a server that is not on this machine: name, address or range. May be given again.")
    private List<String> allowed = new ArrayList<>();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "boringssl",
            description = "boringssl, jdk or bouncycastle; jdk-legacy for old pools (default: ${DEFAULT-VALUE}).")
    private String engine = "boringssl";

    @Option(
            names = "--protocol",
            paramLabel = "VERSION",
            split = ",",
            defaultValue = "TLSv1.2,TLSv1.3",
            description = "What is offered to the server (default: ${DEFAULT-VALUE}).")
    private List<String> protocols = List.of();

    @Option(
            names = "--ciphers",
            paramLabel = "SUITE",
            split = ",",
            description = "The cipher suites that are offered, by their IANA names (default: the engine's).")
    private List<String> ciphers = new ArrayList<>();

    @Option(
            names = "--resume",
            paramLabel = "on|off",
            defaultValue = "off",
            description =
                    "Whether sessions are resumed; off makes every handshake a full one (default: ${DEFAULT-VALUE}).")
    private String resume = "off";

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "PEM file with the authority that issued the server's certificate (default: what Java trusts).")
    private @Nullable Path trust;

    @Option(
            names = "--name",
            paramLabel = "HOST",
            description = "The name that the certificate must carry, and that the server is told (default: the host).")
    private @Nullable String name;

    @Option(
            names = "--insecure",
            description = "Takes any certificate, and says so. Its chain and its name are not verified.")
    private boolean insecure;

    @Option(
            names = "--threshold",
            paramLabel = "CONDITION",
            description = "What must hold, as \"p99 < 50ms\", \"rate > 500/s\", \"cpu < 400us\","
                    + " \"cpu.relative < 1.6\", \"failed < 0.1%%\", \"resumed > 99%%\"; p99 is that of TLS,"
                    + " connect.p99 that of TCP. May be given again. Without one about it, no handshake may fail.")
    private List<String> thresholds = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "N%%",
            defaultValue = "10%",
            description = "How much worse than the baseline cpu.relative (cpu, where that has none) and tls.p50 may be"
                    + " (default: ${DEFAULT-VALUE}).")
    private String margin = "10%";

    HandshakeOptions() {}

    /** Where a server is, as somebody wrote it. */
    static Addresses.HostPort server(String text) throws PlanException {
        Addresses.HostPort server = Addresses.hostPort(text, TLS_PORT);
        if (server == null) {
            throw new PlanException("\"" + text + "\": expected a server such as pool01.example.com:5061");
        }
        return server;
    }

    /**
     * The plan for a server.
     *
     * @throws PlanException when an option does not make sense
     */
    HandshakePlan plan(Addresses.HostPort server) throws PlanException {
        return plan(server, COUNT);
    }

    /** The same with another count, where nobody has said one. */
    HandshakePlan plan(Addresses.HostPort server, int otherwise) throws PlanException {
        int all = count == null ? otherwise : count;
        inRange("--count", all, 1, MOST_COUNT);
        inRange("--concurrency", concurrency, 1, MOST_CONCURRENCY);
        int parts = Math.min(repetitions, all);
        inRange("--repeat", parts, 1, MOST_REPETITIONS);
        int before = warmUp == null ? Math.min(WARM_UP, all / 2) : warmUp;
        inRange("--warm-up", before, 0, MOST_COUNT);
        if (name != null && !Addresses.isName(name) && Addresses.literal(name) == null) {
            throw new PlanException("--name " + name + ": expected a host name such as pool01.example.com");
        }
        return new HandshakePlan(
                server.host(),
                server.port(),
                name == null ? server.host() : name,
                tls(),
                all,
                parts,
                before,
                concurrency);
    }

    private TlsPlan tls() throws PlanException {
        if (trust != null && insecure) {
            throw new PlanException("--trust and --insecure were both given: leave one of them out.");
        }
        if (trust != null && !Files.isRegularFile(trust)) {
            throw new PlanException("--trust " + trust + ": there is no such file");
        }
        if (!resume.equals("on") && !resume.equals("off")) {
            throw new PlanException("--resume " + resume + ": expected on or off");
        }
        return new TlsPlan(engineOf(engine), trust, protocols, ciphers, resume.equals("on"), !insecure, null);
    }

    private static TlsPlan.Engine engineOf(String word) throws PlanException {
        for (TlsPlan.Engine each : TlsPlan.Engine.values()) {
            if (each.word().equals(word.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new PlanException("--engine " + word + ": expected boringssl, jdk, bouncycastle or jdk-legacy");
    }

    private static void inRange(String option, int value, int least, int most) throws PlanException {
        if (value < least || value > most) {
            throw new PlanException(option + " " + value + ": expected a number from " + least + " to " + most);
        }
    }

    /** Those to be compared: all, unless one was named. */
    List<TlsPlan.Engine> engines() throws PlanException {
        return isGiven("--engine")
                ? List.of(engineOf(engine))
                : List.of(TlsPlan.Engine.BORINGSSL, TlsPlan.Engine.JDK, TlsPlan.Engine.BOUNCYCASTLE);
    }

    /** Those to be compared. */
    List<String> protocols() {
        return List.copyOf(protocols);
    }

    /** Full and resumed, unless one was named. */
    List<Boolean> resumptions() {
        return isGiven("--resume") ? List.of(resume.equals("on")) : List.of(false, true);
    }

    private boolean isGiven(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** What keeps other people's servers from harm. */
    GuardPlan guards() throws PlanException {
        double perSecond = maxRate == null ? CAP_PER_SECOND : Quantities.perSecond(maxRate);
        if (!(perSecond > 0)) {
            throw new PlanException("--max-rate " + maxRate + ": expected a rate such as 200/s or 600/min");
        }
        return new GuardPlan(1, List.copyOf(allowed), perSecond, false);
    }

    /** Whether somebody named a rate. */
    boolean limitsRate() {
        return maxRate != null;
    }

    boolean isInsecure() {
        return insecure;
    }

    /** The conditions. */
    List<Threshold> thresholds() throws PlanException {
        List<Threshold> parsed = new ArrayList<>();
        for (String each : thresholds) {
            parsed.add(HandshakeThresholds.parse(each));
        }
        return parsed;
    }

    /** How much worse is allowed: 0.1 is 10 %. */
    double margin() throws PlanException {
        double share = Quantities.share(margin);
        if (Double.isNaN(share)) {
            throw new PlanException("--allow " + margin + ": expected per cent, as 10%. To permit a server that is not"
                    + " on this machine, write --allow-target " + margin);
        }
        return share;
    }
}
