package rollcall.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.dns.DnsSurvey.Service;
import rollcall.dns.DnsSurvey.Walked;
import rollcall.dns.StrictName;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfile.Discovery;

/** Discovery, replayed and explained: every name, what the server says, which one wins, and what is wrong with it. */
final class DiscoveryCheck {
    private static final String OUTSIDE = "_sip._tls";
    private static final String IN_CLEAR = "_sipinternal._tcp";

    private final String domain;
    private final ClientProfile client;
    private final DnsView view;
    private final ClientKinds kinds;

    DiscoveryCheck(String domain, ClientProfile client, DnsView view) {
        this.domain = domain;
        this.client = client;
        this.view = view;
        this.kinds = new ClientKinds(client, domain, view);
    }

    /**
     * What discovery came to.
     *
     * @param targets where the client goes, in its order; empty when it knows no way
     */
    record Result(Step step, List<Target> targets) {}

    Result run() {
        Step step = new Step("discovery of " + domain + ", asking " + view.server());
        Walked walked = kinds.walk(client);
        Found trouble = troubleWithAll();
        if (trouble != null) {
            step.found(trouble);
            return new Result(step, walked.targets());
        }
        boolean decided = false;
        for (Discovery each : client.discovery()) {
            Said said = view.service(each.name());
            step.below(service(each, said, decided));
            decided |= wins(said, walked);
        }
        if (client.discovery().stream()
                .allMatch(each -> view.service(each.name()).services().isEmpty())) {
            step.below(fallbacks(walked));
        }
        step.below(kinds.step(walked));
        if (!walked.targets().isEmpty() && kinds.outside().targets().isEmpty()) {
            step.found(new Found(
                    DnsFinding.NO_EXTERNAL,
                    "asked for " + OUTSIDE + ", sip and sipexternal in " + domain,
                    ZoneRepair.service(domain, OUTSIDE, 443, "sip." + domain)));
        }
        return new Result(step, walked.targets());
    }

    private static boolean wins(Said said, Walked walked) {
        return !walked.targets().isEmpty() && walked.targets().get(0).origin().equalsIgnoreCase(said.name());
    }

    /** When no question at all is answered, that is told once and nothing else is judged. */
    private @Nullable Found troubleWithAll() {
        Fault first = null;
        for (Discovery each : client.discovery()) {
            Said said = view.service(each.name());
            if (said.fault() == null) {
                return null;
            }
            first = first == null ? said.fault() : first;
        }
        return first == null ? null : new Found(trouble(first), view.server() + ": " + first.cause());
    }

    private static DnsFinding trouble(Fault fault) {
        return switch (fault) {
            case DNS_SERVFAIL -> DnsFinding.SERVFAIL;
            case DNS_TIMEOUT -> DnsFinding.SILENT;
            case DNS_REFUSED -> DnsFinding.REFUSED;
            default -> DnsFinding.UNREADABLE;
        };
    }

    // ---- SRV records ----

    /** @param decided whether the client has found its server under an earlier name */
    private Step service(Discovery name, Said said, boolean decided) {
        Step step = new Step("SRV " + said.name());
        List<Found> found = new ArrayList<>();
        if (said.fault() != null) {
            step.detail(said.text() + took(said));
            found.add(new Found(trouble(said.fault()), said.name() + ": " + said.text()));
        } else if (said.services().isEmpty()) {
            step.detail(said.text() + took(said));
        }
        for (Service service : said.services()) {
            step.detail(service.priority() + " " + service.weight() + " " + service.port() + " " + service.target()
                    + " (TTL " + said.ttlSeconds() + " s" + took(said) + ")");
            judge(name, service, found);
        }
        judgeTogether(said, found);
        found.forEach(each -> step.found(decided ? each.aside() : each));
        return step;
    }

    private static String took(Said said) {
        return String.format(Locale.ROOT, ", %.1f ms", said.tookNanos() / 1e6);
    }

    private void judge(Discovery name, Service service, List<Found> found) {
        String target = service.target();
        if (target.equals(".")) {
            found.add(new Found(
                    DnsFinding.NOT_OFFERED,
                    name.name() + "." + domain,
                    ZoneRepair.service(domain, name.name(), usualPort(name.name()), suggestedHost())));
            return;
        }
        if (isAddress(target)) {
            found.add(new Found(
                    DnsFinding.ADDRESS_AS_TARGET,
                    target,
                    ZoneRepair.service(domain, name.name(), service.port(), suggestedHost())));
            return;
        }
        int level = StrictName.level(target, domain);
        if (level > client.strictName()) {
            found.add(new Found(
                    level == StrictName.SUB_DOMAIN ? DnsFinding.SUB_DOMAIN : DnsFinding.OUTSIDE_DOMAIN,
                    target + " is not directly in " + domain,
                    ZoneRepair.service(domain, name.name(), service.port(), suggestedHost())));
        }
        judgeHost(name, target, found);
        if (isPortOfAnother(name.name(), service.port())) {
            found.add(new Found(
                    DnsFinding.PORT,
                    name.name() + " names port " + service.port(),
                    ZoneRepair.service(
                            domain,
                            name.name(),
                            usualPort(name.name()),
                            level > client.strictName() ? suggestedHost() : target)));
        }
    }

    private void judgeHost(Discovery name, String host, List<Found> found) {
        Said a = view.host(host, Kind.A);
        Said aaaa = view.host(host, Kind.AAAA);
        if (a == null || aaaa == null) {
            return;
        }
        if (a.fault() != null) {
            found.add(new Found(trouble(a.fault()), host + ": " + a.text()));
        } else if (!a.hasRecords() && aaaa.hasRecords()) {
            found.add(new Found(
                    DnsFinding.IPV6_ONLY,
                    host + " is " + text(aaaa.addresses()),
                    ZoneRepair.address(domain, host, "<the server's IPv4 address>")));
        } else if (!a.hasRecords()) {
            found.add(new Found(
                    DnsFinding.NO_ADDRESS,
                    host + ": " + a.text(),
                    ZoneRepair.address(domain, host, "<the server's IPv4 address>")));
        }
        if (a.alias() != null) {
            found.add(new Found(
                    DnsFinding.ALIAS,
                    host + " is an alias of " + a.alias(),
                    ZoneRepair.address(
                            domain, host, a.hasRecords() ? text(a.addresses()) : "<the server's IPv4 address>")));
        }
        if (name.name().equals(OUTSIDE) && a.addresses().stream().anyMatch(DiscoveryCheck::isPrivate)) {
            found.add(new Found(DnsFinding.PRIVATE_ADDRESS, host + " is " + text(a.addresses())));
        }
    }

    private static void judgeTogether(Said said, List<Found> found) {
        List<Service> services = said.services();
        if (services.size() < 2) {
            return;
        }
        found.add(new Found(DnsFinding.SEVERAL, said.name() + " has " + services.size()));
        for (Service one : services) {
            boolean starved = one.weight() == 0
                    && services.stream().anyMatch(other -> other.priority() == one.priority() && other.weight() > 0);
            if (starved) {
                found.add(new Found(
                        DnsFinding.WEIGHTS, one.target() + ":" + one.port() + " has weight 0 beside others with more"));
                return;
            }
        }
    }

    private static boolean isPortOfAnother(String name, int port) {
        return switch (name) {
            case OUTSIDE -> port == 5061 || port == 5060;
            case IN_CLEAR -> port == 5061 || port == 443;
            default -> name.equals("_sipinternaltls._tcp") && (port == 443 || port == 5060);
        };
    }

    static int usualPort(String name) {
        return switch (name) {
            case OUTSIDE -> 443;
            case IN_CLEAR, "_sip._tcp" -> 5060;
            default -> 5061;
        };
    }

    private static boolean isAddress(String target) {
        return target.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }

    static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress() || address.isLinkLocalAddress();
    }

    static String text(List<InetAddress> addresses) {
        StringBuilder text = new StringBuilder();
        for (InetAddress address : addresses) {
            text.append(text.isEmpty() ? "" : ", ").append(address.getHostAddress());
        }
        return text.toString();
    }

    /** A host in the SIP domain that has an address and that a record could name; else the usual one. */
    private String suggestedHost() {
        for (String name : DnsView.SERVICES) {
            for (Service service : view.service(name).services()) {
                if (StrictName.level(service.target(), domain) <= client.strictName()
                        && !view.addresses(service.target()).isEmpty()) {
                    return service.target();
                }
            }
        }
        for (String label : DnsView.HOSTS) {
            if (!view.addresses(label + "." + domain).isEmpty()) {
                return label + "." + domain;
            }
        }
        return "sip." + domain;
    }

    // ---- host names ----

    private Step fallbacks(Walked walked) {
        Step step = new Step("host names to fall back to");
        for (String label : DnsView.HOSTS) {
            String host = label + "." + domain;
            Said a = view.host(host, Kind.A);
            if (a != null) {
                step.detail(host + ": " + (a.hasRecords() ? text(a.addresses()) : a.text()) + took(a));
            }
        }
        Repair[] repair = ZoneRepair.service(domain, "_sipinternaltls._tcp", 5061, suggestedHost());
        if (walked.targets().isEmpty()) {
            step.found(new Found(DnsFinding.NO_RECORD, "in " + domain + " at " + view.server(), repair));
        } else {
            StringBuilder order = new StringBuilder("this client tries");
            for (Target target : walked.targets()) {
                order.append(' ').append(target.authority());
            }
            step.found(new Found(DnsFinding.FALLBACK, order.toString(), repair));
        }
        return step;
    }
}
