package rollcall.check;

/**
 * Something that a check can find, as the catalogue has it: what is told every time, whatever the names. What happened in
 * one place is a {@link Found}.
 */
public interface Finding {
    /** {@code RC-DNS-003}: never given to anything else, so that people can look it up and scripts can rely on it. */
    String id();

    Severity severity();

    /** What it is, in a few words without a full stop. */
    String title();

    /** Why this is so, in a sentence. */
    String cause();

    /** What somebody in front of Communicator sees, in a sentence. */
    String sees();

    /** What {@code rollcall explain} says besides: background, sources, how to look further. */
    String more();
}
