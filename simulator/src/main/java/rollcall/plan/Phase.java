package rollcall.plan;

/** One piece of the load, in the order in which they follow each other. Rates are arrivals a second. */
public sealed interface Phase {
    /** The rate goes from one value to another, linearly. */
    record Ramp(double fromPerSecond, double toPerSecond, long overNanos) implements Phase {}

    /** Evenly spaced arrivals: {@code clients} of them, one every 1/rate seconds. */
    record Hold(double perSecond, long clients) implements Phase {}

    /** Arrivals with exponential gaps (a Poisson process), {@code clients} of them. */
    record Poisson(double perSecond, long clients) implements Phase {}

    /** All at the same moment. */
    record AtOnce(long clients) implements Phase {}

    /** Nobody arrives. */
    record Pause(long forNanos) implements Phase {}
}
