package rollcall.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.dns.DnsSurvey.Service;
import rollcall.dns.StrictName;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfile.Discovery;
import rollcall.plan.Transport;

/** The SRV records of one name, and the hosts that they name: what is wrong with them, and what should stand there. */
final class RecordCheck {
    static final String OUTSIDE = "_sip._tls";
    static final String INSIDE = "_sipinternaltls._tcp";
    private static final String IN_CLEAR = "_sipinternal._tcp";

    private final String domain;
    private final ClientProfile client;
    private final DnsView view;
    private final boolean asksOutside;

    /** @param asksOutside whether this is the server that clients outside ask */
    RecordCheck(String domain, ClientProfile client, DnsView view, boolean asksOutside) {
        this.domain = domain;
        this.client = client;
        this.view = view;
        this.asksOutside = asksOutside;
    }

    /** @param decided whether the client has found its server under an earlier name */
    Step service(Discovery name, Said said, boolean decided) {
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
        judgeTogether(name, said, found);
        found.forEach(each -> step.found(decided ? each.aside() : each));
        return step;
    }

    static String took(Said said) {
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
        if (asksOutside && name.name().equals(OUTSIDE) && a.addresses().stream().anyMatch(RecordCheck::isPrivate)) {
            found.add(new Found(
                    DnsFinding.PRIVATE_ADDRESS,
                    host + " is " + text(a.addresses()),
                    ZoneRepair.publicAddress(domain, host)));
        }
    }

    private void judgeTogether(Discovery name, Said said, List<Found> found) {
        List<Service> services = said.services();
        if (services.size() < 2) {
            return;
        }
        Service best = Collections.min(
                services,
                Comparator.comparingInt(Service::priority).thenComparing(Service::weight, Comparator.reverseOrder()));
        Repair[] oneOnly = serviceInstead(name.name(), best.port(), best.target());
        found.add(new Found(DnsFinding.SEVERAL, said.name() + " has " + services.size(), oneOnly));
        for (Service one : services) {
            boolean starved = one.weight() == 0
                    && services.stream().anyMatch(other -> other.priority() == one.priority() && other.weight() > 0);
            if (starved) {
                found.add(new Found(
                        DnsFinding.WEIGHTS,
                        one.target() + ":" + one.port() + " has weight 0 beside others with more",
                        oneOnly));
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
    Target suggested(int port) {
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

    static DnsFinding trouble(Fault fault) {
        return switch (fault) {
            case DNS_SERVFAIL -> DnsFinding.SERVFAIL;
            case DNS_TIMEOUT -> DnsFinding.SILENT;
            case DNS_REFUSED -> DnsFinding.REFUSED;
            default -> DnsFinding.UNREADABLE;
        };
    }
}
