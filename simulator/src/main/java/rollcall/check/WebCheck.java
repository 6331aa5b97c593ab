package rollcall.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import rollcall.dns.DnsSockets;
import rollcall.plan.PlanException;
import rollcall.sip.AsciiSlice;
import rollcall.tls.CertificateInspection;
import rollcall.web.Provisioning;
import rollcall.web.Provisioning.Service;
import rollcall.web.WebUrl;

/**
 * From the provisioning document outward: every web service that the pool names, for clients inside and outside. What is
 * wrong with one of them keeps nobody from signing in.
 */
final class WebCheck {
    private static final List<Service> SERVICES = List.of(Service.ADDRESS_BOOK, Service.GROUP_EXPANSION);

    private final CheckPlan plan;
    private final DnsSockets sockets;
    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final List<DnsView> views;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Audience, Set<String>> lost = new LinkedHashMap<>();

    /** @param views the first as clients inside read it, the last as clients outside do */
    WebCheck(CheckPlan plan, DnsSockets sockets, LongSupplier nanoClock, LongSupplier wallMillis, List<DnsView> views) {
        this.plan = plan;
        this.sockets = sockets;
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        this.views = views;
    }

    /**
     * What came of it.
     *
     * @param verdict who does not get what, in a sentence; empty when everybody gets everything
     */
    record Result(List<Step> steps, String verdict) {}

    /** Looks, in bounded time. */
    Result run(LogonProbe.Outcome logon) throws PlanException {
        AsciiSlice document = AsciiSlice.of(logon.said());
        boolean fromOutside = logon.said().contains("ms-user-logon-data: RemoteUser");
        Map<Audience, Map<Service, WebUrl>> named = new LinkedHashMap<>();
        if (!fromOutside) { // whose servers inside are out of reach
            named.put(Audience.INSIDE, urls(document, Audience.INSIDE));
        }
        named.put(Audience.OUTSIDE, urls(document, Audience.OUTSIDE));
        if (named.values().stream().allMatch(Map::isEmpty) && steps.isEmpty()) {
            return new Result(List.of(), "");
        }
        try (WebProbe probe = new WebProbe(
                plan, sockets, new CertificateInspection.Roots(plan.tls().trust()), nanoClock, wallMillis)) {
            named.forEach((audience, urls) -> look(audience, urls, probe));
        }
        return new Result(List.copyOf(steps), verdict());
    }

    /** What is named; what is not, though something else is, is told. */
    private Map<Service, WebUrl> urls(AsciiSlice document, Audience audience) {
        Map<Service, WebUrl> urls = new LinkedHashMap<>();
        List<Found> missing = new ArrayList<>();
        boolean any = false;
        for (Service service : SERVICES) {
            String element = service.element(audience == Audience.OUTSIDE);
            String text = new Provisioning().find(document, service, audience == Audience.OUTSIDE);
            WebUrl url = text == null ? null : WebUrl.parse(text);
            any |= names(document, service);
            if (url != null) {
                urls.put(service, url);
            } else if (names(document, service)) {
                missing.add(new Found(WebFinding.NO_URL, element + (text == null ? " is missing" : ": " + text)));
                lose(audience, service);
            }
        }
        if (any && !missing.isEmpty()) {
            Step step = new Step("web services for " + audience.words());
            missing.forEach(step::found);
            steps.add(step);
        }
        return urls;
    }

    /** Whether a pool names a service for anybody. */
    private static boolean names(AsciiSlice document, Service service) {
        return new Provisioning().find(document, service, false) != null
                || new Provisioning().find(document, service, true) != null;
    }

    private void look(Audience audience, Map<Service, WebUrl> urls, WebProbe probe) {
        Instant now = Instant.ofEpochMilli(wallMillis.getAsLong());
        HostLookup hosts = new HostLookup(plan, audience, views);
        Map<String, WebPlace> places = new LinkedHashMap<>();
        urls.values()
                .forEach(url ->
                        places.computeIfAbsent(url.authority(), none -> new WebPlace(plan, url, audience, hosts, now)));
        places.values().forEach(place -> place.knock(probe));
        places.forEach((authority, place) -> {
            steps.add(place.step());
            InetAddress address = place.judge();
            Map<Service, WebUrl> here = new LinkedHashMap<>(urls);
            here.values().removeIf(url -> !url.authority().equals(authority));
            if (address == null) {
                if (place.step().severity() == Severity.WARNING) {
                    here.keySet().forEach(service -> lose(audience, service));
                }
                return;
            }
            WebServices services = new WebServices(plan, probe, audience, address, now);
            services.look(here, place.step()).forEach(service -> lose(audience, service));
        });
    }

    private void lose(Audience audience, Service service) {
        lost.computeIfAbsent(audience, none -> new LinkedHashSet<>())
                .add(service == Service.ADDRESS_BOOK ? "no address book" : "no members of groups");
    }

    private String verdict() {
        StringJoiner who = new StringJoiner(", ");
        Set<String> inside = lost.get(Audience.INSIDE);
        if (inside != null && inside.equals(lost.get(Audience.OUTSIDE))) {
            return "Signed in, clients inside and outside get " + String.join(" and ", inside) + ".";
        }
        lost.forEach((audience, what) -> who.add(audience.words() + " get " + String.join(" and ", what)));
        return lost.isEmpty() ? "" : "Signed in, " + who + ".";
    }
}
