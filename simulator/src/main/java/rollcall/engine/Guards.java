package rollcall.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.client.Gate;
import rollcall.dns.Target;
import rollcall.plan.GuardPlan;
import rollcall.plan.PlanException;

/**
 * Keeps the run from harming anybody: only allowed targets are connected to, a user whose password was refused is not
 * tried again, and when the budget of refusals is used up nobody is tried any more and the run stops. Thread-safe: all
 * event loops ask it.
 */
public final class Guards implements Gate {
    private final List<String> names = new ArrayList<>();
    private final List<AddressRange> ranges = new ArrayList<>();
    private final int maxRefused;
    private final double maxPerSecond;
    private final Consumer<String> stop;
    private final long intervalNanos;
    private final Runnable heldBack;
    private final AtomicLong freeFromNanos = new AtomicLong(Long.MIN_VALUE);
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private volatile boolean anyRefused;
    private volatile @Nullable String canary;
    private volatile boolean exhausted;
    private volatile boolean elsewhere;

    /** Guards that hold nobody back, since nobody comes back. */
    public Guards(GuardPlan plan, Consumer<String> stop) throws PlanException {
        this(plan, stop, () -> {});
    }

    /**
     * @param stop called with a sentence, from any thread and possibly more than once, when the run must stop
     * @param heldBack called for each client whose way back has to wait for its turn
     * @throws PlanException when an entry of the allow list cannot be read
     */
    public Guards(GuardPlan plan, Consumer<String> stop, Runnable heldBack) throws PlanException {
        this.intervalNanos = (long) (1e9 / plan.maxPerSecond());
        this.heldBack = heldBack;
        this.maxRefused = plan.maxRefusedPasswords();
        this.maxPerSecond = plan.maxPerSecond();
        this.stop = stop;
        for (String entry : plan.allow()) {
            @Nullable AddressRange range = AddressRange.parse(entry);
            if (range != null) {
                ranges.add(range);
            } else {
                names.add(entry.toLowerCase(Locale.ROOT));
            }
        }
    }

    /**
     * A client is under way alone: while it is, no refusal at all is within the budget.
     *
     * @param whose password is being tried, as words; null when nobody is alone any more
     */
    void canary(@Nullable String whose) {
        canary = whose;
    }

    @Override
    public boolean permits(Target target, InetAddress address) {
        if (allows(target, address, false)) {
            return true;
        }
        stop.accept("the guards do not allow " + target.authority() + " (" + address.getHostAddress()
                + "): if it is yours, name it under guards.allow or with --allow " + target.host());
        return false;
    }

    /**
     * The same without a word when it is not.
     *
     * @param capped whether the cap on the rate holds on this machine, too
     */
    public boolean allows(Target target, InetAddress address, boolean capped) {
        if (address.isLoopbackAddress()) {
            if (capped) {
                elsewhere = true;
            }
            return true;
        }
        if (!isNamed(target, address)) {
            return false;
        }
        if (!elsewhere) {
            elsewhere = true;
        }
        return true;
    }

    private boolean isNamed(Target target, InetAddress address) {
        if (names.contains(target.host().toLowerCase(Locale.ROOT))) {
            return true;
        }
        for (AddressRange range : ranges) {
            if (range.contains(address.getAddress())) {
                return true;
            }
        }
        return false;
    }

    /** How many clients a second may come or go: no limit until one has gone to a server that is not on this machine. */
    public double maxPerSecond() {
        return elsewhere ? maxPerSecond : Double.POSITIVE_INFINITY;
    }

    /** One sign-in after the other at {@code guards.maxPerSecond}, as soon as one has left this machine. */
    @Override
    public long turnNanos(long nowNanos) {
        if (!elsewhere) {
            return nowNanos;
        }
        long before = freeFromNanos.getAndUpdate(free -> Math.max(free, nowNanos) + intervalNanos);
        if (before <= nowNanos) {
            return nowNanos;
        }
        heldBack.run();
        return before;
    }

    @Override
    public boolean mayAuthenticate(int user) {
        return !exhausted && (!anyRefused || !refused.contains(user));
    }

    @Override
    public void refused(int user) {
        refused.add(user);
        anyRefused = true;
        String alone = canary;
        if (alone != null) {
            exhausted = true;
            stop.accept("the server refused the password of " + alone + " (guards.canary)");
        } else if (refused.size() >= maxRefused) {
            exhausted = true;
            stop.accept(
                    "the server refused the password of " + refused.size() + (refused.size() == 1 ? " user" : " users")
                            + "; guards.maxRefusedPasswords is " + maxRefused + ", so that nobody is locked out");
        }
    }
}
