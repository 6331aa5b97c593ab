package rollcall.client;

import rollcall.sip.AsciiSlice;
import rollcall.sip.SipMessage;
import rollcall.sip.XmlScan;

/**
 * Reads which versions of the client's own publications a pool knows (MS-PRES), since one must be named to be replaced.
 * What makes no sense leaves the versions as they are: the pool then says with a conflict what it thinks of them. One for an
 * event loop.
 */
final class Publications {
    /** The state that a user sets by hand: one for all machines. */
    private static final long USER_STATE = 0x20000000;

    private final XmlScan xml = new XmlScan();
    private final AsciiSlice value = new AsciiSlice();

    /**
     * Reads a roaming-self document.
     *
     * @param versions of the publications in the order of the profile's {@code publishBody}
     */
    void readOwn(SipMessage response, Identity identity, int[] versions) {
        read(response);
        while (xml.next("category")) {
            int place = place(number("instance"), number("container"), identity);
            long version = number("version");
            if (place >= 0 && version >= 0 && version <= Integer.MAX_VALUE) {
                versions[place] = (int) version;
            }
        }
    }

    private int place(long instance, long container, Identity identity) {
        xml.attribute("name", value);
        if (value.is("device")) {
            return instance == identity.deviceInstance() && container == 2 ? 0 : -1;
        }
        if (!value.is("state") || container < 2 || container > 3) {
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
        read(response);
        while (xml.next("operation")) {
            long index = number("index");
            long current = number("curVersion");
            if (index >= 1 && index <= versions.length && current >= 0 && current <= Integer.MAX_VALUE) {
                versions[(int) index - 1] = (int) current;
            }
        }
    }

    private void read(SipMessage response) {
        response.body(value);
        xml.parse(value);
    }

    /** An attribute as a number that is not negative; -1 for anything else. */
    private long number(String attribute) {
        return xml.attribute(attribute, value) ? value.natural() : -1;
    }
}
