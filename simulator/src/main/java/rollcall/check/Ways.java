package rollcall.check;

import java.util.ArrayList;
import java.util.List;
import rollcall.dns.DnsSurvey.Walked;
import rollcall.dns.Target;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfile.Discovery;
import rollcall.plan.ClientProfile.Fallback;
import rollcall.plan.Transport;

/** Where the records that one DNS server tells lead different clients. */
final class Ways {
    static final String INTERNAL = "internal clients";
    static final String EXTERNAL = "external clients";
    static final String PHONES = "Communicator Phone Edition";

    private final ClientProfile client;
    private final String domain;
    private final DnsView view;

    Ways(ClientProfile client, String domain, DnsView view) {
        this.client = client;
        this.domain = domain;
        this.view = view;
    }

    /** The client in question, asking this server. */
    List<Target> here() {
        return walk(client);
    }

    /** The same client where the names for inside do not exist. */
    List<Target> outside() {
        List<Discovery> names = client.discovery().stream()
                .filter(each -> each.name().startsWith("_sip._"))
                .toList();
        List<Fallback> hosts = client.fallbacks().stream()
                .filter(each -> !each.label().equals("sipinternal"))
                .toList();
        return walk(with(names, hosts));
    }

    /** Communicator Phone Edition 2007 R2, after its help: another order of names, both ports at each host. */
    List<Target> phone() {
        List<Discovery> names = List.of(
                new Discovery("_sipinternaltls._tcp", Transport.TLS),
                new Discovery("_sip._tls", Transport.TLS),
                new Discovery("_sipinternal._tcp", Transport.TCP));
        List<Fallback> hosts = new ArrayList<>();
        for (String label : List.of("sipinternal", "sip", "sipexternal")) {
            hosts.add(new Fallback(label, 5061));
            hosts.add(new Fallback(label, 443));
        }
        return walk(with(names, hosts));
    }

    /** The client in question if the name under which it found its server did not exist. */
    List<Target> without(String origin) {
        return walk(with(
                client.discovery().stream()
                        .filter(each -> !origin.equalsIgnoreCase(each.name() + "." + domain))
                        .toList(),
                client.fallbacks()));
    }

    private List<Target> walk(ClientProfile kind) {
        Walked walked = view.survey().walk(kind, kind.strictName(), domain).join();
        return walked.targets();
    }

    private ClientProfile with(List<Discovery> names, List<Fallback> hosts) {
        return new ClientProfile(
                client.id(),
                client.title(),
                client.register(),
                names,
                hosts,
                client.nextNameOnFailure(),
                client.authorizationHeader(),
                client.keepAliveSeconds(),
                client.strictName(),
                client.requests());
    }

    /** The way in words. */
    static String text(List<Target> targets) {
        if (targets.isEmpty()) {
            return "nowhere";
        }
        StringBuilder text = new StringBuilder();
        for (Target target : targets) {
            text.append(text.isEmpty() ? "" : ", then ")
                    .append(target.authority())
                    .append(target.transport() == Transport.TLS ? " (TLS)" : " (TCP)");
        }
        return text.append(", named by ").append(targets.get(0).origin()).toString();
    }
}
