package rollcall.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rollcall.plan.EdgePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;
import rollcall.plan.PoolFile;
import rollcall.plan.Quantities;

/** What {@code rollcall mock} is told about the pool: what it is, whom it lets in, and how it misbehaves. */
final class MockOptions {
    /** What a pool file says itself. */
    private static final List<String> SAID_BY_FILE = List.of(
            "--domain",
            "--users",
            "--auth",
            "--director",
            "--front-ends",
            "--edges",
            "--edge-port",
            "--edge-domains",
            "--public-im",
            "--key",
            "--sip-port",
            "--tcp-port",
            "--web-port");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--pool",
            paramLabel = "FILE",
            description = "the pool that this file describes, server by server and right or wrong, at the addresses and"
                    + " ports that it says; how such a file is written stands below")
    private @Nullable Path pool;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            defaultValue = "example.test",
            description = "SIP domain (default: ${DEFAULT-VALUE})")
    private String domain = "";

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1000",
            description = "users user0001@NAME and on (default: ${DEFAULT-VALUE})")
    private int users;

    @Option(
            names = "--auth",
            paramLabel = "SCHEME",
            split = ",",
            defaultValue = "none",
            description = "what users must show: ntlm, kerberos, digest, in the order of the offers, or none"
                    + " (default: ${DEFAULT-VALUE})")
    private List<String> schemes = List.of();

    @Mixin
    private final PasswordOptions password = new PasswordOptions();

    @Option(names = "--keytab", paramLabel = "FILE", description = "key of the service sip/pool01.NAME, for Kerberos")
    private @Nullable Path keytab;

    @Option(
            names = "--auth-version",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "protocol of NTLM and Kerberos over SIP: 2, 3 or 4, as 2007 R2 has (default: ${DEFAULT-VALUE})")
    private int authVersion;

    @Option(
            names = "--ntlm-timestamp",
            description = "NTLM challenges carry the time, as newer servers' do: clients add an integrity code")
    private boolean timestamp;

    @Option(
            names = "--director",
            description = "a Director, dir01, that redirects users to pool01 (user0001, user0003 and on) and pool02")
    private boolean director;

    @Option(
            names = "--front-ends",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "front ends pool01, pool02 and on, between which clients choose; the first listens at --sip-port,"
                            + " the others at free ports that the name server tells (default: ${DEFAULT-VALUE})")
    private int frontEnds;

    @Option(
            names = "--fault",
            paramLabel = "NAME[=ARG][:SHARE%]",
            description = "misbehave, for everyone or a share; may be repeated; names below")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "wait before each SIP answer, as 20ms (default: ${DEFAULT-VALUE})")
    private String latency = "";

    @Option(
            names = "--expires",
            paramLabel = "SECONDS",
            defaultValue = "7200",
            description = "how long a registration lasts (default: ${DEFAULT-VALUE})")
    private int expiresSeconds;

    @Option(
            names = "--key",
            paramLabel = "KIND",
            defaultValue = "rsa",
            description =
                    "kind of the certificates' keys: rsa (2048 bits) or ecdsa (P-256) (default: ${DEFAULT-VALUE})")
    private String key = "";

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address to listen on (default: ${DEFAULT-VALUE})")
    private String bind = "";

    @Option(
            names = "--dns-port",
            paramLabel = "PORT",
            defaultValue = "5053",
            description =
                    "name server, UDP and TCP; 0 takes any free port, as for the next two (default: ${DEFAULT-VALUE})")
    private int dnsPort;

    @Option(
            names = "--sip-port",
            paramLabel = "PORT",
            defaultValue = "5061",
            description = "SIP over TLS (default: ${DEFAULT-VALUE})")
    private int sipPort;

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            defaultValue = "5060",
            description = "SIP over TCP (default: ${DEFAULT-VALUE})")
    private int tcpPort;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "web services for clients inside: address book and group expansion; 0 takes any free port, as those"
                            + " for clients outside do (default: ${DEFAULT-VALUE})")
    private int webPort;

    @Option(
            names = "--edges",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Access Edges edge01 and on before the pool, for clients outside: they find them by _sip._tls as"
                            + " sip.NAME, have to take NTLM, and are called remote users (default: ${DEFAULT-VALUE})")
    private int edges;

    @Option(
            names = "--edge-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "where edge01 listens, 443 with a real one; 0 takes any free port, as the others do (default: ${DEFAULT-VALUE})")
    private int edgePort;

    @Option(
            names = "--edge-domains",
            paramLabel = "NAME",
            split = ",",
            description = "SIP domains that the edges serve (default: that of the pool)")
    private List<String> edgeDomains = List.of();

    @Option(
            names = "--public-im",
            paramLabel = "NAME",
            split = ",",
            description =
                    "domains of public IM providers, which the edges refuse with a reason of its own (1001); every"
                            + " other domain is a partner's, without federation (1002)")
    private List<String> publicIm = List.of();

    /** The plan that the options make. */
    MockPlan plan() throws PlanException, IOException {
        long latencyNanos = Quantities.durationNanos(latency);
        if (latencyNanos < 0) {
            throw new PlanException("--latency takes a time, as 20ms or 1s, not \"" + latency + "\".");
        }
        if (frontEnds < 1 || frontEnds > MockPlan.MOST_FRONT_ENDS) {
            throw new PlanException(
                    "--front-ends takes a number from 1 to " + MockPlan.MOST_FRONT_ENDS + ", not " + frontEnds + ".");
        }
        if (frontEnds > 1 && director) {
            throw new PlanException(
                    "--front-ends does not go with --director: a Director has two pools of one front end each.");
        }
        if (edges < 0 || edges > EdgePlan.MOST) {
            throw new PlanException("--edges takes a number from 0 to " + EdgePlan.MOST + ", not " + edges + ".");
        }
        List<String> served = edgeDomains.isEmpty() ? List.of(domain) : edgeDomains;
        MockPlan.Auth auth = new MockPlan.Auth(schemes, password.read(), authVersion, timestamp, keytab);
        MockPlan usual = new MockPlan(
                        domain,
                        users,
                        auth,
                        director,
                        latencyNanos,
                        expiresSeconds,
                        key,
                        faults,
                        bind,
                        dnsPort,
                        sipPort,
                        tcpPort)
                .withFrontEnds(frontEnds)
                .withEdge(edges == 0 ? null : new EdgePlan(edges, served, publicIm, edgePort))
                .withWeb(webPort);
        return pool == null ? usual : described(usual, pool);
    }

    /** The pool of a file, with what the options say beside it. */
    private MockPlan described(MockPlan options, Path file) throws PlanException {
        for (String option : SAID_BY_FILE) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new PlanException(option + " does not go with --pool: the file says that.");
            }
        }
        MockPlan written = PoolFile.read(file).plan();
        List<String> allFaults = new ArrayList<>(written.faults());
        allFaults.addAll(options.faults());
        return new MockPlan(
                        written.domain(),
                        written.users(),
                        options.auth().offering(written.auth().schemes()),
                        false,
                        options.latencyNanos(),
                        options.expiresSeconds(),
                        written.key(),
                        allFaults,
                        options.bind(),
                        options.dnsPort(),
                        options.tlsPort(),
                        options.tcpPort())
                .withPool(written.pool());
    }

    /** The variable that the password came from; null when it came another way. */
    @Nullable
    String passwordVariable() {
        return password.variable();
    }
}
