package rollcall.web;

/**
 * A request to a web server.
 *
 * @param soapAction the value of that header, with its quotation marks; empty for a GET
 * @param body empty for a GET
 */
public record WebRequest(WebUrl url, String soapAction, String body) {
    /** A request for what is there. */
    public static WebRequest get(WebUrl url) {
        return new WebRequest(url, "", "");
    }

    boolean isPost() {
        return !soapAction.isEmpty();
    }
}
