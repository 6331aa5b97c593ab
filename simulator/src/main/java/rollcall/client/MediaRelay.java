package rollcall.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipMessage;
import rollcall.sip.XmlScan;

/**
 * Reads what a media relay authentication service answers (MS-AVEDGEA): credentials, and the relays they are for. They
 * are looked at and not kept: no media flows. One for an event loop.
 */
public final class MediaRelay {
    private static final int MOST_RELAYS = 16;

    private final XmlScan xml = new XmlScan();
    private final AsciiSlice value = new AsciiSlice();

    MediaRelay() {}

    /**
     * A relay that credentials are for.
     *
     * @param location for whom, {@code intranet} or {@code internet}; empty when it is not said
     * @param host a name or an address, as it was written
     * @param udpPort 0 when there is none that makes sense
     * @param tcpPort likewise
     */
    public record Relay(String location, String host, int udpPort, int tcpPort) {}

    /** The relays that an answer lists, or a text with an answer in it, as far as they have a host. */
    public static List<Relay> relays(AsciiSlice document) {
        XmlScan xml = new XmlScan();
        List<Relay> relays = new ArrayList<>();
        xml.parse(document);
        boolean more = xml.next("mediaRelay");
        while (more && relays.size() < MOST_RELAYS) {
            AsciiSlice text = new AsciiSlice();
            String location = "";
            String host = "";
            int udp = 0;
            int tcp = 0;
            more = false;
            while (!more && xml.next()) {
                xml.name(text);
                String name = text.toString();
                xml.text(text);
                switch (name) {
                    case "mediaRelay" -> more = true;
                    case "location" -> location = text.toString();
                    case "hostName" -> host = text.toString();
                    case "udpPort" -> udp = port(text);
                    case "tcpPort" -> tcp = port(text);
                    default -> {}
                }
            }
            if (!host.isEmpty()) {
                relays.add(new Relay(location, host, udp, tcp));
            }
        }
        return relays;
    }

    private static int port(AsciiSlice text) {
        long port = text.natural();
        return port > 0 && port <= 65_535 ? (int) port : 0;
    }

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
