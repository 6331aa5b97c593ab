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
import rollcall.dns.StrictName;
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
    /** Servers that are looked at; more than these are as many front ends as no pool has. */
    private static final int MOST_SERVERS = 32;

    private final CheckPlan plan;
    private final DnsPlan dns;
    private final DnsSockets sockets;
    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final Executor preparations;

    private final List<ServerProbe> probes = new ArrayList<>();
    private final List<DnsSurvey> surveys = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

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
        this.dns = new DnsPlan(DnsPlan.Cache.PER_CLIENT, plan.limits().dnsNanos(), 2, 256, false, 4);
        this.sockets = sockets;
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        this.preparations = preparations;
    }

    /**
     * Checks, once.
     *
     * @throws PlanException when something cannot be set up: no DNS server, no readable trust file
     */
    public CheckReport run() throws PlanException {
        DnsSurvey.warmUp(sockets, dns, nanoClock);
        // The sign-in needs nothing of what the other steps find out, so it goes along with them.
        CompletableFuture<LogonProbe.Outcome> logon =
                new LogonProbe(plan, sockets, nanoClock, wallMillis, preparations).run();
        try {
            for (String protocol : protocols()) {
                probes.add(new ServerProbe(sockets, plan.limits(), plan.tls(), protocol, wallMillis, nanoClock));
            }
            TargetPlan.Server server = plan.server();
            return server == null ? automatic(logon) : manual(server, logon);
        } finally {
            logon.join();
            probes.forEach(ServerProbe::close);
            surveys.forEach(DnsSurvey::close);
        }
    }

    /** Every version that the engine can speak, oldest first. */
    private List<String> protocols() {
        return plan.tls().engine() == TlsPlan.Engine.BORINGSSL || legacy()
                ? List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
                : List.of("TLSv1.2", "TLSv1.3");
    }

    private boolean legacy() {
        return plan.tls().engine() == TlsPlan.Engine.JDK_LEGACY;
    }

    private Instant now() {
        return Instant.ofEpochMilli(wallMillis.getAsLong());
    }

    private CheckReport report(
            List<Way> ways, Map<Target, ServerCheck.Result> servers, DnsView view, LogonProbe.Outcome logon)
            throws PlanException {
        boolean explained = lookAtHome(servers, view, logon);
        LogonCheck check = new LogonCheck(plan, now());
        steps.add(check.step(logon, explained));
        return new CheckReport(plan, steps, ways, servers, logon, check.works(logon));
    }

    /**
     * Looks at the server that a redirect has led to, which no record names.
     *
     * @return whether something is wrong with it
     */
    private boolean lookAtHome(Map<Target, ServerCheck.Result> servers, DnsView view, LogonProbe.Outcome logon)
            throws PlanException {
        Addresses.HostPort home =
                LogonCheck.redirects(logon).isEmpty() ? null : Addresses.hostPort(logon.server(), 5061);
        if (home == null) {
            return false;
        }
        Target target = Way.server(new Target(home.host(), home.port(), Transport.TLS, "redirect"));
        if (servers.containsKey(target)) {
            return false;
        }
        List<InetAddress> addresses =
                view.survey().ask(home.host(), Kind.A).join().addresses();
        if (addresses.isEmpty()) {
            return false;
        }
        ServerCheck.Result result =
                servers(Map.of(target, new LinkedHashSet<>(addresses))).get(target);
        if (result == null) {
            return false;
        }
        steps.add(result.step());
        return result.step().severity() == Severity.FAILURE;
    }

    // ---- automatic configuration ----

    private CheckReport automatic(CompletableFuture<LogonProbe.Outcome> logon) throws PlanException {
        List<DnsView> views = views();
        List<DiscoveryCheck.Result> discovered = new ArrayList<>();
        for (DnsView view : views) {
            boolean asksOutside = view == views.get(views.size() - 1);
            discovered.add(new DiscoveryCheck(plan.domain(), plan.client(), view, asksOutside).run());
        }
        discovered.forEach(each -> steps.add(each.step()));
        tellDifferences(discovered);
        List<Way> ways = ways(discovered);
        Map<Target, ServerCheck.Result> servers = servers(places(views, ways));
        Way here = ways.get(0);
        Way.End end = here.follow(servers);
        boolean arrives = end.reach() == Way.Reach.ARRIVES || end.reach() == Way.Reach.SOMETIMES;
        Set<Target> onTheWay = new LinkedHashSet<>();
        end.tried().forEach(each -> onTheWay.add(Way.server(each)));
        if (!end.tried().isEmpty() && isGuess(end.tried().get(0))) {
            DiscoveryCheck.Result first = discovered.get(0);
            first.step()
                    .found(new DiscoveryCheck(plan.domain(), plan.client(), first.view(), false)
                            .fallBack(end.tried().get(end.tried().size() - 1)));
        }
        Set<Target> shown = shown(views, ways, servers);
        servers.forEach((target, result) -> {
            if (!shown.contains(target)) {
                return;
            }
            if (arrives || !onTheWay.contains(target)) {
                result.step().putAside();
            }
            steps.add(result.step());
        });
        if (arrives) {
            discovered.forEach(each -> each.step().putAside());
        }
        return report(ways, servers, views.get(0), logon.join());
    }

    /** Whether no record led there: the origin is the host itself. */
    private static boolean isGuess(Target target) {
        return target.origin().equals(target.host());
    }

    private List<DnsView> views() throws PlanException {
        List<@Nullable InetSocketAddress> servers = new ArrayList<>(plan.dnsServers());
        if (servers.isEmpty()) {
            servers.add(null);
        }
        List<DnsView> views = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            DnsSurvey survey = new DnsSurvey(sockets, server, dns, nanoClock);
            surveys.add(survey);
            String name = server == null
                    ? "this machine's DNS servers"
                    : server.getAddress().getHostAddress() + ":" + server.getPort();
            views.add(DnsView.ask(name, survey, plan.domain()));
        }
        return views;
    }

    private void tellDifferences(List<DiscoveryCheck.Result> discovered) {
        Map<String, String> leads = new LinkedHashMap<>();
        discovered.forEach(each ->
                leads.merge(Ways.text(each.targets()), each.view().server(), (one, other) -> one + ", " + other));
        if (leads.size() > 1) {
            List<String> texts = new ArrayList<>();
            leads.forEach((way, servers) -> texts.add(servers + " leads to " + way));
            steps.get(0).found(new Found(DnsFinding.VIEWS_DIFFER, String.join("; ", texts)));
        }
    }

    /** The client in question first; then those outside, and phones. */
    private List<Way> ways(List<DiscoveryCheck.Result> discovered) {
        DiscoveryCheck.Result inner = discovered.get(0);
        DiscoveryCheck.Result outer = discovered.get(discovered.size() - 1);
        Ways inside = new Ways(plan.client(), plan.domain(), inner.view());
        Ways outside = new Ways(plan.client(), plan.domain(), outer.view());
        // With one server for all, a client outside sees what is left when the names for inside are not there.
        List<Target> external = discovered.size() == 1 ? outside.outside() : outside.here();
        List<Way> ways = List.of(
                new Way(Ways.INTERNAL, inner.targets(), inner.found()),
                new Way(Ways.EXTERNAL, external, outer.found()),
                new Way(Ways.PHONES, inside.phone(), inner.found()));
        Step step = new Step("where clients go");
        for (Way way : ways) {
            step.detail(way.who() + ": " + Ways.text(way.targets()));
            if (way.equals(ways.get(0)) && !way.targets().isEmpty()) {
                String origin = way.targets().get(0).origin();
                step.detail("the same, if " + origin + " did not exist: " + Ways.text(inside.without(origin)));
            }
        }
        if (inner.targets().isEmpty()) {
            step.failed();
        } else if (external.isEmpty() && outer.found() == null) {
            step.found(new Found(
                    DnsFinding.NO_EXTERNAL,
                    "asked " + outer.view().server() + " for " + DiscoveryCheck.OUTSIDE + ", sip and sipexternal in "
                            + plan.domain(),
                    ZoneRepair.service(plan.domain(), DiscoveryCheck.OUTSIDE, 443, "sip." + plan.domain())));
        }
        steps.add(step);
        return ways;
    }

    /** Every server that a record names or a client would try, with its addresses according to all that were asked. */
    private Map<Target, Set<InetAddress>> places(List<DnsView> views, List<Way> ways) {
        Set<Target> targets = new LinkedHashSet<>();
        ways.forEach(way -> way.targets().forEach(each -> targets.add(Way.server(each))));
        views.forEach(view -> targets.addAll(trusted(view)));
        Map<Target, Set<InetAddress>> places = new LinkedHashMap<>();
        for (Target target : targets) {
            Set<InetAddress> addresses = new LinkedHashSet<>();
            views.forEach(view -> addresses.addAll(view.addresses(target.host())));
            if (places.size() < MOST_SERVERS) {
                places.put(target, addresses);
            }
        }
        return places;
    }

    /** No client goes where it must not trust the name, so nobody looks what is there. */
    private List<Target> trusted(DnsView view) {
        return view.services().stream()
                .filter(each -> StrictName.level(each.host(), plan.domain())
                        <= plan.client().strictName())
                .toList();
    }

    /** Those that are worth a step: all that records name; of those that clients merely guess, the ones they come to. */
    private Set<Target> shown(List<DnsView> views, List<Way> ways, Map<Target, ServerCheck.Result> servers) {
        Set<Target> shown = new LinkedHashSet<>();
        views.forEach(view -> shown.addAll(trusted(view)));
        for (Way way : ways) {
            Way.End end = way.follow(servers);
            boolean arrives = end.reach() != Way.Reach.FAILS;
            List<Target> tried = end.tried();
            for (Target each : arrives && !tried.isEmpty() ? tried.subList(tried.size() - 1, tried.size()) : tried) {
                shown.add(Way.server(each));
            }
        }
        shown.removeIf(each -> {
            ServerCheck.Result result = servers.get(each);
            return result == null || result.members().isEmpty();
        });
        return shown;
    }

    private Map<Target, ServerCheck.Result> servers(Map<Target, Set<InetAddress>> places) throws PlanException {
        CertificateInspection.Roots roots =
                new CertificateInspection.Roots(plan.tls().trust());
        CertificateCheck certificates =
                new CertificateCheck(plan.domain(), plan.tls().trust() != null, now());
        List<ServerCheck> asked = new ArrayList<>();
        places.forEach((target, addresses) -> asked.add(
                new ServerCheck(target, List.copyOf(addresses), probes, roots, certificates, legacy(), now())));
        Map<Target, ServerCheck.Result> servers = new LinkedHashMap<>();
        for (ServerCheck each : asked) {
            ServerCheck.Result result = each.judge();
            servers.put(result.target(), result);
        }
        return servers;
    }

    // ---- manual configuration ----

    private CheckReport manual(TargetPlan.Server server, CompletableFuture<LogonProbe.Outcome> logon)
            throws PlanException {
        Target target = Way.server(new Target(server.host(), server.port(), server.transport(), "manual"));
        Step step = new Step("manual configuration: " + target.authority());
        List<DnsView> views = views();
        List<InetAddress> addresses = addresses(target, views, step);
        steps.add(step);
        Map<Target, ServerCheck.Result> servers = servers(Map.of(target, new LinkedHashSet<>(addresses)));
        servers.values().forEach(each -> {
            if (!each.members().isEmpty()) {
                steps.add(each.step());
            }
        });
        return report(List.of(), servers, views.get(0), logon.join());
    }

    private List<InetAddress> addresses(Target target, List<DnsView> views, Step step) {
        InetAddress literal = Addresses.literal(target.host());
        if (literal != null) {
            return List.of(literal);
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (DnsView view : views) {
            DnsSurvey.Said said = view.survey().ask(target.host(), Kind.A).join();
            step.detail(target.host() + ": " + (said.hasRecords() ? DiscoveryCheck.text(said.addresses()) : said.text())
                    + ", says " + view.server());
            addresses.addAll(said.addresses());
            if (!said.hasRecords()) {
                step.found(new Found(
                        DnsFinding.NO_ADDRESS,
                        target.host() + ": " + said.text(),
                        ZoneRepair.address(plan.domain(), target.host(), List.of(), "")));
            }
        }
        return addresses;
    }
}
