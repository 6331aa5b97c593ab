package rollcall.plan;

import java.util.Locale;

/**
 * A moment at which the scenario cuts connections of signed-in clients.
 *
 * @param atNanos after the load has begun
 * @param drop whom it hits, as written: {@code all}, a percentage of the signed-in clients such as {@code 50%}, or
 *     {@code front-end=} and a host for those that are connected to it
 * @param share of those it could hit, 0 to 1
 * @param frontEnd host name in lower case, whole or its first label; empty: any
 * @param reset by RST, as from a host that has died; else by FIN, as from one that is shut down
 */
public record StormPlan(long atNanos, String drop, double share, String frontEnd, boolean reset) {
    /**
     * Whether it hits a client.
     *
     * @param server that the client is connected to, {@code host:port}
     * @param chance from 0 to 1, evenly distributed over clients
     */
    public boolean hits(String server, double chance) {
        return chance < share && (frontEnd.isEmpty() || isFrontEnd(server.toLowerCase(Locale.ROOT)));
    }

    private boolean isFrontEnd(String server) {
        boolean begins = server.startsWith(frontEnd) && server.length() > frontEnd.length();
        char next = begins ? server.charAt(frontEnd.length()) : ' ';
        return next == ':' || (next == '.' && frontEnd.indexOf('.') < 0);
    }
}
