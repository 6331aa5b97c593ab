package rollcall.mock;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Scheme;
import rollcall.plan.PoolServer;
import rollcall.plan.PoolServer.Role;
import rollcall.plan.Transport;

/** One server as clients meet it: who it says it is, and who is at home there. */
final class Front {
    private final PoolServer server;
    private final String domain;
    /** Where users are at home, by their number; empty: all of them here. */
    private final List<Front> homes;
    /** The servers of the pool, this one among them. */
    private final List<Front> all;
    /** Whether those who meet it come through an Access Edge. */
    private final boolean fromOutside;

    private volatile int port;
    private volatile boolean down;

    private Front(PoolServer server, String domain, List<Front> homes, List<Front> all, boolean fromOutside) {
        this.server = server;
        this.domain = domain;
        this.homes = homes;
        this.all = all;
        this.fromOutside = fromOutside;
        this.port = server.port();
    }

    /** The servers of a pool. With a Director among them each user is at home on one host; without, on all of them. */
    static List<Front> of(String domain, List<PoolServer> servers) {
        boolean directed = servers.stream().anyMatch(server -> server.role() == Role.DIRECTOR);
        List<Front> homes = new ArrayList<>();
        List<Front> fronts = new ArrayList<>();
        for (PoolServer server : servers) {
            boolean knowsHomes = directed || server.role() == Role.EDGE;
            Front front = new Front(server, domain, knowsHomes ? homes : List.of(), fronts, false);
            fronts.add(front);
            if (server.role() == Role.HOME
                    && homes.stream().noneMatch(home -> home.host().equals(server.host()))) {
                homes.add(front);
            }
        }
        return fronts;
    }

    PoolServer server() {
        return server;
    }

    /** The name that certificate, SRV record, {@code targetname} and ms-diagnostics share. */
    String host() {
        return server.host();
    }

    InetAddress address() {
        return server.address();
    }

    Transport transport() {
        return server.transport();
    }

    /** The host's first label in capitals, as Windows calls the computer. */
    String computer() {
        return firstLabel(host());
    }

    /** The SIP domain's first label in capitals, as Windows calls the domain. */
    String netbiosDomain() {
        return firstLabel(domain);
    }

    private static String firstLabel(String name) {
        int dot = name.indexOf('.');
        return (dot < 0 ? name : name.substring(0, dot)).toUpperCase(Locale.ROOT);
    }

    String domain() {
        return domain;
    }

    /** Where clients are told to find it; 0 until it listens, unless the plan says a port. */
    int port() {
        return port;
    }

    /** What the plan left open is known now. */
    void listensAt(int actualPort) {
        if (server.port() == 0) {
            port = actualPort;
        }
    }

    /** Whether it passes on what clients outside say, and answers only what it does not pass. */
    boolean isEdge() {
        return server.role() == Role.EDGE && !fromOutside;
    }

    /** Whether those who meet it come through an Access Edge. */
    boolean isFromOutside() {
        return fromOutside;
    }

    /** The same server as it treats those who come through an Access Edge: nobody is redirected. */
    Front seenFromOutside() {
        Front same = new Front(server, domain, List.of(), all, true);
        same.port = port;
        return same;
    }

    /**
     * Of an Edge: the server inside that is to answer a user. With a Director that is the user's home; without one, any
     * that is up, always the same for a connection. An Edge that has nothing behind it answers itself.
     *
     * @return null when none can be reached
     */
    @Nullable
    Front nextHop(int user, int connection) {
        if (homes.isEmpty()) {
            return this;
        }
        if (director() != null) {
            Front home = homes.get(Math.max(0, user) % homes.size());
            return home.down ? null : home;
        }
        for (int i = 0; i < homes.size(); i++) {
            Front home = homes.get(Math.floorMod(connection + i, homes.size()));
            if (!home.down) {
                return home;
            }
        }
        return null;
    }

    /** The Director between the edges and the home servers; null when there is none. */
    @Nullable
    Front director() {
        return all.stream()
                .filter(each -> each.server.role() == Role.DIRECTOR)
                .findFirst()
                .orElse(null);
    }

    /** It dies, or comes back. */
    void isDown(boolean now) {
        down = now;
    }

    /** Whether users sign in there, or through it. */
    boolean isSip() {
        return server.role().isSip();
    }

    /** Whether it speaks HTTP and not SIP. */
    boolean isWeb() {
        return server.role().isWeb();
    }

    /** Nobody outside reaches a KDC: an Edge takes NTLM and nothing else. */
    boolean takes(Scheme scheme) {
        return scheme == Scheme.NTLM || !(fromOutside || isEdge());
    }

    /** The server that is home to a user who is not at home here; null for those who are. */
    @Nullable
    Front elsewhere(int user) {
        if (homes.isEmpty()) {
            return null;
        }
        Front home = homes.get(user % homes.size());
        return home.host().equals(host()) ? null : home;
    }
}
