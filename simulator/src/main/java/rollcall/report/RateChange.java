package rollcall.report;

/**
 * A person changed the rate of arrivals in mid-run.
 *
 * @param atNanos since the start of the run
 * @param factor of the planned rate from then on; 0 when arrivals were paused
 */
public record RateChange(long atNanos, double factor) {}
