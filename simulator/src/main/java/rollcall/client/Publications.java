package rollcall.client;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipMessage;

/**
 * Reads which versions of the client's own publications a pool knows (MS-PRES), since one must be named to be replaced.
 * A document that cannot be read leaves the versions as they are: the pool then says with a conflict what it thinks of
 * them. One for an event loop.
 */
final class Publications {
    /** The state that a user sets by hand: one for all machines. */
    private static final long USER_STATE = 0x20000000;

    private final XMLInputFactory xml = XMLInputFactory.newDefaultFactory();
    private final AsciiSlice body = new AsciiSlice();

    Publications() {
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    /**
     * Reads a roaming-self document.
     *
     * @param versions of the publications in the order of the profile's {@code publishBody}
     */
    void readOwn(SipMessage response, Identity identity, int[] versions) {
        read(response, "category", element -> {
            int place = place(
                    element.getAttributeValue(null, "name"),
                    number(element, "instance"),
                    number(element, "container"),
                    identity);
            long version = number(element, "version");
            if (place >= 0 && version >= 0 && version <= Integer.MAX_VALUE) {
                versions[place] = (int) version;
            }
        });
    }

    private static int place(@Nullable String category, long instance, long container, Identity identity) {
        if ("device".equals(category)) {
            return instance == identity.deviceInstance() && container == 2 ? 0 : -1;
        }
        if (!"state".equals(category) || container < 2 || container > 3) {
            return -1;
        }
        int second = (int) container - 2;
        if (instance == identity.machineInstance()) {
            return 1 + second;
        }
        return instance == USER_STATE ? 3 + second : -1;
    }

    /** Reads the document of a 409, which names publications by their place from 1 and the versions they have. */
    void readConflict(SipMessage response, int[] versions) {
        read(response, "operation", element -> {
            long index = number(element, "index");
            long current = number(element, "curVersion");
            if (index >= 1 && index <= versions.length && current >= 0 && current <= Integer.MAX_VALUE) {
                versions[(int) index - 1] = (int) current;
            }
        });
    }

    private interface Reader {
        void element(XMLStreamReader element);
    }

    private void read(SipMessage response, String name, Reader reader) {
        response.body(body);
        if (body.isEmpty()) {
            return;
        }
        try {
            XMLStreamReader document =
                    xml.createXMLStreamReader(new ByteArrayInputStream(body.array(), body.offset(), body.length()));
            while (document.hasNext()) {
                if (document.next() == XMLStreamConstants.START_ELEMENT
                        && document.getLocalName().equals(name)) {
                    reader.element(document);
                }
            }
            document.close();
        } catch (XMLStreamException e) {
            // What was read up to here stands.
        }
    }

    /** An attribute as a number that is not negative; -1 for anything else. */
    private static long number(XMLStreamReader element, String attribute) {
        String text = element.getAttributeValue(null, attribute);
        if (text == null || text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
