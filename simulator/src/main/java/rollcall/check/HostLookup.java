package rollcall.check;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSurvey.Kind;
import rollcall.dns.DnsSurvey.Said;
import rollcall.plan.Addresses;

/** Where certain clients find hosts: as somebody has told (--resolve), or as their DNS server says. */
final class HostLookup {
    private final CheckPlan plan;
    private final Audience audience;
    private final DnsView view;
    private final boolean insideAndOutside;

    /** @param views the first as clients inside read it, the last as clients outside do */
    HostLookup(CheckPlan plan, Audience audience, List<DnsView> views) {
        this.plan = plan;
        this.audience = audience;
        this.view = audience == Audience.INSIDE ? views.get(0) : views.get(views.size() - 1);
        this.insideAndOutside = views.size() == 1;
    }

    /**
     * What came of it.
     *
     * @param told whether somebody has told it, whatever DNS says
     * @param missing why there is no address; null when there is one
     */
    record Answer(
            List<InetAddress> addresses,
            boolean told,
            @Nullable String missing) {}

    /** Looks, and tells the step who says so. */
    Answer find(String host, Step step) {
        InetAddress told = plan.web().resolve().get(host);
        if (told != null) {
            step.detail(host + ": " + told.getHostAddress() + ", as told (--resolve)");
            return new Answer(List.of(told), true, null);
        }
        InetAddress literal = Addresses.literal(host);
        if (literal != null) {
            return new Answer(List.of(literal), false, null);
        }
        Said said = view.survey().ask(host, Kind.A).join();
        step.detail(host + ": " + (said.hasRecords() ? RecordCheck.text(said.addresses()) : said.text()) + ", says "
                + view.server());
        return new Answer(said.addresses(), false, said.hasRecords() ? null : host + ": " + said.text());
    }

    /** Whether a server was asked for want of one that clients outside ask: what it does not know, they may. */
    boolean isAnotherServer() {
        return audience == Audience.OUTSIDE && insideAndOutside;
    }

    /** Whether these are no addresses for the clients that they are told to. */
    boolean isUnreachable(Answer answer) {
        return audience == Audience.OUTSIDE
                && !insideAndOutside
                && !answer.told()
                && answer.addresses().stream().anyMatch(InetAddress::isSiteLocalAddress);
    }

    /** What to add to the zone that these clients see. */
    Repair[] add(String host) {
        return audience == Audience.INSIDE
                ? ZoneRepair.address(plan.domain(), host, List.of(), "")
                : ZoneRepair.missingOutside(plan.domain(), host);
    }
}
