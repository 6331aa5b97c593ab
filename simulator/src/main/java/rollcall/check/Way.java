package rollcall.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Target;

/**
 * Where one kind of client is led.
 *
 * @param who as {@code internal clients}
 * @param targets the servers in the client's order; empty: it knows none
 * @param obstacle what is wrong with the records when they lead nowhere; null when nobody has asked, or they do not
 */
record Way(String who, List<Target> targets, @Nullable Finding obstacle) {
    Way {
        targets = List.copyOf(targets);
    }

    /** The server alone, however a client came by it. */
    static Target server(Target target) {
        return new Target(target.host().toLowerCase(Locale.ROOT), target.port(), target.transport(), "");
    }

    /** How far a client gets. */
    enum Reach {
        /** To a server at which nothing prevents signing in. */
        ARRIVES,
        /** To several, of which one is wrong: it depends on which one it meets. */
        SOMETIMES,
        FAILS,
        /** No record leads anywhere. */
        NOWHERE
    }

    /**
     * What comes of the way.
     *
     * @param tried the servers that the client would meet, the one that decides last
     * @param obstacle why it does not arrive, or not always; null when it does, or goes nowhere
     */
    record End(Reach reach, List<Target> tried, @Nullable Finding obstacle) {}

    /**
     * Follows it. A server that cannot be connected to is passed over for the next one; one that answers and is wrong ends
     * it, since the client shows an error then.
     */
    End follow(Map<Target, ServerCheck.Result> servers) {
        List<Target> tried = new ArrayList<>();
        Finding last = obstacle;
        for (Target target : targets) {
            ServerCheck.Result server = servers.get(server(target));
            tried.add(target);
            if (server == null || server.members().isEmpty()) {
                last = DnsFinding.NO_ADDRESS;
                continue;
            }
            Finding wrong = null;
            boolean anyRight = false;
            for (ServerCheck.Member member : server.members()) {
                anyRight |= member.obstacle() == null;
                if (member.obstacle() != null && (wrong == null || wrong.isPassedOver())) {
                    wrong = member.obstacle();
                }
            }
            if (wrong == null || (anyRight && wrong.isPassedOver())) {
                return new End(Reach.ARRIVES, tried, null);
            }
            if (anyRight) {
                return new End(Reach.SOMETIMES, tried, wrong);
            }
            last = wrong;
            if (!wrong.isPassedOver()) {
                break;
            }
        }
        return new End(targets.isEmpty() ? Reach.NOWHERE : Reach.FAILS, tried, last);
    }
}
