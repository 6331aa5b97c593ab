package rollcall.plan;

import java.util.List;

/**
 * What keeps the tool from doing harm.
 *
 * @param maxRefusedPasswords refused passwords after which the run stops
 * @param allow host names, addresses and CIDR ranges that may be targets besides loopback and the mock
 * @param maxPerSecond cap on arrivals a second at targets other than loopback and the mock (product default 12)
 * @param canary whether the first client goes alone when passwords are involved, see {@link Plan#canaryFirst}
 * @param maxDurationNanos after which the run is stopped, whatever it is doing: nobody forgets one that runs for days
 */
public record GuardPlan(
        int maxRefusedPasswords, List<String> allow, double maxPerSecond, boolean canary, long maxDurationNanos) {
    /** A day. */
    static final long MAX_DURATION_NANOS = 86_400_000_000_000L;

    /** The same with the usual limit of its duration. */
    public GuardPlan(int maxRefusedPasswords, List<String> allow, double maxPerSecond, boolean canary) {
        this(maxRefusedPasswords, allow, maxPerSecond, canary, MAX_DURATION_NANOS);
    }
}
