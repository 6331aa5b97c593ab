package rollcall.client;

/**
 * Deadlines of thousands of sessions on one event loop: a hashed timing wheel (Varghese and Lauck, 1987) whose entries
 * are the sessions themselves, so that setting, moving and forgetting a deadline is a few pointer writes and allocates
 * nothing. A deadline is kept to within one tick, late and never early, which is enough for time limits, refreshes and
 * stays; arrivals are not timed here. Single-threaded.
 */
public final class DeadlineWheel {
    /** The length of a tick in nanoseconds: how late a deadline may be noticed. */
    public static final long TICK_NANOS = 10_000_000L;

    private static final int SLOTS = 1024;

    private final Entry[] slots = new Entry[SLOTS];
    private final Entry due = new Head();
    private long doneTick;

    /** A wheel that starts to turn at this time. */
    public DeadlineWheel(long nowNanos) {
        doneTick = nowNanos / TICK_NANOS;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Head();
        }
    }

    /** Calls {@code expired} of every entry whose deadline has passed. To be called about once a tick. */
    public void turn(long nowNanos) {
        long tick = nowNanos / TICK_NANOS;
        // after a stall of more than a full turn each slot needs to be visited only once
        for (long t = Math.max(doneTick + 1, tick - SLOTS + 1); t <= tick; t++) {
            Entry head = slots[(int) (t & (SLOTS - 1))];
            for (Entry entry = head.next; entry != head; ) {
                Entry following = entry.next;
                if (entry.tick <= tick) {
                    entry.unlink();
                    entry.linkBefore(due);
                }
                entry = following;
            }
        }
        doneTick = Math.max(doneTick, tick);
        // on a ring of their own, so that an expiry may set and forget any deadline, those of other due entries
        // included
        while (due.next != due) {
            Entry entry = due.next;
            entry.unlink();
            entry.expired(nowNanos);
        }
    }

    /** Sets or moves a deadline; one that has passed expires at the next turn; {@code Long.MAX_VALUE} is never. */
    public void set(Entry entry, long deadlineNanos) {
        entry.unlink();
        if (deadlineNanos != Long.MAX_VALUE) {
            entry.tick = Math.max(deadlineNanos / TICK_NANOS, doneTick) + 1;
            entry.linkBefore(slots[(int) (entry.tick & (SLOTS - 1))]);
        }
    }

    /** Forgets a deadline, if there is one. */
    public void forget(Entry entry) {
        entry.unlink();
    }

    /** Something with at most one deadline. */
    public abstract static class Entry {
        private Entry previous;
        private Entry next;
        private long tick;

        protected Entry() {
            previous = this;
            next = this;
        }

        /** The deadline has passed. It is forgotten already; a new one may be set. */
        protected abstract void expired(long nowNanos);

        private void linkBefore(Entry head) {
            previous = head.previous;
            next = head;
            previous.next = this;
            head.previous = this;
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }

    private static final class Head extends Entry {
        @Override
        protected void expired(long nowNanos) {
            throw new IllegalStateException("a head has no deadline");
        }
    }
}
