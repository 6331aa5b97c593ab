package rollcall.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine was in the way of what it measured.
 *
 * @param busy which share of the time the event loops worked, 0 to 1, in the median repetition
 * @param waiting which share of the time in which they had work they waited for a processor, 0 to 1
 */
record HandshakeHealth(double busy, double waiting) {
    /** Above this share of its time an event loop is the bottleneck. */
    static final double MOST_BUSY = 0.9;
    /** Above this one, latencies are rather those of waiting for a processor. */
    private static final double MOST_WAITING = 0.2;
    /** Two measurements that differ by more were not made on an equally quiet machine. */
    private static final double NOISIER = 0.05;

    static HandshakeHealth of(List<HandshakeRepetition> repetitions, int loops) {
        return new HandshakeHealth(
                median(repetitions, each -> each.wallNanos() == 0 ? 0 : each.cpuNanos() / (double) each.wallNanos())
                        / loops,
                waiting(repetitions));
    }

    private static double waiting(List<HandshakeRepetition> repetitions) {
        return median(repetitions, HandshakeRepetition::waiting);
    }

    /** Processor time of one piece of reference work in nanoseconds, in the median repetition; NaN where none was done. */
    static double reference(List<HandshakeRepetition> repetitions) {
        double[] nanos = repetitions.stream()
                .mapToDouble(HandshakeRepetition::referenceNanos)
                .filter(each -> each > 0)
                .toArray();
        return nanos.length == 0 ? Double.NaN : Statistics.median(nanos);
    }

    private static double median(List<HandshakeRepetition> repetitions, ToDoubleFunction<HandshakeRepetition> share) {
        return repetitions.isEmpty()
                ? 0
                : Statistics.median(repetitions.stream().mapToDouble(share).toArray());
    }

    /** Why rates and latencies are not the server's alone; null when they are. */
    @Nullable
    String hindrance() {
        if (waiting > MOST_WAITING) {
            return "other programs kept the event loops waiting for a processor " + Units.percent(waiting, 2)
                    + " of the time";
        }
        return busy > MOST_BUSY
                ? "this machine was the bottleneck, busy " + Units.percent(busy, 2) + " of the time"
                : null;
    }

    /**
     * Whether the second measurement may be dearer for noise alone: there was more of it than in the first, or so much that
     * one measurement differs from the next by more than their repetitions show.
     */
    static boolean isNoisier(List<HandshakeRepetition> first, List<HandshakeRepetition> second) {
        return waiting(second) > Math.min(MOST_WAITING, waiting(first) + NOISIER);
    }
}
