package rollcall.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSockets;
import rollcall.dns.StrictName;
import rollcall.dns.Target;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;
import rollcall.tls.CertificateInspection;

/** Every server that a client may come to, each looked at once. */
final class Servers implements AutoCloseable {
    /** More than these are as many front ends as no pool has. */
    private static final int MOST = 32;

    private final CheckPlan plan;
    private final LongSupplier wallMillis;
    private final List<ServerProbe> probes = new ArrayList<>();
    private final CertificateInspection.Roots roots;
    private final CertificateCheck certificates;
    private final Map<Place, ServerCheck.Result> results = new LinkedHashMap<>();

    /** A server, and where it stands according to somebody: one name may lead to other machines inside and outside. */
    private record Place(Target server, Set<InetAddress> addresses) {}

    Servers(CheckPlan plan, DnsSockets sockets, LongSupplier nanoClock, LongSupplier wallMillis) throws PlanException {
        this.plan = plan;
        this.wallMillis = wallMillis;
        this.roots = new CertificateInspection.Roots(plan.tls().trust());
        this.certificates = new CertificateCheck(plan.domain(), plan.tls().trust() != null, now());
        for (String protocol : protocols(plan.tls())) {
            probes.add(new ServerProbe(sockets, plan.limits(), plan.tls(), List.of(protocol), wallMillis, nanoClock));
        }
    }

    /** Every version that the engine can speak, oldest first. */
    static List<String> protocols(TlsPlan tls) {
        return tls.engine() == TlsPlan.Engine.BORINGSSL || tls.engine() == TlsPlan.Engine.JDK_LEGACY
                ? List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
                : List.of("TLSv1.2", "TLSv1.3");
    }

    private boolean isLegacy() {
        return plan.tls().engine() == TlsPlan.Engine.JDK_LEGACY;
    }

    private Instant now() {
        return Instant.ofEpochMilli(wallMillis.getAsLong());
    }

    private static Place place(Target target, Collection<InetAddress> addresses) {
        return new Place(
                new Target(target.host().toLowerCase(Locale.ROOT), target.port(), target.transport(), ""),
                new LinkedHashSet<>(addresses));
    }

    /** Looks at everything that the records of these views name and these clients would try, all at once. */
    void look(List<DnsView> views, List<Way> ways) {
        Set<Place> places = new LinkedHashSet<>();
        for (Way way : ways) {
            way.targets().forEach(each -> places.add(place(each, way.view().addresses(each.host()))));
        }
        for (DnsView view : views) {
            named(view).forEach(each -> places.add(place(each, view.addresses(each.host()))));
        }
        look(places);
    }

    /** Looks at one more; null when there is no address to look at. */
    ServerCheck.@Nullable Result look(Target target, Collection<InetAddress> addresses) {
        Place place = place(target, addresses);
        look(Set.of(place));
        return results.get(place);
    }

    private void look(Set<Place> places) {
        Map<Place, ServerCheck> asked = new LinkedHashMap<>();
        for (Place place : places) {
            boolean isNew = !place.addresses().isEmpty() && !results.containsKey(place);
            if (isNew && results.size() + asked.size() < MOST) {
                asked.put(
                        place,
                        new ServerCheck(
                                place.server(),
                                List.copyOf(place.addresses()),
                                probes,
                                roots,
                                certificates,
                                isLegacy(),
                                now()));
            }
        }
        asked.forEach((place, check) -> results.put(place, check.judge()));
    }

    /** Whether a server has been looked at, wherever it stands. */
    boolean knows(Target target) {
        return results.values().stream()
                .map(ServerCheck.Result::target)
                .anyMatch(place(target, List.of()).server()::equals);
    }

    /** What was found out about a server, standing where a client finds it; null when it has no address there. */
    ServerCheck.@Nullable Result at(Target target, DnsView view) {
        return results.get(place(target, view.addresses(target.host())));
    }

    /** All that were looked at. */
    Collection<ServerCheck.Result> all() {
        return results.values();
    }

    /** Those that a step is worth: all that records name; of those that clients merely guess, the ones they come to. */
    Set<ServerCheck.Result> worthTelling(List<DnsView> views, List<Way.End> ends) {
        Set<ServerCheck.Result> worth = new LinkedHashSet<>();
        for (Way.End end : ends) {
            // what was passed over on the way was a guess too many, or is named by a record
            worth.addAll(end.arrives() ? List.of(end.last()) : end.met());
        }
        for (DnsView view : views) {
            for (Target target : named(view)) {
                ServerCheck.Result result = at(target, view);
                if (result != null) {
                    worth.add(result);
                }
            }
        }
        return worth;
    }

    /** No client goes where it must not trust the name, so nobody looks what is there. */
    private List<Target> named(DnsView view) {
        return view.services().stream()
                .filter(each -> StrictName.level(each.host(), plan.domain())
                        <= plan.client().strictName())
                .toList();
    }

    @Override
    public void close() {
        probes.forEach(ServerProbe::close);
    }
}
