package rollcall.report;

import java.util.List;

/**
 * How the generator itself fared: whether the numbers are those of the pool or of an overloaded Rollcall.
 *
 * @param complaints what makes the measurement invalid, as sentences without a full stop that say what to do about it; empty when
 *     the generator kept up
 * @param cpuSecondsPer1000Logons of this process, user and system; 0 when unknown
 * @param scheduleLagP99Ms how late clients started after they were due
 * @param lateStarts clients that started later than the engine tolerates
 * @param loopLagMaxMs the longest that an event loop was busy or stalled at a stretch
 * @param gcPauseMaxMs the longest garbage collection
 * @param openFilesPeak file descriptors; 0 when unknown
 * @param rssBytesPeak resident memory; 0 when unknown
 * @param rssBytesPerClient growth of resident memory since before the first client, over {@code heldPeak}; 0 when unknown
 */
public record GeneratorHealth(
        List<String> complaints,
        double cpuSecondsPer1000Logons,
        double scheduleLagP99Ms,
        long lateStarts,
        double loopLagMaxMs,
        double gcPauseMaxMs,
        long openFilesPeak,
        long rssBytesPeak,
        long rssBytesPerClient) {
    public GeneratorHealth {
        complaints = List.copyOf(complaints);
    }

    /** Whether the generator kept up, so that the measurement is valid. */
    public boolean healthy() {
        return complaints.isEmpty();
    }
}
