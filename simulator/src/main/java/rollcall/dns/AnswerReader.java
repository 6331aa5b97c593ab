package rollcall.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import rollcall.outcome.Fault;

/**
 * What a server's message says about a question. Only the answer section counts, followed from alias to alias; additional
 * records are not taken, because the client asks for the host's address itself.
 */
final class AnswerReader {
    /** Aliases followed for one question, within messages and from one to the next. */
    static final int MAX_ALIASES = 16;

    /** Records kept of one answer; no client tries more. */
    static final int MAX_RECORDS = 64;

    private AnswerReader() {}

    /**
     * What a message came to.
     *
     * @param answer the answer, or null when the message ends in an alias whose name must be asked next
     * @param alias that name
     * @param ttlSeconds the lowest of the aliases' times to live
     */
    record Reading(@Nullable DnsAnswer answer, @Nullable Name alias, long ttlSeconds, int aliases) {}

    /** Reads a whole message whose id and question have been found right. */
    static Reading read(ByteBuffer wire, DnsQuestion question) {
        Message message;
        try {
            message = new Message(wire);
        } catch (IOException | RuntimeException e) {
            // The parser reads bytes from strangers; whatever it stumbles over is the server's mistake, not ours.
            return end(DnsAnswer.failed(question, Fault.DNS_MALFORMED, "sent an answer that cannot be read"));
        }
        int rcode = message.getHeader().getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return end(DnsAnswer.failed(question, fault(rcode), "answered " + Rcode.string(rcode)));
        }
        return follow(message, question);
    }

    private static Fault fault(int rcode) {
        return rcode == Rcode.SERVFAIL ? Fault.DNS_SERVFAIL : Fault.DNS_REFUSED;
    }

    private static Reading follow(Message message, DnsQuestion question) {
        List<Record> section = message.getSection(Section.ANSWER);
        Name name = question.name();
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            CNAMERecord alias = null;
            List<SRVRecord> services = List.of();
            List<InetAddress> addresses = List.of();
            for (Record record : section) {
                if (record.getDClass() != DClass.IN || !record.getName().equals(name)) {
                    continue;
                }
                if (record.getType() == question.type()) {
                    ttl = Math.min(ttl, record.getTTL());
                    if (record instanceof SRVRecord srv) {
                        services = grown(services, srv);
                    } else if (record instanceof ARecord a) {
                        addresses = grown(addresses, a.getAddress());
                    } else if (record instanceof AAAARecord aaaa) {
                        addresses = grown(addresses, aaaa.getAddress());
                    }
                } else if (record instanceof CNAMERecord cname) {
                    alias = cname;
                }
            }
            if (!services.isEmpty() || !addresses.isEmpty()) {
                DnsAnswer records = DnsAnswer.records(question, services, addresses, ttl);
                return end(aliases == 0 ? records : records.under(name.toString(true)));
            }
            if (alias == null) {
                return name.equals(question.name()) || message.getHeader().getRcode() == Rcode.NXDOMAIN
                        ? end(absent(message, question, name, ttl))
                        : new Reading(null, name, ttl, aliases);
            }
            ttl = Math.min(ttl, alias.getTTL());
            name = alias.getTarget();
        }
        return tooManyAliases(question);
    }

    static Reading tooManyAliases(DnsQuestion question) {
        return end(DnsAnswer.failed(question, Fault.DNS_MALFORMED, "sent aliases (CNAME) without end"));
    }

    private static DnsAnswer absent(Message message, DnsQuestion question, Name name, long aliasTtl) {
        String text = message.getHeader().getRcode() == Rcode.NXDOMAIN ? "no such name" : "no such record";
        if (!name.equals(question.name())) {
            text += ", alias of " + name.toString(true);
        }
        return DnsAnswer.absent(question, text, Math.min(aliasTtl, negativeTtl(message)));
    }

    /** RFC 2308 §5: the lesser of the SOA's own TTL and its minimum field; without an SOA nothing may be kept. */
    private static long negativeTtl(Message message) {
        for (Record record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        return 0;
    }

    private static <T> List<T> grown(List<T> list, T next) {
        List<T> grown = list.isEmpty() ? new ArrayList<>(4) : list;
        if (grown.size() < MAX_RECORDS) {
            grown.add(next);
        }
        return grown;
    }

    private static Reading end(DnsAnswer answer) {
        return new Reading(answer, null, Long.MAX_VALUE, 0);
    }
}
