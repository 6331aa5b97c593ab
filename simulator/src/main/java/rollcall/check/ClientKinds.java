package rollcall.check;

import java.util.ArrayList;
import java.util.List;
import rollcall.dns.DnsSurvey.Walked;
import rollcall.dns.Target;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfile.Discovery;
import rollcall.plan.ClientProfile.Fallback;
import rollcall.plan.Transport;

/** Where the same records lead different clients: the one in question, the same outside, a phone. */
final class ClientKinds {
    private final ClientProfile client;
    private final String domain;
    private final DnsView view;

    ClientKinds(ClientProfile client, String domain, DnsView view) {
        this.client = client;
        this.domain = domain;
        this.view = view;
    }

    Walked walk(ClientProfile kind) {
        return view.survey().walk(kind, kind.strictName(), domain).join();
    }

    /** The client where the names for inside do not exist. */
    Walked outside() {
        List<Discovery> names = client.discovery().stream()
                .filter(each -> each.name().startsWith("_sip._"))
                .toList();
        List<Fallback> hosts = client.fallbacks().stream()
                .filter(each -> !each.label().equals("sipinternal"))
                .toList();
        return walk(with(names, hosts));
    }

    /** Communicator Phone Edition 2007 R2, after its help: another order of names, both ports at each host. */
    private Walked phone() {
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

    /** The client if the name under which it found its server did not exist. */
    private Walked without(String origin) {
        return walk(with(
                client.discovery().stream()
                        .filter(each -> !origin.equalsIgnoreCase(each.name() + "." + domain))
                        .toList(),
                client.fallbacks()));
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

    Step step(Walked inside) {
        Step step = new Step("where clients go");
        if (inside.targets().isEmpty()) {
            step.failed();
        }
        step.detail("inside, " + client.title() + ": " + text(inside));
        if (!inside.targets().isEmpty()) {
            String origin = inside.targets().get(0).origin();
            step.detail("the same, if " + origin + " did not exist: " + text(without(origin)));
        }
        step.detail("outside, where no name for inside exists: " + text(outside()));
        step.detail("Communicator Phone Edition 2007 R2: " + text(phone()));
        return step;
    }

    private static String text(Walked walked) {
        if (walked.targets().isEmpty()) {
            return "nowhere";
        }
        StringBuilder text = new StringBuilder();
        for (Target target : walked.targets()) {
            text.append(text.isEmpty() ? "" : ", then ")
                    .append(target.authority())
                    .append(target.transport() == Transport.TLS ? " (TLS)" : " (TCP)");
        }
        return text.append(", named by ")
                .append(walked.targets().get(0).origin())
                .toString();
    }
}
