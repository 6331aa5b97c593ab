package rollcall.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import rollcall.plan.Phase;

/**
 * The users of a closed loop who live on one event loop, ordered by when they sign in next. Clients are numbered so that a
 * client's number tells its user: the n-th round of user u is n times all users, plus u.
 */
final class Seats {
    private final Phase.ClosedLoop plan;
    private final int index;
    private final int loops;
    private final Seat[] seats;
    private final SplittableRandom random;
    private final PriorityQueue<Seat> waiting = new PriorityQueue<>(Comparator.comparingLong(seat -> seat.dueNanos));
    /** Who went alone and left again before the others began. */
    private final List<Seat> early = new ArrayList<>();

    private long endNanos = Pace.NEVER;

    private static final class Seat {
        final int user;
        int round;
        long dueNanos;

        Seat(int user) {
            this.user = user;
        }
    }

    /** Every {@code loops}-th user from number {@code index} on. */
    Seats(Phase.ClosedLoop plan, int index, int loops, long seed) {
        this.plan = plan;
        this.index = index;
        this.loops = loops;
        random = new SplittableRandom(seed + index);
        seats = new Seat[Math.max(0, (plan.users() - index + loops - 1) / loops)];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = new Seat(index + i * loops);
        }
    }

    /** The first user here who has not come yet begins, before all others. */
    void canary(long nanos) {
        for (Seat seat : seats) {
            if (seat.round == 0) {
                begin(seat, nanos);
                return;
            }
        }
    }

    /** All others begin, evenly over the time planned. */
    void load(long fromNanos) {
        endNanos = fromNanos + plan.durationNanos();
        early.forEach(seat -> begin(seat, Math.max(seat.dueNanos, fromNanos)));
        for (Seat seat : seats) {
            if (seat.round == 0) {
                begin(seat, fromNanos + Math.round((double) plan.overNanos() * seat.user / plan.users()));
            }
        }
    }

    private void begin(Seat seat, long nanos) {
        seat.dueNanos = nanos;
        waiting.add(seat);
    }

    /** Whether the time is over; nobody signs in any more. */
    boolean over(long now) {
        return now >= endNanos;
    }

    /** When the next user signs in; {@link Pace#NEVER} while nobody waits. */
    long dueNanos() {
        Seat next = waiting.peek();
        return next == null ? Pace.NEVER : next.dueNanos;
    }

    /** Takes the next user. @return the number of the client */
    int take() {
        Seat seat = waiting.remove();
        return seat.round++ * plan.users() + seat.user;
    }

    /** This client has ended: its user thinks. */
    void ended(int client, long now) {
        Seat seat = seats[(user(client) - index) / loops];
        long half = plan.thinkNanos() / 2;
        long dueNanos = now + half + random.nextLong(plan.thinkNanos());
        if (endNanos == Pace.NEVER) {
            seat.dueNanos = dueNanos;
            early.add(seat);
        } else {
            begin(seat, dueNanos);
        }
    }

    /** Whose client this is. */
    int user(int client) {
        return client % plan.users();
    }
}
