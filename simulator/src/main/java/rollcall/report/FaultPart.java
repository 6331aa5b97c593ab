package rollcall.report;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.sip.ErrorId;

/**
 * The occurrences of one fault that have something in common: the server's ms-diagnostics id, or which scheme was given up
 * for which.
 *
 * @param key the id in digits, or {@code Kerberos → NTLM}
 */
public record FaultPart(String key, long count) {
    /** What is looked for in a detail: both headers begin so, {@code ms-diagnostics} and {@code ms-diagnostics-public}. */
    private static final String DIAGNOSTICS = "ms-diagnostics";

    private static final String ARROW = " → ";
    private static final int MAX_DIGITS = 6;

    /** Whether the key is an ms-diagnostics id. */
    public boolean isErrorId() {
        return isDigit(key.charAt(0));
    }

    /** The ms-diagnostics id; only where there is one. */
    public int errorId() {
        return Integer.parseInt(key);
    }

    /** What the id means; null when that is not known, or when there is no id. */
    public @Nullable String meaning() {
        return isErrorId() ? ErrorId.meaning(errorId()) : null;
    }

    /** Where the key begins in a detail; -1 when it has none. Together with {@link #end}, for comparing without a copy. */
    static int start(Fault fault, String detail) {
        if (fault == Fault.AUTH_NO_TICKET) {
            int colon = detail.indexOf(':');
            int arrow = detail.indexOf(ARROW);
            return arrow > 0 && (colon < 0 || arrow < colon) ? 0 : -1;
        }
        int header = detail.indexOf(DIAGNOSTICS);
        if (header < 0) {
            return -1;
        }
        int at = detail.indexOf(": ", header) + 2;
        boolean found = at > 1 && at < detail.length() && isDigit(detail.charAt(at));
        return found && end(detail, at) - at <= MAX_DIGITS ? at : -1;
    }

    /** Where the key that begins there ends. */
    static int end(String detail, int start) {
        int at = start;
        if (isDigit(detail.charAt(start))) {
            while (at < detail.length() && isDigit(detail.charAt(at))) {
                at++;
            }
            return at;
        }
        int colon = detail.indexOf(':');
        return colon < 0 ? detail.length() : colon;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
