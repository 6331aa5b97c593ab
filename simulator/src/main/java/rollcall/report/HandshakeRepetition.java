package rollcall.report;

import java.util.List;

/**
 * One of the parts into which a measurement of handshakes is split, in the numbers that are compared.
 *
 * @param succeeded how many handshakes were completed
 * @param failed how many were not
 * @param resumed how many of those that succeeded were abbreviated
 * @param wallNanos from the start of the first to the end of the last
 * @param cpuNanos processor time of the event loops that made them, without that of reference work
 * @param waitNanos how long these were ready to work and waited for a processor; 0 where nobody knows
 * @param referenceNanos processor time of one piece of reference work, done between these handshakes on the same threads; 0
 *     where nobody knows
 * @param connect time until TCP was connected
 * @param tls from there until the handshake was over and the certificate judged
 */
public record HandshakeRepetition(
        long succeeded,
        long failed,
        long resumed,
        long wallNanos,
        long cpuNanos,
        long waitNanos,
        long referenceNanos,
        Latency connect,
        Latency tls) {
    /**
     * What all loops have counted.
     *
     * @param cpuNanos processor time of the event loops, with that of reference work
     */
    public static HandshakeRepetition of(List<HandshakeTally> loops, long wallNanos, long cpuNanos, long waitNanos) {
        HandshakeTally all = new HandshakeTally();
        loops.forEach(all::add);
        return new HandshakeRepetition(
                all.succeeded(),
                all.failed(),
                all.resumed(),
                wallNanos,
                Math.max(0, cpuNanos - all.referenceNanos()),
                waitNanos,
                all.references() == 0 ? 0 : all.referenceNanos() / all.references(),
                Latency.of(all.connect),
                Latency.of(all.tls));
    }

    /** Handshakes that succeeded, a second. */
    double rate() {
        return wallNanos == 0 ? 0 : succeeded * 1e9 / wallNanos;
    }

    /** Processor time of one handshake in nanoseconds; NaN when there was none. */
    double cpu() {
        return succeeded + failed == 0 ? Double.NaN : cpuNanos / (double) (succeeded + failed);
    }

    /** Processor time of one handshake over that of one piece of reference work; NaN where nobody knows. */
    double cpuRelative() {
        return referenceNanos == 0 ? Double.NaN : cpu() / referenceNanos;
    }

    /** Handshakes that succeeded in the processor time of one piece of reference work; NaN where nobody knows. */
    double rateRelative() {
        return referenceNanos == 0 ? Double.NaN : rate() * referenceNanos / 1e9;
    }

    /** Which share of the time in which the event loops had work they waited for a processor, 0 to 1. */
    double waiting() {
        return cpuNanos + waitNanos == 0 ? 0 : waitNanos / (double) (cpuNanos + waitNanos);
    }
}
