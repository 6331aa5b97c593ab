package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipMessage;
import rollcall.sip.XmlScan;

/**
 * Reads what a media relay authentication service answers (MS-AVEDGEA): credentials, and the relays they are for. They
 * are looked at and not kept: no media flows. One for an event loop.
 */
final class MediaRelay {
    private final XmlScan xml = new XmlScan();
    private final AsciiSlice value = new AsciiSlice();

    /** Whether a request can be sent there: what a pool names goes into a start line as it is. */
    static boolean isUri(String text) {
        return text.regionMatches(true, 0, "sip:", 0, 4)
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "<>\"&".indexOf(c) < 0);
    }

    /** What is wrong with an answer; null when it has what a client needs. Says nothing of the credentials. */
    @Nullable
    String trouble(SipMessage response) {
        response.body(value);
        AsciiSlice body = new AsciiSlice();
        body.set(value.array(), value.offset(), value.length());
        xml.parse(body);
        if (!xml.next("response")) {
            return "the answer is not one of a media relay authentication service";
        }
        if (xml.attribute("reasonPhrase", value) && !value.isIgnoreCase("OK")) {
            return value.utf8();
        }
        for (String element : new String[] {"username", "password", "hostName"}) {
            xml.parse(body);
            if (!xml.next(element)) {
                return element + " is missing";
            }
            xml.text(value);
            if (value.isEmpty()) {
                return element + " is empty";
            }
        }
        return null;
    }
}
