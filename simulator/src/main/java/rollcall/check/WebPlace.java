package rollcall.check;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rollcall.check.WebProbe.Heard;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.outcome.Fault;
import rollcall.plan.Addresses;
import rollcall.tls.CertificateInspection;
import rollcall.tls.TlsRefusal;
import rollcall.web.WebUrl;

/** A web server that the pool names, at every address it has: is it there, and does it show the right certificate? */
final class WebPlace {
    private static final Duration SOON = Duration.ofDays(30);

    private final CheckPlan plan;
    private final WebUrl url;
    private final Audience audience;
    private final DnsView view;
    private final boolean insideAndOutside;
    private final Instant now;
    private final Step step;
    private final Map<InetAddress, CompletableFuture<Heard>> asked = new LinkedHashMap<>();

    /**
     * @param url of which the path is of no interest
     * @param view what these clients read in DNS
     * @param insideAndOutside whether that server is asked for want of one that clients outside ask
     */
    WebPlace(CheckPlan plan, WebUrl url, Audience audience, DnsView view, boolean insideAndOutside, Instant now) {
        this.plan = plan;
        this.url = url;
        this.audience = audience;
        this.view = view;
        this.insideAndOutside = insideAndOutside;
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
        InetAddress told = plan.web().resolve().get(url.host());
        if (told != null) {
            step.detail(url.host() + ": " + told.getHostAddress() + ", as told (--resolve)");
            return List.of(told);
        }
        InetAddress literal = Addresses.literal(url.host());
        if (literal != null) {
            return List.of(literal);
        }
        Said said = view.survey().ask(url.host(), Kind.A).join();
        step.detail(url.host() + ": " + (said.hasRecords() ? RecordCheck.text(said.addresses()) : said.text())
                + ", says " + view.server());
        if (!said.hasRecords()) {
            noAddress(said);
        } else if (audience == Audience.OUTSIDE
                && !insideAndOutside
                && said.addresses().stream().anyMatch(InetAddress::isSiteLocalAddress)) {
            step.found(new Found(
                    WebFinding.PRIVATE_ADDRESS,
                    RecordCheck.text(said.addresses()),
                    ZoneRepair.publicAddress(plan.domain(), url.host())));
        }
        return said.addresses();
    }

    private void noAddress(Said said) {
        String detail = url.host() + ": " + said.text();
        if (audience == Audience.INSIDE) {
            step.found(new Found(
                    WebFinding.NO_ADDRESS, detail, ZoneRepair.address(plan.domain(), url.host(), List.of(), "")));
        } else if (insideAndOutside) {
            step.found(new Found(
                    WebFinding.NOT_KNOWN_HERE,
                    detail,
                    new Repair(
                            "with the public address of the reverse proxy",
                            "rollcall check " + plan.account().user() + " --resolve " + url.host() + "=ADDRESS")));
        } else {
            step.found(new Found(WebFinding.NO_ADDRESS, detail, ZoneRepair.missingOutside(plan.domain(), url.host())));
        }
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
        below.detail("issued by " + shown.issuer() + ", valid until "
                + shown.notAfter().toString().substring(0, 10));
        int before = below.found().size();
        add(below, WebFinding.NAME, shown.name(url.host()), names(shown));
        TlsRefusal dates = shown.dates();
        add(below, WebFinding.NOT_VALID_NOW, dates == null ? shown.purpose() : dates);
        TlsRefusal chain = shown.chain();
        if (chain != null && chain.fault() != Fault.TLS_CERT_EXPIRED && chain.fault() != Fault.TLS_CERT_NOT_YET_VALID) {
            add(below, WebFinding.UNTRUSTED, chain);
        } else if (dates == null) {
            add(below, WebFinding.NOT_VALID_NOW, chain);
        }
        boolean right = below.found().size() == before;
        if (right && shown.notAfter().isBefore(now.plus(SOON))) {
            below.found(new Found(
                    WebFinding.EXPIRES_SOON, "on " + shown.notAfter().toString().substring(0, 10)));
        }
        return right;
    }

    private static void add(Step step, WebFinding finding, @Nullable TlsRefusal refusal, Repair... repairs) {
        if (refusal != null) {
            step.found(new Found(finding, refusal.detail(), repairs));
        }
    }

    private static WebFinding finding(Fault fault) {
        return switch (fault) {
            case CONNECT_REFUSED -> WebFinding.NO_LISTENER;
            case CONNECT_TIMEOUT, CONNECT_UNREACHABLE, CONNECT_RESET, CONNECT_FAILED -> WebFinding.NO_ANSWER;
            default -> WebFinding.NO_TLS;
        };
    }

    /** The names for a new certificate: the one that is missing, and those that it has. */
    private Repair names(CertificateInspection shown) {
        List<String> names = new ArrayList<>(List.of(url.host()));
        String commonName = shown.commonName();
        if (commonName != null && !names.contains(commonName)) {
            names.add(Objects.requireNonNull(commonName));
        }
        return new Repair(
                "in the request for a new certificate of this web server",
                "subject: CN=" + url.host() + System.lineSeparator() + "subject alternative names: DNS:"
                        + String.join(", DNS:", names));
    }
}
