package rollcall.mock;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import rollcall.mock.Behaviour.NameFault;
import rollcall.mock.Behaviour.SrvTarget;
import rollcall.mock.Behaviour.Zone;

/** The pool's zone: question in, answer out, without a socket. Immutable and safe for any thread. */
final class MockZone {
    /** RFC 2308 §5: how long they may keep that there is nothing. */
    private static final int NEGATIVE_TTL_SECONDS = 60;

    /** What a UDP answer holds beyond 512 bytes when the client's EDNS option allows it (RFC 9715). */
    private static final int MAX_UDP_BYTES = 1400;

    /** An alias may lead to an alias; a longer row of them than this is a circle. */
    private static final int MAX_ALIASES = 8;

    private final Name origin;
    private final SOARecord soa;
    private final Map<Name, List<Record>> records = new HashMap<>();
    /** Names that exist because something lies below them (RFC 8020). */
    private final Set<Name> inner = new HashSet<>();

    /** What the SRV records say under the behaviours that change them. */
    private final Map<Behaviour, Map<Name, List<Record>>> otherSrv = new HashMap<>();

    /** What befalls questions for one name only. */
    private final Map<Name, Zone> named = new HashMap<>();

    private MockZone(Name origin) throws TextParseException {
        this.origin = origin;
        this.soa = new SOARecord(
                origin,
                DClass.IN,
                ZoneText.TTL_SECONDS,
                new Name("ns", origin),
                new Name("hostmaster", origin),
                1,
                3600,
                600,
                86_400,
                NEGATIVE_TTL_SECONDS);
    }

    /**
     * @param written the records of the zone; those that a name server has of itself are added
     * @param nameServer where this one is
     * @param pool where hosts are that only a behaviour names
     * @param deadPort a port where nobody listens
     * @param behaviours those of the script that the zone must know
     */
    static MockZone of(
            String domain,
            List<Record> written,
            InetAddress nameServer,
            InetAddress pool,
            int deadPort,
            List<Behaviour> behaviours)
            throws TextParseException {
        MockZone zone = new MockZone(Name.fromString(domain, Name.root));
        Name ns = new Name("ns", zone.origin);
        zone.add(zone.soa);
        zone.add(new NSRecord(zone.origin, DClass.IN, ZoneText.TTL_SECONDS, ns));
        written.forEach(zone::add);
        if (!zone.records.containsKey(ns)) {
            zone.add(address(ns, nameServer));
        }
        List<Name> services = written.stream()
                .filter(SRVRecord.class::isInstance)
                .map(Record::getName)
                .distinct()
                .toList();
        for (Behaviour behaviour : behaviours) {
            if (behaviour instanceof NameFault fault) {
                zone.named.put(Name.fromString(fault.name(), zone.origin), fault.zone());
            } else {
                zone.bend(services, behaviour, pool, deadPort);
            }
        }
        return zone;
    }

    /** Notes what the service records say under a behaviour, if anything else. */
    private void bend(List<Name> services, Behaviour behaviour, InetAddress pool, int deadPort)
            throws TextParseException {
        Name host = behaviour instanceof SrvTarget target ? Name.fromString(target.host(), Name.root) : null;
        if (host == null && behaviour != Zone.SRV_DOT && behaviour != Zone.DEAD_PORT) {
            return;
        }
        Map<Name, List<Record>> bent = new HashMap<>();
        for (Name service : services) {
            List<Record> others = new ArrayList<>();
            for (Record record : records.getOrDefault(service, List.of())) {
                others.add(record instanceof SRVRecord srv ? bent(srv, behaviour, host, deadPort) : record);
            }
            bent.put(service, others);
        }
        otherSrv.put(behaviour, bent);
        if (host != null && !records.containsKey(host)) {
            add(address(host, pool));
        }
    }

    private static SRVRecord bent(SRVRecord srv, Behaviour behaviour, @Nullable Name host, int deadPort) {
        int port = behaviour == Zone.DEAD_PORT ? deadPort : behaviour == Zone.SRV_DOT ? 0 : srv.getPort();
        Name target = host != null ? host : behaviour == Zone.SRV_DOT ? Name.root : srv.getTarget();
        return new SRVRecord(srv.getName(), DClass.IN, srv.getTTL(), srv.getPriority(), srv.getWeight(), port, target);
    }

    /** How many bytes an answer to this question may have. */
    static int maxBytes(Message query, boolean tcp) {
        if (tcp) {
            return 65_535;
        }
        OPTRecord edns = query.getOPT();
        // RFC 6891 §6.2.5: values below 512 mean 512.
        return edns == null ? 512 : Math.max(512, Math.min(edns.getPayloadSize(), MAX_UDP_BYTES));
    }

    /** The answer under a behaviour (null: as it should be); null when there shall be none. */
    @Nullable
    Message answer(Message query, @Nullable Behaviour general, boolean tcp) {
        Record question = query.getQuestion();
        Behaviour ofName = question == null ? null : named.get(question.getName());
        Behaviour behaviour = ofName == null ? general : ofName;
        if (behaviour == Zone.SILENT || query.getHeader().getFlag(Flags.QR)) {
            return null;
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        if (question != null) {
            answer.addRecord(question, Section.QUESTION);
        }
        if (query.getOPT() != null) {
            answer.addRecord(new OPTRecord(MAX_UDP_BYTES, 0, 0), Section.ADDITIONAL);
        }
        int refusal = refusal(query, question, behaviour);
        if (refusal != Rcode.NOERROR || question == null) {
            answer.getHeader().setRcode(refusal);
        } else if (behaviour == Zone.TRUNCATED && !tcp) {
            answer.getHeader().setFlag(Flags.TC);
        } else {
            fill(answer, question, behaviour);
        }
        return answer;
    }

    private int refusal(Message query, @Nullable Record question, @Nullable Behaviour behaviour) {
        if (behaviour == Zone.SERVFAIL) {
            return Rcode.SERVFAIL;
        }
        if (behaviour == Zone.REFUSED) {
            return Rcode.REFUSED;
        }
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Rcode.NOTIMP;
        }
        if (question == null || query.getHeader().getCount(Section.QUESTION) != 1) {
            return Rcode.FORMERR;
        }
        return isOurs(question.getName()) && question.getDClass() == DClass.IN ? Rcode.NOERROR : Rcode.REFUSED;
    }

    private void fill(Message answer, Record question, @Nullable Behaviour behaviour) {
        answer.getHeader().setFlag(Flags.AA);
        Name name = question.getName();
        for (int aliases = 0; aliases < MAX_ALIASES; aliases++) {
            List<Record> found = found(name, behaviour);
            if (add(answer, found, question.getType(), behaviour)) {
                return;
            }
            Record first = found.isEmpty() ? null : found.get(0);
            if (!(first instanceof CNAMERecord alias)) {
                nothing(answer, name, !found.isEmpty());
                return;
            }
            // RFC 1034 §3.6.2: the alias, and then what the name that it stands for has.
            answer.addRecord(alias, Section.ANSWER);
            name = alias.getTarget();
            if (!isOurs(name)) {
                return;
            }
        }
    }

    /** Adds the records of this type; false when there is none. */
    private boolean add(Message answer, List<Record> found, int type, @Nullable Behaviour behaviour) {
        boolean any = false;
        for (Record record : found) {
            if (record.getType() == type) {
                answer.addRecord(record, Section.ANSWER);
                any = true;
                if (record instanceof SRVRecord srv && behaviour != Zone.NO_ADDRESS) {
                    // RFC 2782: the addresses of the target, which saves the asker a question.
                    addresses(answer, srv.getTarget());
                }
            }
        }
        return any;
    }

    private void addresses(Message answer, Name host) {
        for (Record record : records.getOrDefault(host, List.of())) {
            if (isAddress(record)) {
                answer.addRecord(record, Section.ADDITIONAL);
            }
        }
    }

    private void nothing(Message answer, Name name, boolean exists) {
        answer.getHeader().setRcode(exists || inner.contains(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
        // RFC 2308 §3: the SOA carries how long this may be remembered.
        answer.addRecord(soa, Section.AUTHORITY);
    }

    private List<Record> found(Name name, @Nullable Behaviour behaviour) {
        List<Record> usual = records.getOrDefault(name, List.of());
        if (behaviour == null || usual.isEmpty()) {
            return usual;
        }
        List<Record> bent = otherSrv.getOrDefault(behaviour, Map.of()).getOrDefault(name, usual);
        return bent.stream().filter(record -> !isMissing(record, behaviour)).toList();
    }

    private static boolean isMissing(Record record, Behaviour behaviour) {
        boolean service = record instanceof SRVRecord;
        return (behaviour == Zone.NO_RECORD && (service || isAddress(record)))
                || (behaviour == Zone.NO_SRV && service)
                || (behaviour == Zone.NO_ADDRESS && isAddress(record));
    }

    private static boolean isAddress(Record record) {
        return record.getType() == Type.A || record.getType() == Type.AAAA;
    }

    private boolean isOurs(Name name) {
        return name.subdomain(origin) || records.containsKey(name);
    }

    private void add(Record record) {
        records.computeIfAbsent(record.getName(), none -> new ArrayList<>(1)).add(record);
        for (Name name = record.getName(); name.labels() > origin.labels(); name = new Name(name, 1)) {
            inner.add(new Name(name, 1));
        }
    }

    private static Record address(Name host, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(host, DClass.IN, ZoneText.TTL_SECONDS, address)
                : new AAAARecord(host, DClass.IN, ZoneText.TTL_SECONDS, address);
    }
}
