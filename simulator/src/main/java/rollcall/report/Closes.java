package rollcall.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * Connections of signed-in clients that ended unasked, by how they ended.
 *
 * @param kinds the most frequent first
 * @param period null when none shows
 */
public record Closes(List<Kind> kinds, @Nullable Period period) {
    static final Closes NONE = new Closes(List.of(), null);

    /**
     * One way to end.
     *
     * @param how {@code FIN}, {@code RST}, {@code TLS alert}, {@code time-out} (no answer to a renewal, or nobody
     *     acknowledges what is sent) or {@code NOTIFY} (the pool ended the registration)
     * @param ageP50Nanos median age of the connections
     * @param silenceP50Nanos median time since anything went over them
     */
    public record Kind(String how, Fault fault, long count, long ageP50Nanos, long silenceP50Nanos) {}

    /**
     * An age, or a time without traffic, at which suspiciously many ended.
     *
     * @param ageNanos {@link #NONE} when ages do not lie close together
     * @param silenceNanos {@link #NONE} when times without traffic do not
     * @param count closes at that age, or after that time
     * @param share of all closes, 0 to 1
     */
    public record Period(long ageNanos, long silenceNanos, long count, double share) {
        /** Not at a particular one. */
        public static final long NONE = -1;
    }

    /** How connections end by this fault; null for a fault that is not about the connection. */
    static @Nullable String how(Fault fault) {
        return switch (fault) {
            case LOST_CLOSED -> "FIN";
            case LOST_RESET -> "RST";
            case LOST_ALERT -> "TLS alert";
            case LOST_TIMEOUT -> "time-out";
            case LOST_DEREGISTERED -> "NOTIFY";
            default -> null;
        };
    }
}
