package rollcall.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.dns.DnsSurvey.Service;
import rollcall.dns.StrictName;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfile.Discovery;
import rollcall.plan.Transport;

/** Discovery, replayed and explained: every name, what the server says, which one wins, and what is wrong with it. */
final class DiscoveryCheck {
    static final String OUTSIDE = "_sip._tls";
    private static final String INSIDE = "_sipinternaltls._tcp";
    private static final String IN_CLEAR = "_sipinternal._tcp";

    private final String domain;
    private final ClientProfile client;
    private final DnsView view;
    private final boolean asksOutside;

    /** @param asksOutside whether this is the server that clients outside ask */
    DiscoveryCheck(String domain, ClientProfile client, DnsView view, boolean asksOutside) {
        this.domain = domain;
        this.client = client;
        this.view = view;
        this.asksOutside = asksOutside;
    }

    /**
     * What discovery came to.
     *
     * @param targets where the client goes, in its order; empty when it knows no way
     * @param found what was wrong with all of it; null when some question was answered
     */
    record Result(
            DnsView view,
            Step step,
            List<Target> targets,
            @Nullable Finding found) {}

    Result run() {
        Step step = new Step("discovery of " + domain + ", asking " + view.server());
        List<Target> targets = new Ways(client, domain, view).here();
        Found trouble = troubleWithAll();
        if (trouble != null) {
            step.found(trouble);
            return new Result(view, step, targets, trouble.finding());
        }
        boolean decided = false;
        for (Discovery each : client.discovery()) {
            Said said = view.service(each.name());
            step.below(service(each, said, decided));
            decided |= wins(said, targets);
        }
        if (client.discovery().stream()
                .allMatch(each -> view.service(each.name()).services().isEmpty())) {
            step.below(fallbacks(targets));
        }
        if (!targets.isEmpty() && targets.get(0).transport() == Transport.TCP) {
            step.found(new Found(
                    DnsFinding.IN_CLEAR,
                    targets.get(0).origin() + " leads to " + targets.get(0).authority(),
                    ZoneRepair.service(
                            domain, INSIDE, usualPort(INSIDE), targets.get(0).host())));
        }
        Finding first = step.severity() == Severity.FAILURE ? firstFailure(step) : null;
        return new Result(view, step, targets, first);
    }

    private static @Nullable Finding firstFailure(Step step) {
        for (Found each : step.found()) {
            if (each.severity() == Severity.FAILURE) {
                return each.finding();
            }
        }
        for (Step each : step.steps()) {
            Finding first = firstFailure(each);
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    private static boolean wins(Said said, List<Target> targets) {
        return !targets.isEmpty() && targets.get(0).origin().equalsIgnoreCase(said.name());
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
            judge(name, service, step, found);
        }
        judgeTogether(said, found);
        found.forEach(each -> step.found(decided ? each.aside() : each));
        return step;
    }

    private static String took(Said said) {
        return String.format(Locale.ROOT, ", %.1f ms", said.tookNanos() / 1e6);
    }

    private void judge(Discovery name, Service service, Step step, List<Found> found) {
        String target = service.target();
        if (target.equals(".")) {
            found.add(new Found(
                    DnsFinding.NOT_OFFERED,
                    name.name() + "." + domain,
                    serviceInstead(name.name(), usualPort(name.name()))));
            return;
        }
        if (isAddress(target)) {
            found.add(new Found(DnsFinding.ADDRESS_AS_TARGET, target, serviceInstead(name.name(), service.port())));
            return;
        }
        int level = StrictName.level(target, domain);
        if (level > client.strictName()) {
            found.add(new Found(
                    level == StrictName.SUB_DOMAIN ? DnsFinding.SUB_DOMAIN : DnsFinding.OUTSIDE_DOMAIN,
                    target + " is not directly in " + domain,
                    serviceInstead(name.name(), service.port())));
        }
        judgeHost(name, target, step, found);
        if (isPortOfAnother(name.name(), service.port())) {
            found.add(new Found(
                    DnsFinding.PORT,
                    name.name() + " names port " + service.port(),
                    level > client.strictName()
                            ? serviceInstead(name.name(), usualPort(name.name()))
                            : serviceInstead(name.name(), usualPort(name.name()), target)));
        }
    }

    private void judgeHost(Discovery name, String host, Step step, List<Found> found) {
        Said a = view.host(host, Kind.A);
        Said aaaa = view.host(host, Kind.AAAA);
        if (a == null || aaaa == null) {
            return;
        }
        if (a.hasRecords()) {
            step.detail(host + " is " + text(a.addresses()) + (aaaa.hasRecords() ? ", " + text(aaaa.addresses()) : ""));
        }
        if (a.fault() != null) {
            found.add(new Found(trouble(a.fault()), host + ": " + a.text()));
        } else if (!a.hasRecords() && aaaa.hasRecords()) {
            found.add(new Found(
                    DnsFinding.IPV6_ONLY,
                    host + " is " + text(aaaa.addresses()),
                    ZoneRepair.address(domain, host, List.of(), "")));
        } else if (!a.hasRecords()) {
            found.add(new Found(
                    DnsFinding.NO_ADDRESS, host + ": " + a.text(), ZoneRepair.address(domain, host, List.of(), "")));
        } else if (aaaa.hasRecords()) {
            found.add(new Found(DnsFinding.BOTH_FAMILIES, host + " is " + text(aaaa.addresses()) + " as well"));
        }
        if (a.alias() != null) {
            found.add(new Found(
                    DnsFinding.ALIAS,
                    host + " is an alias of " + a.alias(),
                    ZoneRepair.address(domain, host, a.addresses(), "CName")));
        }
        if (asksOutside && name.name().equals(OUTSIDE) && a.addresses().stream().anyMatch(DiscoveryCheck::isPrivate)) {
            found.add(new Found(
                    DnsFinding.PRIVATE_ADDRESS,
                    host + " is " + text(a.addresses()),
                    ZoneRepair.publicAddress(domain, host)));
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
            default -> name.equals(INSIDE) && (port == 443 || port == 5060);
        };
    }

    private static int usualPort(String name) {
        return switch (name) {
            case OUTSIDE -> 443;
            case IN_CLEAR, "_sip._tcp" -> 5060;
            default -> 5061;
        };
    }

    private static boolean isAddress(String target) {
        return target.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    }

    /** RFC 1918, RFC 3927, RFC 4193: not routed on the Internet. */
    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC);
    }

    static String text(List<InetAddress> addresses) {
        StringBuilder text = new StringBuilder();
        for (InetAddress address : addresses) {
            text.append(text.isEmpty() ? "" : ", ").append(address.getHostAddress());
        }
        return text.toString();
    }

    /**
     * The record that should stand in the place of the one that is there, and the address of its host if it has none.
     *
     * @param port the one to name unless another record has a better server
     */
    private Repair[] serviceInstead(String name, int port) {
        Target better = suggested(port);
        return serviceInstead(name, better.port(), better.host());
    }

    private Repair[] serviceInstead(String name, int port, String host) {
        return ZoneRepair.service(domain, name, port, host, view.addresses(host).isEmpty(), true);
    }

    /** A server in the SIP domain that another record names, or a host that clients guess; else the usual name. */
    private Target suggested(int port) {
        for (Target each : view.services()) {
            if (each.transport() == Transport.TLS
                    && StrictName.level(each.host(), domain) <= client.strictName()
                    && !view.addresses(each.host()).isEmpty()) {
                return each;
            }
        }
        String host = "sip." + domain;
        for (String label : DnsView.HOSTS) {
            if (!view.addresses(label + "." + domain).isEmpty()) {
                host = label + "." + domain;
                break;
            }
        }
        return new Target(host, port, Transport.TLS, "");
    }

    // ---- host names ----

    private Step fallbacks(List<Target> targets) {
        Step step = new Step("host names to fall back to");
        for (String label : DnsView.HOSTS) {
            String host = label + "." + domain;
            Said a = view.host(host, Kind.A);
            if (a != null) {
                step.detail(host + ": " + (a.hasRecords() ? text(a.addresses()) : a.text()) + took(a));
            }
        }
        if (targets.isEmpty()) {
            Target usual = suggested(usualPort(INSIDE));
            step.found(new Found(
                    DnsFinding.NO_RECORD,
                    "in " + domain + " at " + view.server(),
                    ZoneRepair.service(
                            domain,
                            INSIDE,
                            usual.port(),
                            usual.host(),
                            view.addresses(usual.host()).isEmpty(),
                            false)));
        }
        return step;
    }

    /**
     * What is to be said of a client that guesses its server, once it is known where that ends.
     *
     * @param end the server that it comes to; where it comes to none, the last that it tries
     */
    Found fallBack(Target end) {
        return new Found(
                DnsFinding.FALLBACK,
                "this client comes to " + end.authority(),
                ZoneRepair.service(
                        domain, end.port() == usualPort(OUTSIDE) ? OUTSIDE : INSIDE, end.port(), end.host()));
    }
}
