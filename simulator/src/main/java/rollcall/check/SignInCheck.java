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
import rollcall.plan.Transport;

/**
 * Follows automatic sign-in for one user: every record that a client could read, every server that the records lead to,
 * one sign-in. What can be done at once is: a check of a healthy pool takes little longer than one sign-in.
 */
public final class SignInCheck {
    private final CheckPlan plan;
    private final DnsPlan dns;
    private final DnsSockets sockets;
    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final Executor preparations;

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
        try (Servers servers = new Servers(plan, sockets, nanoClock, wallMillis)) {
            List<DnsView> views = views();
            TargetPlan.Server server = plan.server();
            List<Way.End> ends = List.of();
            if (server == null) {
                ends = automatic(views, servers);
            } else {
                manual(server, views, servers);
            }
            LogonProbe.Outcome outcome = logon.join();
            boolean explained = lookAtHome(servers, views.get(0), outcome);
            LogonCheck check = new LogonCheck(plan, Instant.ofEpochMilli(wallMillis.getAsLong()));
            steps.add(check.step(outcome, explained));
            CheckReport.Outside outside = outside(ends, outcome);
            WebCheck.Result web = new WebCheck(plan, sockets, nanoClock, wallMillis, views).run(outcome);
            steps.addAll(web.steps());
            EdgeServices.Result edge =
                    EdgeServices.look(plan, sockets, nanoClock, wallMillis, views, outcome, outside.logon());
            steps.addAll(edge.steps());
            return new CheckReport(
                    plan, steps, ends, servers.all(), outcome, check.works(outcome), outside, web.verdict(), edge);
        } finally {
            logon.join();
            surveys.forEach(DnsSurvey::close);
        }
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

    // ---- automatic configuration ----

    /** @return what comes of each kind of client, the one in question first */
    private List<Way.End> automatic(List<DnsView> views, Servers servers) {
        List<DiscoveryCheck> discoveries = new ArrayList<>();
        List<DiscoveryCheck.Result> discovered = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            DiscoveryCheck discovery =
                    new DiscoveryCheck(plan.domain(), plan.client(), views.get(i), i == views.size() - 1);
            discoveries.add(discovery);
            discovered.add(discovery.run());
        }
        discovered.forEach(each -> steps.add(each.step()));
        tellDifferences(discovered);
        List<Way> ways = ways(discovered);
        servers.look(views, ways);
        List<Way.End> ends = ways.stream()
                .map(way -> way.follow(target -> servers.at(target, way.view())))
                .toList();
        Way.End here = ends.get(0);
        if (here.way().isGuess() && !here.met().isEmpty()) {
            steps.get(0).found(discoveries.get(0).fallBack(here.last().target()));
        }
        Set<ServerCheck.Result> onTheWay = new LinkedHashSet<>(here.met());
        for (ServerCheck.Result server : servers.worthTelling(views, ends)) {
            if (here.arrives() || !onTheWay.contains(server)) {
                server.step().putAside();
            }
            steps.add(server.step());
        }
        if (here.arrives()) {
            discovered.forEach(each -> each.step().putAside());
        }
        return ends;
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
                new Way(Ways.INTERNAL, inner.targets(), inner.found(), inner.view()),
                new Way(Ways.EXTERNAL, external, outer.found(), outer.view()),
                new Way(Ways.PHONES, inside.phone(), inner.found(), inner.view()));
        Step step = new Step("where clients go");
        for (Way way : ways) {
            step.detail(way.who() + ": " + Ways.text(way.targets()));
        }
        if (inner.targets().isEmpty()) {
            step.failed();
        } else {
            String origin = inner.targets().get(0).origin();
            step.detail(Ways.INTERNAL + ", if " + origin + " did not exist: " + Ways.text(inside.without(origin)));
            if (external.isEmpty() && outer.found() == null) {
                step.found(new Found(
                        DnsFinding.NO_EXTERNAL,
                        "asked " + outer.view().server() + " for " + RecordCheck.OUTSIDE + ", sip and sipexternal in "
                                + plan.domain(),
                        ZoneRepair.service(plan.domain(), RecordCheck.OUTSIDE, 443, "sip." + plan.domain())));
            }
        }
        steps.add(step);
        return ways;
    }

    /** The sign-in of a client outside, where that is another one than the one inside and this went well. */
    private CheckReport.Outside outside(List<Way.End> ends, LogonProbe.Outcome inside) throws PlanException {
        if (ends.size() < 2 || !inside.signedIn() || plan.account().password() == null) {
            return CheckReport.Outside.NOT_TRIED;
        }
        Way.End end = ends.get(1);
        if (end.reach() != Way.Reach.ARRIVES
                || end.last().target().transport() != Transport.TLS
                || end.last().isSameMachine(ends.get(0).last())) {
            return CheckReport.Outside.NOT_TRIED;
        }
        Target edge = end.last().target();
        LogonProbe.Outcome outcome = new LogonProbe(
                        plan.outside(edge.host(), edge.port()), sockets, nanoClock, wallMillis, preparations)
                .run()
                .join();
        Step step = EdgeCheck.step(edge, outcome);
        steps.add(step);
        return new CheckReport.Outside(outcome, EdgeCheck.obstacle(step.found()));
    }

    // ---- a server that no record names ----

    private void manual(TargetPlan.Server server, List<DnsView> views, Servers servers) {
        Target target = new Target(server.host(), server.port(), server.transport(), "manual");
        Step step = new Step("manual configuration: " + target.authority());
        steps.add(step);
        ServerCheck.Result result = servers.look(target, addresses(target, views, step));
        if (result != null) {
            steps.add(result.step());
        }
    }

    private Set<InetAddress> addresses(Target target, List<DnsView> views, Step step) {
        InetAddress literal = Addresses.literal(target.host());
        if (literal != null) {
            return Set.of(literal);
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (DnsView view : views) {
            DnsSurvey.Said said = view.survey().ask(target.host(), Kind.A).join();
            step.detail(target.host() + ": " + (said.hasRecords() ? RecordCheck.text(said.addresses()) : said.text())
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

    /**
     * Looks at the server that a redirect has led to.
     *
     * @return whether something is wrong with it
     */
    private boolean lookAtHome(Servers servers, DnsView view, LogonProbe.Outcome logon) {
        Addresses.HostPort home =
                LogonCheck.redirects(logon).isEmpty() ? null : Addresses.hostPort(logon.server(), 5061);
        if (home == null) {
            return false;
        }
        Target target = new Target(home.host(), home.port(), Transport.TLS, "redirect");
        if (servers.knows(target)) {
            return false;
        }
        List<InetAddress> addresses =
                view.survey().ask(home.host(), Kind.A).join().addresses();
        ServerCheck.Result result = servers.look(target, addresses);
        if (result == null) {
            return false;
        }
        steps.add(result.step());
        return result.step().severity() == Severity.FAILURE;
    }
}
