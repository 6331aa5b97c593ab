package rollcall.mock;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import rollcall.plan.PlanException;
import rollcall.plan.PoolZone;
import rollcall.plan.Transport;

/** Zones as people write them (RFC 1035 §5): read, and written for a pool that has none of its own. */
final class ZoneText {
    /** How long clients may keep what they were told, in seconds. */
    static final int TTL_SECONDS = 300;

    private ZoneText() {}

    /**
     * The records of a zone.
     *
     * @throws PlanException with file and line of the first that is none
     */
    static List<Record> read(PoolZone zone, Name origin) throws PlanException {
        byte[] text = zone.text().getBytes(StandardCharsets.UTF_8);
        List<Record> records = new ArrayList<>();
        try (Master master = new Master(new ByteArrayInputStream(text), origin, TTL_SECONDS)) {
            // A zone of a few lines reads no other files and makes no millions of records.
            master.disableIncludes(true);
            master.expandGenerate(false);
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                records.add(record);
            }
            if (master.generators().hasNext()) {
                throw new IOException("$GENERATE is not known here");
            }
        } catch (IOException e) {
            throw new PlanException(explained(zone, String.valueOf(e.getMessage())));
        }
        return records;
    }

    /** The library says {@code <none>:2: what is wrong}, with the line of the zone. */
    private static String explained(PoolZone zone, String message) {
        int from = message.indexOf(':') + 1;
        int to = message.indexOf(':', from);
        String number = from > 0 && to > from ? message.substring(from, to) : "";
        boolean known =
                !number.isEmpty() && number.length() < 7 && number.chars().allMatch(Character::isDigit);
        return known
                ? zone.source() + ":" + (zone.firstLine() + Integer.parseInt(number) - 1) + ": not a zone record:"
                        + message.substring(to + 1)
                : zone.source() + ":" + zone.firstLine() + ": not a zone: " + message;
    }

    /**
     * The zone that fits these servers: all are found by their names, and clients by the usual services.
     *
     * @param frontEnds how many of the first are front ends of equal right, between which clients inside choose
     */
    static PoolZone fitting(List<Front> fronts, int frontEnds) {
        Front tls = first(fronts, front -> front.transport() == Transport.TLS && front.isSip() && !front.isEdge());
        Front tcp = first(fronts, front -> front.transport() == Transport.TCP && front.isSip() && !front.isEdge());
        Front edge = first(fronts, front -> front.transport() == Transport.TLS && front.isEdge());
        Front outside = edge == null ? tls : edge;
        Set<String> lines = new LinkedHashSet<>();
        fronts.forEach(front -> lines.add(address(front.host() + ".", front)));
        if (tls != null) {
            lines.add(service("_sipinternaltls._tcp", tls.port(), tls.host() + "."));
        }
        for (Front front : fronts.subList(1, Math.max(1, frontEnds))) {
            lines.add(service("_sipinternaltls._tcp", front.port(), front.host() + "."));
        }
        if (tcp != null) {
            lines.add(service("_sipinternal._tcp", tcp.port(), tcp.host() + "."));
        }
        if (outside != null) {
            lines.add(address("sip." + outside.domain() + ".", outside));
            lines.add(service("_sip._tls", outside.port(), "sip"));
            // behind one name: a load balancer would choose between them
            fronts.stream()
                    .filter(front -> front.isEdge() && front.transport() == Transport.TLS)
                    .filter(front -> front.address().equals(outside.address()))
                    .forEach(front -> lines.add(service("_sip._tls", front.port(), "sip")));
        }
        return new PoolZone(String.join("\n", lines), "the pool's own zone", 1);
    }

    private static @Nullable Front first(List<Front> fronts, Predicate<Front> wanted) {
        return fronts.stream().filter(wanted).findFirst().orElse(null);
    }

    private static String service(String name, int port, String target) {
        return name + " SRV 0 0 " + port + " " + target;
    }

    private static String address(String name, Front front) {
        return name
                + (front.address() instanceof Inet4Address ? " A " : " AAAA ")
                + front.address().getHostAddress();
    }
}
