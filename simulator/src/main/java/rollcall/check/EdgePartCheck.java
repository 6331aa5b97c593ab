package rollcall.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rollcall.check.ServerProbe.Knock;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Addresses;
import rollcall.plan.Addresses.HostPort;
import rollcall.tls.CertificateInspection;

/**
 * The certificates of an edge, each against the name that its role needs. Where a part is, somebody may have said; else the
 * name in {@code mrasUri} and the usual port are assumed. Who is not found where he is only assumed to be, is not blamed.
 */
final class EdgePartCheck {
    private static final CertificateFindings CERTIFICATE = new CertificateFindings(
            EdgePartFinding.NAME,
            EdgePartFinding.UNTRUSTED,
            EdgePartFinding.NOT_VALID_NOW,
            EdgePartFinding.EXPIRES_SOON);

    private final CheckPlan plan;
    private final List<DnsView> views;
    private final ServerProbe probe;
    private final CertificateInspection.Roots roots;
    private final Instant now;
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    /**
     * Looks at nothing yet.
     *
     * @param views the first as clients inside read it, the last as clients outside do
     * @param probe that offers every protocol version
     */
    EdgePartCheck(
            CheckPlan plan, List<DnsView> views, ServerProbe probe, CertificateInspection.Roots roots, Instant now) {
        this.plan = plan;
        this.views = views;
        this.probe = probe;
        this.roots = roots;
        this.now = now;
    }

    /**
     * Looks, in bounded time.
     *
     * @param mrasUri where clients inside get credentials for the media relay; null when it is not known
     * @param edge whether there is an edge at all
     * @return a step for each part, those that were not looked at among them; empty when nothing points to an edge
     */
    List<Step> run(@Nullable String mrasUri, boolean edge) {
        String host = mrasUri == null ? null : host(mrasUri);
        List<Step> steps = new ArrayList<>();
        if (!edge && host == null && plan.edge().equals(CheckPlan.Edge.NOTHING)) {
            return steps;
        }
        for (EdgePart part : EdgePart.values()) {
            Step step = new Step(EdgeServices.title(part));
            HostPort said = part.in(plan.edge());
            if (said != null) {
                step = new Step(EdgeServices.title(part) + ": " + said.host() + ":" + said.port());
                step.detail("the place is as told (" + part.option() + ")");
                look(part, said, true, step);
            } else if (host == null || part == EdgePart.CONFERENCING) {
                step.detail("not looked at: it is not known where that is (" + part.option() + " HOST[:PORT] says so)");
            } else {
                HostPort assumed = new HostPort(host, part.port());
                step = new Step(EdgeServices.title(part) + ": " + assumed.host() + ":" + assumed.port());
                step.detail("the host is that in mrasUri, the port is assumed (" + part.option()
                        + " HOST[:PORT] says otherwise)");
                look(part, assumed, false, step);
            }
            steps.add(step);
        }
        return steps;
    }

    /** When the certificates end, by place as {@code edge01.example.com:5062}. */
    Map<String, Instant> certificateEnds() {
        return ends;
    }

    /** The edge's own name stands where a user's does: {@code sip:edge01.example.com@example.com;gruu;opaque=srvr:MRAS:…}. */
    private static @Nullable String host(String mrasUri) {
        int colon = mrasUri.indexOf(':');
        int at = mrasUri.indexOf('@', colon);
        String host = at < 0 ? "" : mrasUri.substring(colon + 1, at).toLowerCase(Locale.ROOT);
        return host.indexOf('.') > 0 && Addresses.isName(host) ? host : null;
    }

    private void look(EdgePart part, HostPort place, boolean told, Step step) {
        HostLookup hosts = new HostLookup(plan, part.audience(), views);
        HostLookup.Answer answer = hosts.find(place.host(), step);
        String missing = answer.missing();
        if (missing != null && told && !hosts.isAnotherServer()) {
            step.found(new Found(EdgePartFinding.NO_ADDRESS, missing, hosts.add(place.host())));
        } else if (missing != null) {
            step.detail("not looked at: its address is not known here (--resolve " + place.host() + "=ADDRESS)");
        }
        List<CompletableFuture<Knock>> knocks = answer.addresses().stream()
                .map(address -> probe.knock(place.host(), address, place.port(), true))
                .toList();
        for (int i = 0; i < knocks.size(); i++) {
            judge(part, place, told, answer.addresses().get(i), knocks.get(i).join(), step);
        }
    }

    private void judge(EdgePart part, HostPort place, boolean told, InetAddress address, Knock knock, Step step) {
        String where = address.getHostAddress() + " port " + place.port();
        if (knock.sent().isEmpty()) {
            Fault fault = knock.fault();
            boolean connected = fault == null || fault.stage() != Stage.CONNECT;
            if (told) {
                step.found(new Found(
                        connected ? EdgePartFinding.NO_CERTIFICATE : EdgePartFinding.NO_ANSWER,
                        where + ": " + knock.detail()));
            } else {
                step.detail("not looked at: " + where + ": " + knock.detail()
                        + ". It may be elsewhere, or a firewall lets servers through alone");
            }
            return;
        }
        CertificateInspection shown = CertificateInspection.of(knock.sent(), roots, now);
        Step below = step.below(new Step(where));
        below.detail("certificate for " + shown.names() + ", needed for " + place.host());
        if (knock.fault() == Fault.TLS_CLIENT_CERT_REQUIRED) {
            below.detail("it shows its certificate and demands one, as from a server");
        }
        CERTIFICATE.judge(
                shown, place.host(), "in the request for a new certificate of the edge, " + part.words(), now, below);
        ends.merge(
                place.host() + ":" + place.port(), shown.notAfter(), (one, other) -> one.isBefore(other) ? one : other);
    }
}
