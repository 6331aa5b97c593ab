package rollcall.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rollcall.check.LogonProbe.Outcome;
import rollcall.check.LogonProbe.Setback;
import rollcall.check.LogonProbe.Timing;
import rollcall.client.MediaRelay;
import rollcall.client.MediaRelay.Relay;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Addresses;
import rollcall.sip.AsciiSlice;
import rollcall.web.Provisioning;
import rollcall.web.Provisioning.Service;

/**
 * What a signed-in client was told about the media relay: who gives credentials for it, whether he did, and whether the
 * relays that he named are there. Over TCP alone: who is asked over UDP in vain has learnt nothing.
 */
final class MediaCheck {
    private final CheckPlan plan;
    private final List<DnsView> views;
    private final ServerProbe probe;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> looked = new HashSet<>();

    /** @param views the first as clients inside read it, the last as clients outside do */
    MediaCheck(CheckPlan plan, List<DnsView> views, ServerProbe probe) {
        this.plan = plan;
        this.views = views;
        this.probe = probe;
    }

    /** Looks, in bounded time, at what each of these sign-ins was told; a pool without an edge is worth no step. */
    List<Step> run(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome.signedIn() && outcome.said().contains("provisionGroupList")) {
                look(outcome, isOutside(outcome) ? Audience.OUTSIDE : Audience.INSIDE);
            }
        }
        return steps;
    }

    static boolean isOutside(Outcome outcome) {
        return outcome.said().contains("ms-user-logon-data: RemoteUser");
    }

    /** Who gives credentials, according to in-band provisioning; null when it does not say. */
    static @Nullable String uri(Outcome outcome) {
        return new Provisioning().find(AsciiSlice.of(outcome.said()), Service.MEDIA_RELAY, isOutside(outcome));
    }

    private void look(Outcome outcome, Audience audience) {
        String uri = uri(outcome);
        if (uri == null && audience == Audience.INSIDE) {
            return; // right where there is no edge; where there is one, clients outside are told the same
        }
        Step step = new Step("media relay for " + audience.words());
        steps.add(step);
        if (uri == null) {
            step.found(new Found(EdgePartFinding.NO_MRAS, "mrasUri is missing"));
            return;
        }
        step.detail("credentials are asked for at " + uri);
        List<Relay> relays = MediaRelay.relays(AsciiSlice.of(outcome.said()));
        Found refused = refused(outcome, relays.isEmpty());
        if (refused != null) {
            step.found(refused);
            return;
        }
        outcome.timings().stream()
                .filter(each -> each.stage() == Stage.MRAS)
                .map(Timing::nanos)
                .forEach(nanos -> step.detail(String.format(Locale.ROOT, "they were given in %.1f ms", nanos / 1e6)));
        relays.forEach(relay -> look(
                relay,
                audience == Audience.INSIDE && relay.location().equalsIgnoreCase("internet")
                        ? Audience.OUTSIDE
                        : audience,
                step));
    }

    private static @Nullable Found refused(Outcome outcome, boolean noRelay) {
        for (Setback each : outcome.setbacks()) {
            if (each.stage() == Stage.MRAS) {
                return new Found(finding(each.fault(), noRelay && each.detail().startsWith("hostName")), each.detail());
            }
        }
        return outcome.timings().stream().anyMatch(each -> each.stage() == Stage.MRAS)
                ? null
                : new Found(EdgePartFinding.MRAS_UNREACHABLE, "no answer came as long as the client was signed in");
    }

    private static EdgePartFinding finding(Fault fault, boolean noRelay) {
        return switch (fault) {
            case MRAS_NO_URI -> EdgePartFinding.NO_MRAS;
            case SIP_TIMEOUT, SIP_REQUEST_TIMEOUT, SIP_SERVER_TIMEOUT, SIP_UNAVAILABLE ->
                EdgePartFinding.MRAS_UNREACHABLE;
            default -> noRelay ? EdgePartFinding.NO_RELAY : EdgePartFinding.MRAS_REFUSED;
        };
    }

    private void look(Relay relay, Audience audience, Step step) {
        String host = relay.host().toLowerCase(Locale.ROOT);
        if (!looked.add(audience + " " + host + " " + relay.tcpPort())) {
            return;
        }
        Step below = step.below(new Step("relay " + host + " for " + audience.words()));
        if (Addresses.literal(host) == null && !Addresses.isName(host)) {
            below.found(new Found(EdgePartFinding.RELAY_NO_ADDRESS, "this is no name of a host"));
            return;
        }
        HostLookup hosts = new HostLookup(plan, audience, views);
        HostLookup.Answer answer = hosts.find(host, below);
        String missing = answer.missing();
        if (missing != null && hosts.isAnotherServer()) {
            below.detail("not looked at: clients outside may ask a DNS server that knows it (--dns, or --resolve "
                    + host + "=ADDRESS)");
        } else if (missing != null) {
            below.found(new Found(EdgePartFinding.RELAY_NO_ADDRESS, missing, hosts.add(host)));
        } else if (hosts.isUnreachable(answer)) {
            below.found(new Found(
                    EdgePartFinding.RELAY_PRIVATE,
                    RecordCheck.text(answer.addresses()),
                    ZoneRepair.publicAddress(plan.domain(), host)));
        } else if (relay.tcpPort() == 0) {
            below.detail("no TCP port is named; over UDP nobody is asked");
        } else {
            knock(host, answer.addresses(), relay.tcpPort(), below);
        }
    }

    private void knock(String host, List<InetAddress> addresses, int port, Step step) {
        List<CompletableFuture<ServerProbe.Knock>> knocks = addresses.stream()
                .map(address -> probe.knock(host, address, port, false))
                .toList();
        for (int i = 0; i < knocks.size(); i++) {
            ServerProbe.Knock knock = knocks.get(i).join();
            String place = addresses.get(i).getHostAddress() + " TCP port " + port;
            if (knock.fault() == null) {
                step.detail(String.format(
                        Locale.ROOT, "%s answers in %.1f ms; UDP is not tried", place, knock.connectNanos() / 1e6));
            } else {
                step.found(new Found(EdgePartFinding.RELAY_SILENT, place + ": " + knock.detail()));
            }
        }
    }
}
