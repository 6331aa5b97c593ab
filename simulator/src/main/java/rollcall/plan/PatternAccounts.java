package rollcall.plan;

import org.jspecify.annotations.Nullable;

/**
 * Users by pattern: {@code user{0001..5000}@example.com}. A user exists only while somebody asks for it.
 *
 * @param prefix what stands before the number, without {@code sip:}
 * @param first the first number; -1 when the pattern has none and names a single user
 * @param width digits of a number at least, filled with zeros
 * @param suffix what stands behind the number
 */
record PatternAccounts(
        String prefix,
        int first,
        int size,
        int width,
        String suffix,
        LogonName logonName,
        @Nullable Secret password) implements Accounts {
    static final String EXPECTED = "a pattern such as user{0001..5000}@example.com";

    /** Users as a mock pool names them: user0001@domain and on. */
    static PatternAccounts ofMock(String domain, int size, LogonName logonName, @Nullable Secret password) {
        return new PatternAccounts("user", 1, size, 4, "@" + domain, logonName, password);
    }

    /** Null when the text is no such pattern. */
    static @Nullable PatternAccounts parse(String pattern, LogonName logonName, @Nullable Secret password) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return isAddress(pattern) ? new PatternAccounts(pattern, -1, 1, 0, "", logonName, password) : null;
        }
        int dots = pattern.indexOf("..", open);
        int close = pattern.indexOf('}', open);
        if (dots < 0 || close < dots) {
            return null;
        }
        String from = pattern.substring(open + 1, dots);
        int first = number(from);
        int last = number(pattern.substring(dots + 2, close));
        String prefix = pattern.substring(0, open);
        String suffix = pattern.substring(close + 1);
        if (first < 0 || last < first || last - first >= Bounds.MOST_USERS || !isAddress(prefix + from + suffix)) {
            return null;
        }
        int width = from.startsWith("0") ? from.length() : 0;
        return suffix.indexOf('@') < 0
                ? null
                : new PatternAccounts(prefix, first, last - first + 1, width, suffix, logonName, password);
    }

    /** Only the first so many. */
    PatternAccounts limited(int count) {
        return new PatternAccounts(prefix, first, Math.min(size, count), width, suffix, logonName, password);
    }

    /** The pattern again. */
    String pattern() {
        return first < 0 ? prefix : prefix + "{" + padded(first) + ".." + padded(first + size - 1) + "}" + suffix;
    }

    @Override
    public Account at(int index) {
        String user = first < 0 ? prefix : prefix + padded(first + index) + suffix;
        return new Account(user, logonName.of(user), password);
    }

    private String padded(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Whether this can be an address-of-record without {@code sip:}; the user part as in RFC 3261 §25.1, unescaped. */
    static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return at > 0
                && text.chars()
                        .limit(at)
                        .allMatch(
                                c -> c < 128 && (Character.isLetterOrDigit(c) || "-_.!~*'()&=+$,;?/%".indexOf(c) >= 0))
                && Addresses.isName(text.substring(at + 1));
    }

    private static int number(String digits) {
        boolean fits =
                !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Integer.parseInt(digits) : -1;
    }
}
