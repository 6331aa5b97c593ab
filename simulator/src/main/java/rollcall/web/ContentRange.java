package rollcall.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a file an answer is (RFC 9110 §14.4).
 *
 * @param first of its bytes, counted from 0
 * @param last of its bytes, no smaller than {@code first}
 * @param total bytes of the file, more than {@code last}; -1 when the server does not say
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern PART =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    /** Reads the value of a Content-Range header; null when it names no part. */
    static @Nullable ContentRange parse(String text) {
        Matcher matcher = PART.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        long total = matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3));
        return last < first || (total >= 0 && total <= last) ? null : new ContentRange(first, last, total);
    }

    long bytes() {
        return last - first + 1;
    }
}
