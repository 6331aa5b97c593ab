package rollcall.engine;

/**
 * How the plan's time runs against the clock's: as fast, faster, slower, or not at all. Immutable; a change of speed is a new
 * pace that begins where the one before had come to.
 *
 * @param atNanos the clock's value when this pace began
 * @param offsetNanos how far the plan had come by then
 * @param speed plan time over clock time; 0 while nobody arrives
 */
record Pace(long atNanos, long offsetNanos, double speed) {
    /** Beyond every run. */
    static final long NEVER = Long.MAX_VALUE;

    /** As planned: the arrival with offset 0 is due at this time. */
    static Pace from(long nanos) {
        return new Pace(nanos, 0, 1);
    }

    /**
     * When the arrival with this offset is due: at the beginning of this pace if it had been due before, {@link #NEVER} when
     * the plan's time stands still before it.
     */
    long dueNanos(long offset) {
        long ahead = offset - offsetNanos;
        if (ahead <= 0) {
            return atNanos;
        }
        if (speed == 0) {
            return NEVER;
        }
        return atNanos + (speed == 1 ? ahead : Math.round(ahead / speed));
    }

    /** How far the plan has come. */
    long offsetAt(long nanos) {
        return offsetNanos + Math.round((nanos - atNanos) * speed);
    }

    /** The same with another speed from now on. */
    Pace with(double otherSpeed, long nowNanos) {
        return new Pace(nowNanos, offsetAt(nowNanos), otherSpeed);
    }
}
