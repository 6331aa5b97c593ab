package rollcall.plan;

import java.util.List;

/**
 * What a signed-in client asks of the services that its pool names, besides the pool itself.
 *
 * @param addressBook which file of the address book
 * @param withinNanos each client asks for the address book at a time of its own between its sign-in and then; clients of
 *     2007 R2 wait up to an hour
 * @param partBytes it asks for the address book in parts of so many bytes, one after the other; 0: for the whole file. No
 *     source says how the real client does it
 * @param groups mail addresses of distribution groups: each client expands one, taken in turn; empty: none
 * @param timeoutNanos how long it waits for one of these until it has come
 * @param mras whether it asks for credentials for the media relay, by SIP
 */
public record WebPlan(
        Book addressBook, long withinNanos, int partBytes, List<String> groups, long timeoutNanos, boolean mras) {
    public static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** Address book and group are fetched again after this time. */
    public static final long AGAIN_NANOS = 24 * 3_600_000_000_000L;

    public WebPlan {
        groups = List.copyOf(groups);
    }

    /** A client that fetches whole files, and does not ask for the media relay. */
    public WebPlan(Book addressBook, long withinNanos, List<String> groups, long timeoutNanos) {
        this(addressBook, withinNanos, 0, groups, timeoutNanos, false);
    }

    /** Which file of the address book a client asks for. */
    public enum Book {
        NONE("none"),
        /** Today's full file, as a client that has none. */
        FULL("full"),
        /** What has changed since yesterday, as a client that was there yesterday. */
        DELTA("delta");

        private final String word;

        Book(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
