package rollcall.report;

import java.util.List;

/**
 * What a search has found of a pool's capacity: a {@link Capacity} when the run is over.
 *
 * @param perSecond the highest rate at which every try held; 0 when there is none
 * @param limit what limits it
 * @param times how often it held
 * @param brokePerSecond the lowest rate that broke; 0 when none did
 * @param tryNanos how long each rate was tried
 * @param tries in their order
 */
public record SearchResult(
        double perSecond, Capacity.Limit limit, int times, double brokePerSecond, long tryNanos, List<RateTry> tries) {
    public SearchResult {
        tries = List.copyOf(tries);
    }
}
