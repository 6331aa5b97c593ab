package rollcall.web;

/**
 * A request to a web server.
 *
 * @param soapAction the value of that header, with its quotation marks; empty for a GET
 * @param body empty for a GET
 * @param range the value of that header (RFC 9110 §14.2); empty for all that is there
 */
public record WebRequest(WebUrl url, String soapAction, String body, String range) {
    /** A request for what is there. */
    public static WebRequest get(WebUrl url) {
        return new WebRequest(url, "", "", "");
    }

    /** A request for some of what is there: so many bytes from that place on. */
    static WebRequest part(WebUrl url, long first, int bytes) {
        return new WebRequest(url, "", "", "bytes=" + first + '-' + (first + bytes - 1));
    }

    /** A request that something be done. */
    static WebRequest post(WebUrl url, String soapAction, String body) {
        return new WebRequest(url, soapAction, body, "");
    }

    boolean isPost() {
        return !soapAction.isEmpty();
    }
}
