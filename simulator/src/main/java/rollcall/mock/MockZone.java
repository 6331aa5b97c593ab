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
import rollcall.mock.Behaviour.SrvTarget;
import rollcall.mock.Behaviour.Zone;

/** The pool's zone: question in, answer out, without a socket. Immutable and safe for any thread. */
final class MockZone {
    /** How long clients may keep what they were told, in seconds. */
    private static final int TTL_SECONDS = 300;

    /** RFC 2308 §5: how long they may keep that there is nothing. */
    private static final int NEGATIVE_TTL_SECONDS = 60;

    /** What a UDP answer holds beyond 512 bytes when the client's EDNS option allows it (RFC 9715). */
    private static final int MAX_UDP_BYTES = 1400;

    private final Name origin;
    private final SOARecord soa;
    private final Map<Name, List<Record>> records = new HashMap<>();
    /** Names that exist because something lies below them (RFC 8020). */
    private final Set<Name> inner = new HashSet<>();

    /** What the SRV records say under the behaviours that change them. */
    private final Map<Behaviour, Map<Name, List<Record>>> otherSrv = new HashMap<>();

    private MockZone(Name origin) throws TextParseException {
        this.origin = origin;
        this.soa = new SOARecord(
                origin,
                DClass.IN,
                TTL_SECONDS,
                new Name("ns", origin),
                new Name("hostmaster", origin),
                1,
                3600,
                600,
                86_400,
                NEGATIVE_TTL_SECONDS);
    }

    /**
     * @param fronts the pool's servers; SRV records name the first
     * @param address where all of them listen
     * @param deadPort a port where nobody listens
     * @param behaviours those of the script that the zone must know
     */
    static MockZone of(List<Front> fronts, InetAddress address, int tcpPort, int deadPort, List<Behaviour> behaviours)
            throws TextParseException {
        Name origin = Name.fromString(fronts.get(0).domain(), Name.root);
        MockZone zone = new MockZone(origin);
        Name pool = Name.fromString(fronts.get(0).host(), Name.root);
        int tlsPort = fronts.get(0).port();
        Name sip = new Name("sip", origin);
        zone.add(zone.soa);
        zone.add(new NSRecord(origin, DClass.IN, TTL_SECONDS, new Name("ns", origin)));
        for (Name host : List.of(sip, new Name("ns", origin))) {
            zone.add(address(host, address));
        }
        for (Front front : fronts) {
            zone.add(address(Name.fromString(front.host(), Name.root), address));
        }
        List<SRVRecord> services = List.of(
                srv("_sipinternaltls._tcp", origin, tlsPort, pool),
                srv("_sipinternal._tcp", origin, tcpPort, pool),
                srv("_sip._tls", origin, tlsPort, sip));
        services.forEach(zone::add);
        for (Behaviour behaviour : behaviours) {
            Map<Name, List<Record>> other = new HashMap<>();
            for (SRVRecord service : services) {
                if (behaviour instanceof SrvTarget target) {
                    Name host = Name.fromString(target.host(), Name.root);
                    other.put(service.getName(), List.of(srv(service, service.getPort(), host)));
                    if (!zone.records.containsKey(host)) {
                        zone.add(address(host, address));
                    }
                } else if (behaviour == Zone.SRV_DOT) {
                    other.put(service.getName(), List.of(srv(service, 0, Name.root)));
                } else if (behaviour == Zone.DEAD_PORT) {
                    other.put(service.getName(), List.of(srv(service, deadPort, service.getTarget())));
                }
            }
            zone.otherSrv.put(behaviour, other);
        }
        return zone;
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
    Message answer(Message query, @Nullable Behaviour behaviour, boolean tcp) {
        if (behaviour == Zone.SILENT || query.getHeader().getFlag(Flags.QR)) {
            return null;
        }
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        Record question = query.getQuestion();
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
        boolean ours = question.getName().subdomain(origin) || records.containsKey(question.getName());
        return ours && question.getDClass() == DClass.IN ? Rcode.NOERROR : Rcode.REFUSED;
    }

    private void fill(Message answer, Record question, @Nullable Behaviour behaviour) {
        answer.getHeader().setFlag(Flags.AA);
        Name name = question.getName();
        List<Record> found = found(name, behaviour);
        boolean any = false;
        for (Record record : found) {
            if (record.getType() == question.getType()) {
                answer.addRecord(record, Section.ANSWER);
                any = true;
                if (record instanceof SRVRecord srv && behaviour != Zone.NO_ADDRESS) {
                    // RFC 2782: the addresses of the target, which saves the asker a question.
                    records.getOrDefault(srv.getTarget(), List.of())
                            .forEach(address -> answer.addRecord(address, Section.ADDITIONAL));
                }
            }
        }
        if (!any) {
            boolean exists = !found.isEmpty() || inner.contains(name);
            answer.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
            // RFC 2308 §3: the SOA carries how long this may be remembered.
            answer.addRecord(soa, Section.AUTHORITY);
        }
    }

    private List<Record> found(Name name, @Nullable Behaviour behaviour) {
        List<Record> usual = records.getOrDefault(name, List.of());
        if (behaviour == null || usual.isEmpty()) {
            return usual;
        }
        int type = usual.get(0).getType();
        boolean address = type == Type.A || type == Type.AAAA;
        if ((behaviour == Zone.NO_RECORD && (address || type == Type.SRV))
                || (behaviour == Zone.NO_SRV && type == Type.SRV)
                || (behaviour == Zone.NO_ADDRESS && address)) {
            return List.of();
        }
        return otherSrv.getOrDefault(behaviour, Map.of()).getOrDefault(name, usual);
    }

    private void add(Record record) {
        records.computeIfAbsent(record.getName(), none -> new ArrayList<>(1)).add(record);
        for (Name name = record.getName(); name.labels() > origin.labels(); name = new Name(name, 1)) {
            inner.add(new Name(name, 1));
        }
    }

    private static SRVRecord srv(String service, Name origin, int port, Name target) throws TextParseException {
        return new SRVRecord(new Name(service, origin), DClass.IN, TTL_SECONDS, 0, 0, port, target);
    }

    private static SRVRecord srv(SRVRecord like, int port, Name target) {
        return new SRVRecord(like.getName(), DClass.IN, TTL_SECONDS, 0, 0, port, target);
    }

    private static Record address(Name host, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(host, DClass.IN, TTL_SECONDS, address)
                : new AAAARecord(host, DClass.IN, TTL_SECONDS, address);
    }
}
