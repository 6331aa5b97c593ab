package rollcall.report;

/**
 * Clients that prepared the pool and are no part of the measurement.
 *
 * @param clients how they fared; their number of planned ones is how many the plan lets arrive
 * @param logonP50Nanos median from due until the 200, or {@link Totals#NONE}
 * @param logonP99Nanos the 99th percentile of the same
 */
public record Preparation(Summary.Clients clients, long logonP50Nanos, long logonP99Nanos) {}
