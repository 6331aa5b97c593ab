package rollcall.plan;

/**
 * How a client that was signed in and has lost its connection or its registration comes back. What Communicator waits is
 * not published; the defaults are those of RFC 5626 §4.5 for a client whose only flow has failed.
 *
 * @param afterNanos the longest wait before the first try; each try in vain doubles it
 * @param mostNanos the longest wait of all
 * @param jitter the share of a wait that is left to chance, 0 to 1: of 30 s with 0.5 it is from 15 s to 30 s
 * @param tries sign-ins in a row that may fail before the client gives up and is lost, from 1 on
 */
public record ComeBack(long afterNanos, long mostNanos, double jitter, int tries) {
    /** RFC 5626 §4.5: base-time 30 s, max-time 1800 s, half of it by chance; §3.3 of the same names no end, this does. */
    public static final ComeBack DEFAULT = new ComeBack(30_000_000_000L, 1_800_000_000_000L, 0.5, 6);

    /**
     * The wait before a try.
     *
     * @param failures tries in vain since the client was lost
     * @param chance from 0 to 1, evenly distributed
     */
    public long waitNanos(int failures, double chance) {
        double longest = Math.min((double) mostNanos, afterNanos * Math.pow(2, failures));
        return Math.round(longest * (1 - jitter * chance));
    }
}
