package rollcall.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Target;

/**
 * Where one kind of client is led.
 *
 * @param who as {@code internal clients}
 * @param targets the servers in the client's order; empty: it knows none
 * @param obstacle what is wrong with the records when they lead nowhere; null when nobody has asked, or they do not
 * @param view what the client reads
 */
record Way(String who, List<Target> targets, @Nullable Finding obstacle, DnsView view) {
    Way {
        targets = List.copyOf(targets);
    }

    /** Whether no record leads there, and the client guesses: then the origin of a target is its host. */
    boolean isGuess() {
        return !targets.isEmpty()
                && targets.get(0).origin().equals(targets.get(0).host());
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
     * What comes of a way.
     *
     * @param met the servers that the client meets, the one that decides last
     * @param obstacle why it does not arrive, or not always; null when it does, or goes nowhere
     */
    record End(
            Way way,
            Reach reach,
            List<ServerCheck.Result> met,
            @Nullable Finding obstacle) {
        /** Whether it arrives, if only at times. */
        boolean arrives() {
            return reach == Reach.ARRIVES || reach == Reach.SOMETIMES;
        }

        /** Whether both end at one server. */
        boolean endsWhere(End other) {
            return arrives() && other.arrives() && last().equals(other.last());
        }

        /** The server that decides; only where one was met. */
        ServerCheck.Result last() {
            return met.get(met.size() - 1);
        }
    }

    /**
     * Follows it. A server that cannot be connected to is passed over for the next one; one that answers and is wrong ends
     * it, since the client shows an error then.
     *
     * @param servers what was found out about a server; null when it has no address
     */
    End follow(Function<Target, ServerCheck.@Nullable Result> servers) {
        List<ServerCheck.Result> met = new ArrayList<>();
        Finding last = obstacle;
        for (Target target : targets) {
            ServerCheck.Result server = servers.apply(target);
            if (server == null) {
                last = DnsFinding.NO_ADDRESS;
                continue;
            }
            met.add(server);
            Finding wrong = null;
            boolean anyRight = false;
            for (ServerCheck.Member member : server.members()) {
                anyRight |= member.obstacle() == null;
                if (member.obstacle() != null && (wrong == null || wrong.isPassedOver())) {
                    wrong = member.obstacle();
                }
            }
            if (wrong == null || (anyRight && wrong.isPassedOver())) {
                return new End(this, Reach.ARRIVES, met, null);
            }
            if (anyRight) {
                return new End(this, Reach.SOMETIMES, met, wrong);
            }
            last = wrong;
            if (!wrong.isPassedOver()) {
                break;
            }
        }
        return new End(this, targets.isEmpty() ? Reach.NOWHERE : Reach.FAILS, met, last);
    }
}
