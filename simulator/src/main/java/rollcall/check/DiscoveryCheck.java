package rollcall.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfile.Discovery;
import rollcall.plan.Transport;

/** Discovery, replayed and explained: every name, what the server says, which one wins, and what is wrong with it. */
final class DiscoveryCheck {
    private final String domain;
    private final ClientProfile client;
    private final DnsView view;
    private final RecordCheck records;

    /** @param asksOutside whether this is the server that clients outside ask */
    DiscoveryCheck(String domain, ClientProfile client, DnsView view, boolean asksOutside) {
        this.domain = domain;
        this.client = client;
        this.view = view;
        this.records = new RecordCheck(domain, client, view, asksOutside);
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
            step.below(records.service(each, said, decided));
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
                            domain,
                            RecordCheck.INSIDE,
                            RecordCheck.usualPort(RecordCheck.INSIDE),
                            targets.get(0).host())));
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
        return first == null ? null : new Found(RecordCheck.trouble(first), view.server() + ": " + first.cause());
    }

    private Step fallbacks(List<Target> targets) {
        Step step = new Step("host names to fall back to");
        for (String label : DnsView.HOSTS) {
            String host = label + "." + domain;
            Said a = view.host(host, Kind.A);
            if (a != null) {
                step.detail(host + ": " + (a.hasRecords() ? RecordCheck.text(a.addresses()) : a.text())
                        + RecordCheck.took(a));
            }
        }
        if (targets.isEmpty()) {
            Target usual = records.suggested(RecordCheck.usualPort(RecordCheck.INSIDE));
            step.found(new Found(
                    DnsFinding.NO_RECORD,
                    "in " + domain + " at " + view.server(),
                    ZoneRepair.service(
                            domain,
                            RecordCheck.INSIDE,
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
                        domain,
                        end.port() == RecordCheck.usualPort(RecordCheck.OUTSIDE)
                                ? RecordCheck.OUTSIDE
                                : RecordCheck.INSIDE,
                        end.port(),
                        end.host()));
    }
}
