package rollcall.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSockets;
import rollcall.dns.DnsSurvey;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.Target;
import rollcall.plan.Addresses;
import rollcall.plan.DnsPlan;
import rollcall.plan.PlanException;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;
import rollcall.plan.Transport;
import rollcall.tls.CertificateInspection;

/**
 * Follows automatic sign-in for one user: every record that a client could read, every server that the records lead to,
 * one sign-in. What can be done at once is: a check of a healthy pool takes little longer than one sign-in.
 */
public final class SignInCheck {
    private static final long SECOND = 1_000_000_000L;

    private static final DnsPlan DNS = new DnsPlan(DnsPlan.Cache.PER_CLIENT, 2 * SECOND, 2, 256, false, 4);

    /** Servers that are looked at; more than these are as many front ends as no pool has. */
    private static final int MOST_SERVERS = 16;

    private final CheckPlan plan;
    private final DnsSockets sockets;
    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final Executor preparations;

    /**
     * @param sockets an event loop to work on; the check itself must run elsewhere, since it waits
     * @param preparations where authentication does what blocks
     */
    public SignInCheck(
            CheckPlan plan,
            DnsSockets sockets,
            LongSupplier nanoClock,
            LongSupplier wallMillis,
            Executor preparations) {
        this.plan = plan;
        this.sockets = sockets;
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        this.preparations = preparations;
    }

    /**
     * Checks.
     *
     * @throws PlanException when something cannot be set up: no DNS server, no readable trust file
     */
    public CheckReport run() throws PlanException {
        DnsSurvey.warmUp(sockets, DNS, nanoClock);
        // The sign-in needs nothing of what the other steps find out, so it goes along with them.
        CompletableFuture<LogonProbe.Outcome> logon =
                new LogonProbe(plan, sockets, nanoClock, wallMillis, preparations).run();
        List<Step> steps = new ArrayList<>();
        List<ServerProbe> probes = new ArrayList<>();
        List<DnsSurvey> surveys = new ArrayList<>();
        try {
            CertificateInspection.Roots roots =
                    new CertificateInspection.Roots(plan.tls().trust());
            for (String protocol : protocols()) {
                probes.add(new ServerProbe(sockets, plan.tls(), protocol, wallMillis, nanoClock));
            }
            ServerCheck servers =
                    new ServerCheck(plan.domain(), probes, roots, Instant.ofEpochMilli(wallMillis.getAsLong()));
            List<DnsView> views = views(surveys);
            TargetPlan.Server server = plan.server();
            Map<Target, List<InetAddress>> found =
                    server == null ? discover(views, steps) : manual(server, views, steps);
            found.forEach((target, addresses) -> {
                if (target.transport() == Transport.TLS && !addresses.isEmpty()) {
                    steps.add(servers.run(target, addresses));
                }
            });
            steps.add(new LogonCheck(plan).step(logon.join()));
        } finally {
            logon.join();
            probes.forEach(ServerProbe::close);
            surveys.forEach(DnsSurvey::close);
        }
        return new CheckReport(plan, steps, logon.join());
    }

    /** Every version that the engine can speak, oldest first. */
    private List<String> protocols() {
        return plan.tls().engine() == TlsPlan.Engine.BORINGSSL
                ? List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
                : List.of("TLSv1.2", "TLSv1.3");
    }

    private List<DnsView> views(List<DnsSurvey> surveys) throws PlanException {
        List<@Nullable InetSocketAddress> servers = new ArrayList<>(plan.dnsServers());
        if (servers.isEmpty()) {
            servers.add(null);
        }
        List<DnsView> views = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            DnsSurvey survey = new DnsSurvey(sockets, server, DNS, nanoClock);
            surveys.add(survey);
            String name = server == null
                    ? "this machine's DNS servers"
                    : server.getAddress().getHostAddress() + ":" + server.getPort();
            views.add(DnsView.ask(name, survey, plan.domain()));
        }
        return views;
    }

    private Map<Target, List<InetAddress>> discover(List<DnsView> views, List<Step> steps) {
        Map<Target, List<InetAddress>> found = new LinkedHashMap<>();
        Set<String> ways = new LinkedHashSet<>();
        for (DnsView view : views) {
            DiscoveryCheck.Result result = new DiscoveryCheck(plan.domain(), plan.client(), view).run();
            steps.add(result.step());
            ways.add(result.targets().toString());
            for (Target target : result.targets()) {
                Target server = new Target(target.host(), target.port(), target.transport(), "");
                if (found.size() < MOST_SERVERS) {
                    found.putIfAbsent(server, view.addresses(target.host()));
                }
            }
        }
        if (ways.size() > 1) {
            steps.get(0).found(new Found(DnsFinding.VIEWS_DIFFER, String.join(" against ", ways)));
        }
        return found;
    }

    private Map<Target, List<InetAddress>> manual(TargetPlan.Server server, List<DnsView> views, List<Step> steps) {
        Target target = new Target(server.host(), server.port(), server.transport(), "manual");
        Step step = new Step("manual configuration: " + target.authority());
        List<InetAddress> addresses = literal(target.host());
        if (addresses.isEmpty()) {
            DnsSurvey.Said said =
                    views.get(0).survey().ask(target.host(), Kind.A).join();
            addresses = said.addresses();
            step.detail(target.host() + ": " + (said.hasRecords() ? DiscoveryCheck.text(addresses) : said.text()));
            if (addresses.isEmpty()) {
                step.found(new Found(DnsFinding.NO_ADDRESS, target.host() + ": " + said.text()));
            }
        }
        steps.add(step);
        return Map.of(target, addresses);
    }

    private static List<InetAddress> literal(String host) {
        InetAddress address = Addresses.literal(host);
        return address == null ? List.of() : List.of(address);
    }
}
