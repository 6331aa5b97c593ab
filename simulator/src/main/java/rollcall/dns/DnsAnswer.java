package rollcall.dns;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.SRVRecord;
import rollcall.outcome.Fault;

/**
 * What one question came to.
 *
 * @param services the SRV records, when such were asked for and exist
 * @param addresses the A or AAAA records' addresses in the server's order, when such were asked for and exist
 * @param fault why there is no answer; null when there is one, even if it is "no such name"
 * @param text what was said when it was no record, as a person reads it behind the name
 * @param ttlSeconds how long this may be kept; 0 when not at all
 * @param server who said it; null when nobody was asked
 * @param alias the name at the end of the aliases (CNAME) that led to the records; null when there was none
 * @param tookNanos from the question to this answer, all tries included
 */
record DnsAnswer(
        DnsQuestion question,
        List<SRVRecord> services,
        List<InetAddress> addresses,
        @Nullable Fault fault,
        String text,
        long ttlSeconds,
        @Nullable String server,
        @Nullable String alias,
        long tookNanos) {

    static DnsAnswer records(
            DnsQuestion question, List<SRVRecord> services, List<InetAddress> addresses, long ttlSeconds) {
        return new DnsAnswer(
                question, List.copyOf(services), List.copyOf(addresses), null, "", ttlSeconds, null, null, 0);
    }

    /** The same, found under another name than the one that was asked for. */
    DnsAnswer under(String name) {
        return new DnsAnswer(question, services, addresses, fault, text, ttlSeconds, server, name, tookNanos);
    }

    /** The server knows that there is no such record; the text says whether at least the name exists. */
    static DnsAnswer absent(DnsQuestion question, String text, long ttlSeconds) {
        return new DnsAnswer(question, List.of(), List.of(), null, text, ttlSeconds, null, null, 0);
    }

    static DnsAnswer failed(DnsQuestion question, Fault fault, String text) {
        return new DnsAnswer(question, List.of(), List.of(), fault, text, 0, null, null, 0);
    }

    /** The same, with what only the asker knows: the original question, the strictest TTL on the way to it, and how. */
    DnsAnswer to(DnsQuestion original, long maxTtlSeconds, String from, long nanos) {
        String under = alias == null && !question.equals(original) ? question.host() : alias;
        return new DnsAnswer(
                original, services, addresses, fault, text, Math.min(ttlSeconds, maxTtlSeconds), from, under, nanos);
    }

    boolean hasRecords() {
        return !services.isEmpty() || !addresses.isEmpty();
    }

    /** Whether there certainly is no such record. */
    boolean isAbsent() {
        return fault == null && !hasRecords();
    }
}
