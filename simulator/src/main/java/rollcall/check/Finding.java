package rollcall.check;

import java.util.List;

/** Something that a check can find. What happened in one place is a {@link Found}. */
public interface Finding {
    FindingText text();

    default String id() {
        return text().id();
    }

    default Severity severity() {
        return text().severity();
    }

    default String title() {
        return text().title();
    }

    default String cause() {
        return text().cause();
    }

    default String sees() {
        return text().sees();
    }

    /** Whether a client that meets this goes on to the next server instead of showing an error. */
    default boolean isPassedOver() {
        return false;
    }

    /** What usually repairs it, for {@code alice@example.com}; empty for what needs none. */
    default List<Repair> remedies() {
        return Remedies.of(this, "alice@example.com");
    }

    default String more() {
        return text().more();
    }
}
