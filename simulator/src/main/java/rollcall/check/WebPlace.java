package rollcall.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rollcall.check.WebProbe.Heard;
import rollcall.outcome.Fault;
import rollcall.tls.CertificateInspection;
import rollcall.web.WebUrl;

/** A web server that the pool names, at every address it has: is it there, and does it show the right certificate? */
final class WebPlace {
    private static final CertificateFindings CERTIFICATE = new CertificateFindings(
            WebFinding.NAME, WebFinding.UNTRUSTED, WebFinding.NOT_VALID_NOW, WebFinding.EXPIRES_SOON);

    private final CheckPlan plan;
    private final WebUrl url;
    private final HostLookup hosts;
    private final Instant now;
    private final Step step;
    private final Map<InetAddress, CompletableFuture<Heard>> asked = new LinkedHashMap<>();

    /** @param url of which the path is of no interest */
    WebPlace(CheckPlan plan, WebUrl url, Audience audience, HostLookup hosts, Instant now) {
        this.plan = plan;
        this.url = url;
        this.hosts = hosts;
        this.now = now;
        this.step = new Step("web services for " + audience.words() + ": " + url.authority());
    }

    Step step() {
        return step;
    }

    /** Knocks everywhere at once; {@link #judge} waits for the answers. */
    void knock(WebProbe probe) {
        for (InetAddress address : addresses()) {
            asked.put(address, probe.knock(url, address));
        }
    }

    private List<InetAddress> addresses() {
        HostLookup.Answer found = hosts.find(url.host(), step);
        String missing = found.missing();
        if (missing != null && hosts.isAnotherServer()) {
            step.found(new Found(
                    WebFinding.NOT_KNOWN_HERE,
                    missing,
                    new Repair(
                            "with the public address of the reverse proxy",
                            "rollcall check " + plan.account().user() + " --resolve " + url.host() + "=ADDRESS")));
        } else if (missing != null) {
            step.found(new Found(WebFinding.NO_ADDRESS, missing, hosts.add(url.host())));
        } else if (hosts.isUnreachable(found)) {
            step.found(new Found(
                    WebFinding.PRIVATE_ADDRESS,
                    RecordCheck.text(found.addresses()),
                    ZoneRepair.publicAddress(plan.domain(), url.host())));
        }
        return found.addresses();
    }

    /**
     * Waits for the answers, in bounded time, and judges them.
     *
     * @return an address at which a client would go on; null when there is none
     */
    @Nullable
    InetAddress judge() {
        InetAddress good = null;
        for (Map.Entry<InetAddress, CompletableFuture<Heard>> each : asked.entrySet()) {
            Step below = step.below(new Step(each.getKey().getHostAddress() + " port " + url.port()));
            if (judge(each.getValue().join(), below) && good == null) {
                good = each.getKey();
            }
        }
        return good;
    }

    /** Whether a client would go on. */
    private boolean judge(Heard heard, Step below) {
        CertificateInspection shown = heard.certificate();
        Fault fault = heard.fault();
        if (fault != null || shown == null) {
            below.found(new Found(
                    fault == null ? WebFinding.NO_TLS : finding(fault),
                    fault == null ? "it shows no certificate" : heard.detail()));
            return false;
        }
        below.detail(String.format(
                Locale.ROOT,
                "connected and secured in %.1f ms, certificate for %s",
                heard.nanos() / 1e6,
                shown.names()));
        return CERTIFICATE.judge(
                shown, url.host(), "in the request for a new certificate of this web server", now, below);
    }

    private static WebFinding finding(Fault fault) {
        return switch (fault) {
            case CONNECT_REFUSED -> WebFinding.NO_LISTENER;
            case CONNECT_TIMEOUT, CONNECT_UNREACHABLE, CONNECT_RESET, CONNECT_FAILED -> WebFinding.NO_ANSWER;
            default -> WebFinding.NO_TLS;
        };
    }
}
