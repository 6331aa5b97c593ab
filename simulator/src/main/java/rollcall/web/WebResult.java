package rollcall.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * What came of an errand.
 *
 * @param fault null when it went well
 * @param detail what was fetched, or what a person needs to repair it; no secrets
 * @param bytes of what was fetched
 */
public record WebResult(@Nullable Fault fault, String detail, long bytes) {
    private static final int MOST_DETAIL = 300;

    /** The page by which ISA Server and its successors deny a URL that no rule publishes. */
    private static final String NOT_PUBLISHED = "12202";

    /** Its pages end in the number of the error, as (12202) or (-2146893019). */
    private static final Pattern CODE = Pattern.compile("\\((-?\\d{4,12})\\)");

    /** It went well. */
    public static WebResult fetched(String what, long bytes) {
        return new WebResult(null, what, bytes);
    }

    /** It went wrong. */
    public static WebResult failed(Fault fault, String detail) {
        String line = detail.replaceAll("\\s+", " ").strip();
        return new WebResult(fault, line.length() <= MOST_DETAIL ? line : line.substring(0, MOST_DETAIL) + "…", 0);
    }

    /** What a status that is not the one hoped for says. */
    public static WebResult refused(WebAnswer answer, WebUrl url) {
        Matcher code = CODE.matcher(answer.text());
        String detail = answer.status() + " for " + url + (code.find() ? ", code " + code.group(1) : "");
        return switch (answer.status()) {
            case 403 -> failed(detail.endsWith(NOT_PUBLISHED) ? Fault.WEB_NOT_PUBLISHED : Fault.WEB_FORBIDDEN, detail);
            case 404, 410 -> failed(Fault.WEB_NOT_FOUND, detail);
            default -> failed(answer.status() >= 500 ? Fault.WEB_SERVER_ERROR : Fault.WEB_REJECTED, detail);
        };
    }
}
