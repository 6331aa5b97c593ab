package rollcall.plan;

import java.util.List;

/**
 * What a signed-in client sends besides REGISTER, as text with holes in braces and CRLF as line ends; see {@code
 * client.SessionTemplates} for the holes. Bodies are apart, because a request says their length.
 *
 * @param subscriptions one SUBSCRIBE each, in a dialog of its own, all at once
 * @param unsubscribe the SUBSCRIBE that ends a subscription, of whichever package
 * @param contacts the batched SUBSCRIBE for the presence of contacts
 * @param publish the SERVICE that publishes the client's own presence
 * @param mras the SERVICE that asks for credentials for the media relay
 */
public record SessionRequests(
        List<Subscription> subscriptions,
        String unsubscribe,
        String contacts,
        String contactsBody,
        String publish,
        String publishBody,
        String mras,
        String mrasBody) {
    /** A client that does nothing but register. */
    public static final SessionRequests NONE = new SessionRequests(List.of(), "", "", "", "", "", "", "");

    /**
     * One package to subscribe to.
     *
     * @param event its name, as in the Event header
     * @param expires the value of its Expires header, empty without one
     */
    public record Subscription(String event, String expires, String request, String body) {}
}
