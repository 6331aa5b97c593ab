package rollcall.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.Transport;

/**
 * The walk of automatic configuration, as Communicator does it (TechNet dd572514, "Client DNS Queries Drilldown"): all SRV
 * names are asked at once and judged in the profile's order; the first that names a usable server wins. The fall-back host
 * names are asked only when no SRV record exists at all.
 *
 * <p>What the documents leave open is decided so:
 *
 * <ul>
 *   <li>A later answer that comes first waits for the verdict on the earlier names; a name whose server is silent or fails
 *       counts, once that is certain, like a name that does not exist, and the next one is judged. The client's resolver
 *       tells it no more than "no record".
 *   <li>"." says that this one service is not offered (RFC 2782), nothing about the next name, which is another service.
 *   <li>A host beyond the strict name level is skipped; so is a name all whose hosts are. The rule guards TLS only.
 *   <li>"." and skipped hosts are records that exist: no fall-back host is asked after them.
 *   <li>A profile that goes on to the next name on failure waits for every name, and tries all their hosts in order.
 *   <li>A fall-back host without an address is left out. One that has several ports is asked once.
 * </ul>
 *
 * <p>When nothing is found, the fault is that of the first record in the client's order that is not plainly absent.
 */
final class ClientWalk implements Discovery {
    /** No client tries more servers than this in one sign-in. */
    private static final int MAX_TARGETS = 64;

    private final ClientProfile profile;
    private final int strictName;
    private final AddressLookup addresses;
    private @Nullable Names last;

    /** @param strictName the highest {@link StrictName} level that is accepted */
    ClientWalk(ClientProfile profile, int strictName, AddressLookup addresses) {
        this.profile = profile;
        this.strictName = strictName;
        this.addresses = addresses;
    }

    @Override
    public void locate(DnsLookup lookup, String domain, long random, Locator.Located taker) {
        Names names = last;
        if (names == null || !names.domain.equals(domain)) {
            try {
                names = new Names(profile, domain);
            } catch (TextParseException e) {
                taker.notLocated(Fault.DNS_NO_RECORD, "\"" + domain + "\" is not a domain name");
                return;
            }
            last = names;
        }
        new Walk(lookup, names, random, taker).start();
    }

    /** The names of the profile in one domain; clients of one run share one, so they are written once. */
    private static final class Names {
        private final String domain;
        private final DnsQuestion[] services;
        private final String[] hosts;
        private final int[] hostOfFallback;
        /** Found before: clients of one run are led to the same few servers, and each keeps its own for hours. */
        private final List<Known> known = new ArrayList<>();

        Names(ClientProfile profile, String domain) throws TextParseException {
            this.domain = domain;
            services = new DnsQuestion[profile.discovery().size()];
            for (int i = 0; i < services.length; i++) {
                services[i] = DnsQuestion.of(profile.discovery().get(i).name() + "." + domain, Type.SRV);
            }
            List<String> distinct = new ArrayList<>();
            hostOfFallback = new int[profile.fallbacks().size()];
            for (int i = 0; i < hostOfFallback.length; i++) {
                String host = profile.fallbacks().get(i).label() + "." + withoutDot(domain);
                if (!distinct.contains(host)) {
                    distinct.add(host);
                }
                hostOfFallback[i] = distinct.indexOf(host);
            }
            hosts = distinct.toArray(String[]::new);
        }

        /** What this very record was found to be before, or null. */
        @SuppressWarnings("ReferenceEquality") // equal records are found by the slower way
        @Nullable
        Target known(SRVRecord service, String origin) {
            for (int i = 0; i < known.size(); i++) {
                Known each = known.get(i);
                if (each.service == service && each.target.origin().equals(origin)) {
                    return each.target;
                }
            }
            return null;
        }

        Target target(SRVRecord service, String host, Transport transport, String origin) {
            Target found = new Target(host, service.getPort(), transport, origin);
            for (Known each : known) {
                if (each.target.equals(found)) {
                    each.service = service;
                    return each.target;
                }
            }
            if (known.size() < MAX_TARGETS) {
                known.add(new Known(service, found));
            }
            return found;
        }

        private static String withoutDot(String domain) {
            return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        }
    }

    /** A target, and the record that has told of it last: clients of one run are shown the same record by the cache. */
    private static final class Known {
        private SRVRecord service;
        private final Target target;

        Known(SRVRecord service, Target target) {
            this.service = service;
            this.target = target;
        }
    }

    /** One client's walk. */
    private final class Walk {
        private final DnsLookup lookup;
        private final Names names;
        private final long random;
        private final Locator.Located taker;
        private final @Nullable DnsAnswer[] said;
        private final List<Target> targets = new ArrayList<>(2);
        private int judged;
        private boolean asking;
        private boolean anyRecord;
        private boolean over;

        Walk(DnsLookup lookup, Names names, long random, Locator.Located taker) {
            this.lookup = lookup;
            this.names = names;
            this.random = random;
            this.taker = taker;
            this.said = new @Nullable DnsAnswer[names.services.length];
        }

        void start() {
            asking = true;
            for (int i = 0; i < said.length; i++) {
                int index = i;
                lookup.ask(names.services[i], answer -> {
                    said[index] = answer;
                    judge();
                });
            }
            asking = false;
            judge();
        }

        private void judge() {
            if (asking || over) {
                return;
            }
            while (judged < said.length) {
                DnsAnswer answer = said[judged];
                if (answer == null) {
                    return;
                }
                take(answer, profile.discovery().get(judged).transport());
                judged++;
                if (!targets.isEmpty() && !profile.nextNameOnFailure()) {
                    break;
                }
            }
            over = true;
            if (!targets.isEmpty()) {
                taker.located(targets);
            } else if (anyRecord) {
                tellWhy(List.of());
            } else {
                new FallbackHosts(this).start();
            }
        }

        private void take(DnsAnswer answer, Transport transport) {
            List<SRVRecord> services = answer.services();
            if (services.isEmpty()) {
                return;
            }
            anyRecord = true;
            String origin = answer.question().host();
            for (SRVRecord service : SrvOrder.order(services, random)) {
                Target target = names.known(service, origin);
                if (target == null) {
                    target = trusted(service, transport, origin);
                }
                if (target != null && targets.size() < MAX_TARGETS) {
                    targets.add(target);
                }
            }
        }

        /** The target that the record names, or null when the service is not offered or its host is not to be trusted. */
        private @Nullable Target trusted(SRVRecord service, Transport transport, String origin) {
            if (service.getTarget().equals(Name.root)) {
                return null;
            }
            String host = service.getTarget().toString(true);
            return isTrusted(host) ? names.target(service, host, transport, origin) : null;
        }

        /** In clear text too: a client that refuses a foreign host over TLS must not be led there without it. */
        private boolean isTrusted(String host) {
            return StrictName.level(host, names.domain) <= strictName;
        }

        /** @param hosts what the fall-back hosts came to, in their order */
        private void tellWhy(List<NoHost> hosts) {
            Fault fault = null;
            StringBuilder detail = new StringBuilder();
            for (DnsAnswer answer : said) {
                if (answer == null) {
                    continue;
                }
                if (fault == null) {
                    fault = fault(answer);
                }
                add(detail, answer.question() + ": " + text(answer));
            }
            for (NoHost host : hosts) {
                if (fault == null && host.fault() != Fault.DNS_NO_ADDRESS) {
                    fault = host.fault();
                }
                add(detail, host.detail());
            }
            taker.notLocated(fault == null ? Fault.DNS_NO_RECORD : fault, detail.toString());
        }

        private @Nullable Fault fault(DnsAnswer answer) {
            if (answer.services().isEmpty()) {
                return answer.fault();
            }
            return isNotOffered(answer) ? Fault.DNS_NOT_OFFERED : Fault.DNS_STRICT_NAME;
        }

        private String text(DnsAnswer answer) {
            if (answer.services().isEmpty()) {
                return answer.text();
            }
            if (isNotOffered(answer)) {
                return "\".\", the service is not offered";
            }
            StringBuilder text = new StringBuilder();
            for (SRVRecord service : answer.services()) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(service.getTarget().toString(true))
                        .append(':')
                        .append(service.getPort());
            }
            return text.append(" is outside ").append(names.domain).toString();
        }

        private static boolean isNotOffered(DnsAnswer answer) {
            for (SRVRecord service : answer.services()) {
                if (!service.getTarget().equals(Name.root)) {
                    return false;
                }
            }
            return true;
        }

        private static void add(StringBuilder detail, String text) {
            detail.append(detail.isEmpty() ? "" : "; ").append(text);
        }
    }

    /** A fall-back host that is not there. */
    private record NoHost(Fault fault, String detail) {}

    /** The walk's second half: which of the fall-back hosts exist. */
    private final class FallbackHosts {
        private final Walk walk;
        private final @Nullable NoHost[] missing;
        private int awaited;

        FallbackHosts(Walk walk) {
            this.walk = walk;
            this.missing = new @Nullable NoHost[walk.names.hosts.length];
        }

        void start() {
            awaited = missing.length;
            if (awaited == 0) {
                walk.tellWhy(List.of());
            }
            for (int i = 0; i < missing.length; i++) {
                addresses.resolve(walk.lookup, walk.names.hosts[i], new Ask(i));
            }
        }

        private void told() {
            awaited--;
            if (awaited > 0) {
                return;
            }
            List<Target> targets = new ArrayList<>();
            for (int i = 0; i < walk.names.hostOfFallback.length; i++) {
                int host = walk.names.hostOfFallback[i];
                if (missing[host] == null) {
                    String name = walk.names.hosts[host];
                    targets.add(new Target(name, profile.fallbacks().get(i).port(), Transport.TLS, name));
                }
            }
            if (targets.isEmpty()) {
                List<NoHost> hosts = new ArrayList<>(missing.length);
                for (NoHost host : missing) {
                    if (host != null) {
                        hosts.add(host);
                    }
                }
                walk.tellWhy(hosts);
            } else {
                walk.taker.located(targets);
            }
        }

        /** One host's answer. */
        private final class Ask implements Locator.Resolved {
            private final int host;

            Ask(int host) {
                this.host = host;
            }

            @Override
            public void resolved(List<InetAddress> found) {
                told();
            }

            @Override
            public void notResolved(Fault fault, String detail) {
                missing[host] = new NoHost(fault, detail);
                told();
            }
        }
    }
}
