package rollcall.dns;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import rollcall.outcome.Fault;

/**
 * Host → addresses: A and, when the plan says so, AAAA, asked at once and both waited for; IPv4 first, each in the
 * server's order. Literals, and {@code localhost} (RFC 6761 §6.3), are answered without a query. Used on one event loop.
 */
final class AddressLookup {
    /** Names kept in the form in which they are asked; simulated clients ask for the same few again and again. */
    private static final int MAX_HOSTS = 1_000;

    private final boolean ipv6;
    private final Map<String, Host> hosts = new HashMap<>();

    /** What a name means before anybody is asked: addresses, or questions, or neither: then it is no name. */
    private record Host(
            List<InetAddress> literal,
            @Nullable DnsQuestion a,
            @Nullable DnsQuestion aaaa) {}

    AddressLookup(boolean ipv6) {
        this.ipv6 = ipv6;
    }

    void resolve(DnsLookup lookup, String name, Locator.Resolved taker) {
        Host host = host(name);
        DnsQuestion a = host.a();
        if (!host.literal().isEmpty()) {
            taker.resolved(host.literal());
        } else if (a == null) {
            taker.notResolved(Fault.DNS_NO_ADDRESS, "\"" + name + "\" is not a host name");
        } else if (host.aaaa() == null) {
            lookup.ask(a, answer -> tell(answer, null, taker));
        } else {
            Both both = new Both(taker);
            lookup.ask(a, both::onA);
            lookup.ask(host.aaaa(), both::onAaaa);
        }
    }

    private Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            host = read(name);
            if (hosts.size() >= MAX_HOSTS) {
                hosts.clear();
            }
            hosts.put(name, host);
        }
        return host;
    }

    private Host read(String name) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(name);
        if (literal != null) {
            return new Host(List.of(literal), null, null);
        }
        if (name.equalsIgnoreCase("localhost")) {
            InetAddress v4 = NetUtil.LOCALHOST4;
            return new Host(ipv6 ? List.of(v4, NetUtil.LOCALHOST6) : List.of(v4), null, null);
        }
        try {
            DnsQuestion a = name.isEmpty() ? null : DnsQuestion.of(name, Type.A);
            return new Host(List.of(), a, ipv6 && a != null ? DnsQuestion.of(name, Type.AAAA) : null);
        } catch (TextParseException e) {
            return new Host(List.of(), null, null);
        }
    }

    private static void tell(DnsAnswer a, @Nullable DnsAnswer aaaa, Locator.Resolved taker) {
        if (aaaa == null || !aaaa.hasRecords()) {
            if (a.hasRecords()) {
                taker.resolved(a.addresses());
            } else {
                tellNone(a, aaaa, taker);
            }
        } else if (a.hasRecords()) {
            List<InetAddress> all = new ArrayList<>(a.addresses());
            all.addAll(aaaa.addresses());
            taker.resolved(all);
        } else {
            taker.resolved(aaaa.addresses());
        }
    }

    private static void tellNone(DnsAnswer a, @Nullable DnsAnswer aaaa, Locator.Resolved taker) {
        Fault fault = a.fault();
        if (fault == null && aaaa != null) {
            fault = aaaa.fault();
        }
        String detail = a.question() + ": " + a.text();
        if (aaaa != null) {
            detail += "; " + aaaa.question() + ": " + aaaa.text();
        }
        taker.notResolved(fault == null ? Fault.DNS_NO_ADDRESS : fault, detail);
    }

    /** Waits for both kinds of address. */
    private static final class Both {
        private final Locator.Resolved taker;
        private @Nullable DnsAnswer a;
        private @Nullable DnsAnswer aaaa;

        Both(Locator.Resolved taker) {
            this.taker = taker;
        }

        void onA(DnsAnswer answer) {
            a = answer;
            tellWhenComplete();
        }

        void onAaaa(DnsAnswer answer) {
            aaaa = answer;
            tellWhenComplete();
        }

        private void tellWhenComplete() {
            if (a != null && aaaa != null) {
                tell(a, aaaa, taker);
            }
        }
    }
}
