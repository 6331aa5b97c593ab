package rollcall.plan;

/** How large a plan may be. Beyond these lies a slip of the pen, not a load. */
final class Bounds {
    static final long LONGEST_NANOS = 365L * 24 * 3600 * 1_000_000_000L;
    static final double HIGHEST_PER_SECOND = 1_000_000;
    static final int MOST_USERS = 10_000_000;
    static final int MOST_KINDS = 32;
    static final int MOST_ENDPOINTS = 20;
    static final int MOST_SOURCES = 1024;
    static final int MOST_CONTACTS = 1000;
    static final int SMALLEST_PART_BYTES = 1 << 10;
    static final int LARGEST_PART_BYTES = 1 << 28;
    static final int LARGEST_SCENARIO_BYTES = 1 << 20;
    static final int LARGEST_CSV_BYTES = 1 << 29;

    /** A record numbers its arrival with an {@code int}. */
    static final long MOST_ARRIVALS = Integer.MAX_VALUE;

    private Bounds() {}
}
