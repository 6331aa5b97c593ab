package rollcall.mock;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How often a behaviour that wears off has befallen each user. Safe for any thread. */
final class Turns {
    private final int users;
    /** Made for behaviours that are in use. */
    private final ConcurrentHashMap<Behaviour, AtomicIntegerArray> taken = new ConcurrentHashMap<>();

    Turns(int users) {
        this.users = users;
    }

    /** Takes one of the user's turns; false when {@code most} are taken already. */
    boolean take(Behaviour behaviour, int user, int most) {
        AtomicIntegerArray counts = taken.computeIfAbsent(behaviour, none -> new AtomicIntegerArray(users));
        return counts.getAndUpdate(user, count -> Math.min(count + 1, most)) < most;
    }
}
