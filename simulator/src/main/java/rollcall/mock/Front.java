package rollcall.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One server that clients meet: the pool, or a Director, or one of the pools behind it. */
final class Front {
    /** Names of what stands behind a Director, by user: the first is home to user0001, user0003 and on. */
    private static final List<String> POOLS = List.of("pool01", "pool02");

    private final String host;
    private final String domain;
    /** Where users are at home, by the lowest bit of their number; empty: all of them here. */
    private final List<Front> homes;

    private volatile int port;

    private Front(String name, String domain, List<Front> homes) {
        this.host = name + "." + domain;
        this.domain = domain;
        this.homes = homes;
    }

    /** A pool that is home to everyone. */
    static Front alone(String domain) {
        return new Front(POOLS.get(0), domain, List.of());
    }

    /** A Director, and behind it two pools. */
    static List<Front> withDirector(String domain) {
        List<Front> homes = new ArrayList<>();
        List<Front> all = new ArrayList<>();
        all.add(new Front("dir01", domain, homes));
        POOLS.forEach(name -> homes.add(new Front(name, domain, homes)));
        all.addAll(homes);
        return all;
    }

    /** The name that certificate, SRV record, {@code targetname} and ms-diagnostics share. */
    String host() {
        return host;
    }

    /** The host's first label in capitals, as Windows calls the computer. */
    String computer() {
        return host.substring(0, host.indexOf('.')).toUpperCase(Locale.ROOT);
    }

    /** The SIP domain's first label in capitals, as Windows calls the domain. */
    String netbiosDomain() {
        int dot = domain.indexOf('.');
        return (dot < 0 ? domain : domain.substring(0, dot)).toUpperCase(Locale.ROOT);
    }

    String domain() {
        return domain;
    }

    /** Of the TLS listener; 0 until it listens. */
    int port() {
        return port;
    }

    void listensAt(int tlsPort) {
        port = tlsPort;
    }

    /** The server that is home to a user who is not at home here; null for those who are. */
    @Nullable
    Front elsewhere(int user) {
        if (homes.isEmpty()) {
            return null;
        }
        Front home = homes.get(user & 1);
        return home == this ? null : home;
    }
}
