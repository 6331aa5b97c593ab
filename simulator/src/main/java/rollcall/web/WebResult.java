package rollcall.web;

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

    static WebResult fetched(String what, long bytes) {
        return new WebResult(null, what, bytes);
    }

    /** It went wrong. */
    public static WebResult failed(Fault fault, String detail) {
        String line = detail.replaceAll("\\s+", " ").strip();
        return new WebResult(fault, line.length() <= MOST_DETAIL ? line : line.substring(0, MOST_DETAIL) + "…", 0);
    }

    /** What a status that is not the one hoped for says. */
    static WebResult refused(WebAnswer answer, WebUrl url) {
        String detail = answer.status() + " for " + url;
        return switch (answer.status()) {
            case 403 ->
                answer.text().contains(NOT_PUBLISHED)
                        ? failed(Fault.WEB_NOT_PUBLISHED, detail + ", code " + NOT_PUBLISHED)
                        : failed(Fault.WEB_FORBIDDEN, detail);
            case 404, 410 -> failed(Fault.WEB_NOT_FOUND, detail);
            default -> failed(answer.status() >= 500 ? Fault.WEB_SERVER_ERROR : Fault.WEB_REJECTED, detail);
        };
    }
}
