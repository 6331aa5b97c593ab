package rollcall.report;

/**
 * What clients together asked of web servers, well or not: it is another farm than the pool, and has storms of its own.
 *
 * @param fetches address books and groups
 * @param bytes of what came
 * @param addressBookBytes of the largest address book that came, 0 when none did
 * @param peakPerSecond how many were begun in the busiest second
 * @param peakAtSeconds when that second began, since the start of the run, or of the storm
 */
public record WebLoad(long fetches, long bytes, long addressBookBytes, long peakPerSecond, long peakAtSeconds) {}
