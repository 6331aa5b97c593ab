package rollcall.mock;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in from where. A user has any number of endpoints; each belongs to the connection it came on and leaves
 * with it. Safe for any thread.
 */
final class Bindings {
    /** One endpoint of one user. What can change is guarded by the user's lock. */
    static final class Binding {
        final int user;
        final long instanceHigh;
        final long instanceLow;
        final Object connection;
        private byte[] contact = {};
        private long expiresAtMillis;
        private boolean bound;
        private @Nullable Binding nextOfUser;

        private Binding(int user, long instanceHigh, long instanceLow, Object connection) {
            this.user = user;
            this.instanceHigh = instanceHigh;
            this.instanceLow = instanceLow;
            this.connection = connection;
        }

        /** The Contact URI as it is given out. */
        byte[] contact() {
            return contact;
        }

        long expiresAtMillis() {
            return expiresAtMillis;
        }
    }

    private final @Nullable Binding[] heads;
    private final Object[] locks;
    private final MockStats stats;

    /** @param users how many there are; they are numbered from 0 */
    Bindings(int users, MockStats stats) {
        this.heads = new Binding[users];
        this.stats = stats;
        this.locks = new Object[256];
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
    }

    /**
     * Signs an endpoint in, or on for longer. The endpoint's binding to another connection ends.
     *
     * @param known the same endpoint's binding to this connection, if there was one
     * @return the binding; {@code known} itself when that was still alive, which makes this a refresh
     */
    Binding bind(
            int user,
            long instanceHigh,
            long instanceLow,
            Object connection,
            @Nullable Binding known,
            byte[] contact,
            long expiresAtMillis) {
        synchronized (lock(user)) {
            Binding binding = known;
            if (binding == null || !binding.bound) {
                Binding old = find(user, instanceHigh, instanceLow);
                if (old != null) {
                    remove(old);
                }
                binding = new Binding(user, instanceHigh, instanceLow, connection);
                binding.bound = true;
                binding.nextOfUser = heads[user];
                heads[user] = binding;
                stats.registered.increment();
            }
            binding.contact = contact;
            binding.expiresAtMillis = expiresAtMillis;
            return binding;
        }
    }

    /** Signs an endpoint out; nothing happens when it is out already. */
    void unbind(Binding binding) {
        synchronized (lock(binding.user)) {
            if (binding.bound) {
                remove(binding);
            }
        }
    }

    /** Signs an endpoint out if its time is over, and says whether it is out. */
    boolean expire(Binding binding, long nowMillis) {
        synchronized (lock(binding.user)) {
            if (binding.bound && binding.expiresAtMillis <= nowMillis) {
                remove(binding);
            }
            return !binding.bound;
        }
    }

    /** Shows up to {@code most} endpoints of a user, under the user's lock. */
    void each(int user, int most, Consumer<Binding> reader) {
        synchronized (lock(user)) {
            int left = most;
            for (Binding binding = heads[user]; binding != null && left > 0; binding = binding.nextOfUser) {
                reader.accept(binding);
                left--;
            }
        }
    }

    /** Whether a user has an endpoint anywhere. */
    boolean isSignedIn(int user) {
        synchronized (lock(user)) {
            return heads[user] != null;
        }
    }

    private @Nullable Binding find(int user, long instanceHigh, long instanceLow) {
        for (Binding binding = heads[user]; binding != null; binding = binding.nextOfUser) {
            if (binding.instanceHigh == instanceHigh && binding.instanceLow == instanceLow) {
                return binding;
            }
        }
        return null;
    }

    private void remove(Binding gone) {
        gone.bound = false;
        stats.registered.decrement();
        Binding before = null;
        for (Binding binding = heads[gone.user]; binding != null; binding = binding.nextOfUser) {
            if (binding == gone) {
                if (before == null) {
                    heads[gone.user] = binding.nextOfUser;
                } else {
                    before.nextOfUser = binding.nextOfUser;
                }
                return;
            }
            before = binding;
        }
    }

    private Object lock(int user) {
        return locks[user & 255];
    }
}
