package rollcall.web;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.XmlScan;

/**
 * Reads the provisioning document, by which a pool tells a signed-in client where everything else is (MS-SIPREGE 2.2.2.5).
 * It goes over a document that is lent and allocates what it is asked for. Not thread-safe.
 */
public final class Provisioning {
    /** A value that is longer than this is none. */
    private static final int MOST_BYTES = 2_048;

    /** What a pool may name. Those that differ inside and outside have an element for each. */
    public enum Service {
        ADDRESS_BOOK("absInternalServerUrl", "absExternalServerUrl"),
        GROUP_EXPANSION("dlxInternalUrl", "dlxExternalUrl"),
        /** Gives credentials for the media relay of an Edge. */
        MEDIA_RELAY("mrasUri"),
        /** Makes conferences. */
        FOCUS_FACTORY("focusFactoryUri"),
        CONSOLE_DOWNLOAD("consoleDownloadInternalUrl", "consoleDownloadExternalUrl"),
        HELP_DESK("helpdeskInternalUrl", "helpdeskExternalUrl"),
        POOL("poolUri"),
        VOICE_MAIL("voicemailUri"),
        TEST_CALL("botSipUriForTestCall");

        private final String inside;
        private final String outside;

        Service(String everywhere) {
            this(everywhere, everywhere);
        }

        Service(String inside, String outside) {
            this.inside = inside;
            this.outside = outside;
        }

        /** The element that names it. */
        public String element(boolean forOutside) {
            return forOutside ? outside : inside;
        }
    }

    private final XmlScan xml = new XmlScan();
    private final AsciiSlice name = new AsciiSlice();
    private final AsciiSlice text = new AsciiSlice();
    private byte[] last = {};
    private String lastText = "";

    /**
     * Where a service is.
     *
     * @param outside whether for a client outside, as {@code ms-user-logon-data: RemoteUser} says: there is no going back
     *     to what is for clients inside
     * @return null when the document does not say; the same object as before when it says the same
     */
    public @Nullable String find(AsciiSlice document, Service service, boolean outside) {
        xml.parse(document);
        if (!xml.next(service.element(outside))) {
            return null;
        }
        xml.text(text);
        return text.isEmpty() || text.length() > MOST_BYTES ? null : remembered();
    }

    /** All clients of a pool are told the same URLs: one text serves them all. */
    private String remembered() {
        int from = text.offset();
        int to = from + text.length();
        if (!Arrays.equals(last, 0, last.length, text.array(), from, to)) {
            last = Arrays.copyOfRange(text.array(), from, to);
            lastText = decoded();
        }
        return lastText;
    }

    /** Calls for each element of text whose name ends in Url or Uri, known or not, in the order of the document. */
    public void each(AsciiSlice document, BiConsumer<String, String> reader) {
        xml.parse(document);
        while (xml.next()) {
            xml.name(name);
            if (isAddress(name)) {
                xml.text(text);
                if (!text.isEmpty() && text.length() <= MOST_BYTES) {
                    reader.accept(name.toString(), decoded());
                }
            }
        }
    }

    private static boolean isAddress(AsciiSlice name) {
        int end = name.length();
        if (end < 4 || (name.charAt(end - 3) | 0x20) != 'u' || (name.charAt(end - 2) | 0x20) != 'r') {
            return false;
        }
        int letter = name.charAt(end - 1) | 0x20;
        return letter == 'l' || letter == 'i';
    }

    /** XML 1.0 §4.6: the five entities that need no declaration; a query string has the first of them. */
    private String decoded() {
        String value = text.utf8();
        return value.indexOf('&') < 0
                ? value
                : value.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&");
    }
}
