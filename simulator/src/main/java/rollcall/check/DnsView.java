package rollcall.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSurvey;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.dns.DnsSurvey.Service;
import rollcall.dns.Target;
import rollcall.plan.Transport;

/** Everything that one DNS server says about the names that any client of a domain would ask for. */
final class DnsView {
    /** Every SRV name that a client of any generation asks for. */
    static final List<String> SERVICES = List.of("_sipinternaltls._tcp", "_sipinternal._tcp", "_sip._tls", "_sip._tcp");

    /** Every host name that a client of any generation falls back to. */
    static final List<String> HOSTS = List.of("sipinternal", "sip", "sipexternal");

    /** SRV targets looked at; nobody has more front ends than that in DNS. */
    private static final int MOST_TARGETS = 32;

    private final String server;
    private final DnsSurvey survey;
    private final String domain;
    private final Map<String, Said> said = new LinkedHashMap<>();

    private DnsView(String server, DnsSurvey survey, String domain) {
        this.server = server;
        this.survey = survey;
        this.domain = domain;
    }

    /** Asks, and waits for all answers. */
    static DnsView ask(String server, DnsSurvey survey, String domain) {
        DnsView view = new DnsView(server, survey, domain);
        List<CompletableFuture<Said>> asked = new ArrayList<>();
        SERVICES.forEach(each -> asked.add(survey.ask(each + "." + domain, Kind.SRV)));
        HOSTS.forEach(each -> {
            asked.add(survey.ask(each + "." + domain, Kind.A));
            asked.add(survey.ask(each + "." + domain, Kind.AAAA));
        });
        asked.forEach(each -> view.put(each.join()));
        asked.clear();
        for (String target : view.targets()) {
            asked.add(survey.ask(target, Kind.A));
            asked.add(survey.ask(target, Kind.AAAA));
        }
        asked.forEach(each -> view.put(each.join()));
        return view;
    }

    private void put(Said answer) {
        said.put(key(answer.name(), answer.kind()), answer);
    }

    private static String key(String name, Kind kind) {
        return name.toLowerCase(java.util.Locale.ROOT) + " " + kind;
    }

    private Set<String> targets() {
        Set<String> targets = new LinkedHashSet<>();
        for (Said answer : said.values()) {
            for (Service service : answer.services()) {
                if (!service.target().equals(".") && targets.size() < MOST_TARGETS) {
                    targets.add(service.target());
                }
            }
        }
        return targets;
    }

    /** Who was asked, as people write it. */
    String server() {
        return server;
    }

    DnsSurvey survey() {
        return survey;
    }

    /** What was said about a service, by its name without the domain. */
    Said service(String name) {
        return answer(name + "." + domain, Kind.SRV);
    }

    /** What was said about a host's addresses; null when nobody was asked. */
    @Nullable
    Said host(String name, Kind kind) {
        return said.get(key(name, kind));
    }

    private Said answer(String name, Kind kind) {
        Said answer = said.get(key(name, kind));
        if (answer == null) {
            throw new IllegalArgumentException(name + " " + kind + " was not asked for");
        }
        return answer;
    }

    /** The IPv4 addresses of a host; empty when there are none. */
    List<InetAddress> addresses(String host) {
        Said a = host(host, Kind.A);
        return a == null ? List.of() : a.addresses();
    }

    /** Every server that an SRV record names, of any client's names. */
    Set<Target> services() {
        Set<Target> targets = new LinkedHashSet<>();
        for (String name : SERVICES) {
            Transport transport = name.contains("tls") ? Transport.TLS : Transport.TCP;
            for (Service service : service(name).services()) {
                if (!service.target().equals(".") && service.port() > 0) {
                    targets.add(new Target(service.target(), service.port(), transport, name + "." + domain));
                }
            }
        }
        return targets;
    }
}
