package rollcall.client;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Target;
import rollcall.plan.Transport;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipDate;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;
import rollcall.sip.SipUri;
import rollcall.web.Provisioning;

/**
 * What an answer to a REGISTER says to its client. A reader with flyweights inside: what it returns is valid until the
 * next message, and one serves a whole event loop.
 */
final class Answer {
    /** The lifetime assumed when a 200 names none; RFC 3261 §10.2 leaves it to the registrar, OCS grants 7200 (capture). */
    private static final long DEFAULT_EXPIRES_SECONDS = 3600;

    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private final NameAddr contact = new NameAddr();
    private final SipUri uri = new SipUri();
    private final Publications publications = new Publications();
    private final Provisioning provisioning = new Provisioning();
    private final MediaRelay mediaRelay = new MediaRelay();
    private final DialogReader dialogs = new DialogReader();
    private long expiresSeconds;

    /**
     * Looks for our own binding among the contacts of a 200 (RFC 3261 §10.3 step 8: it lists them all). Ours is the one
     * with our instance; a registrar that does not keep instances has kept the URI, and with it our ms-opaque.
     *
     * @return whether it is there; if so, {@link #expiresSeconds()} is known
     */
    boolean binding(SipMessage response, Identity mine) {
        for (int i = 0; response.header(SipHeader.CONTACT, i, value); i++) {
            for (boolean more = contact.parse(value); more; more = contact.next()) {
                if (isMine(mine)) {
                    readExpires(response);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isMine(Identity mine) {
        // +sip.instance="<urn:uuid:7446BEDA-…>": 36 characters of UUID and one '>' at the end
        if (contact.param("+sip.instance", part)) {
            int uuid = part.offset() + part.length() - 37;
            return uuid >= part.offset() && mine.isInstance(part.array(), uuid, 36);
        }
        contact.uri(part);
        return uri.parse(part)
                && uri.param("ms-opaque", part)
                && mine.isOpaque(part.array(), part.offset(), part.length());
    }

    private void readExpires(SipMessage response) {
        long seconds = contact.param("expires", part) ? part.natural() : -1;
        if (seconds < 0 && response.header(SipHeader.EXPIRES, 0, value)) {
            seconds = value.natural();
        }
        expiresSeconds = seconds < 0 ? DEFAULT_EXPIRES_SECONDS : seconds;
    }

    /** How long the registration lasts, after {@link #binding} has found it. */
    long expiresSeconds() {
        return expiresSeconds;
    }

    /**
     * The keep-alive interval that the server grants, [MS-CONMGMT] 2.2.1: {@code UAS; hop-hop=yes; timeout=300}.
     *
     * @return seconds; 0 when it does not want any; -1 when it says nothing
     */
    long keepAliveSeconds(SipMessage response) {
        if (!response.header(SipHeader.MS_KEEP_ALIVE, 0, value)) {
            return -1;
        }
        boolean hopByHop = false;
        long seconds = -1;
        int end = value.offset() + value.length();
        for (int from = value.offset(); from < end; ) {
            int to = from;
            while (to < end && value.array()[to] != ';') {
                to++;
            }
            while (from < to && value.array()[from] == ' ') {
                from++; // white space after the semicolon is the rule, not the exception
            }
            part.set(value.array(), from, to - from);
            if (part.isIgnoreCase("hop-hop=yes")) {
                hopByHop = true;
            } else if (part.length() > 8 && startsWith(part, "timeout=")) {
                part.set(value.array(), from + 8, to - from - 8);
                seconds = part.natural();
            }
            from = to + 1;
        }
        return hopByHop ? seconds : 0;
    }

    private static boolean startsWith(AsciiSlice slice, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((slice.charAt(i) | 0x20) != (lowerCase.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a 200 says that the binding did not exist before ([MS-SIPREGE] 2.2.1.4): {@code register-action="added"}. */
    boolean registeredAnew(SipMessage response) {
        if (!response.header(SipHeader.PRESENCE_STATE, 0, value)) {
            return false;
        }
        String text = value.toString();
        return text.contains("\"added\"") || text.contains("\"fixed\"");
    }

    /** The URI by which the pool reaches this endpoint, after {@link #binding} has found ours; null when there is none. */
    byte @Nullable [] gruu() {
        return contact.param("gruu", part) && !part.isEmpty()
                ? Arrays.copyOfRange(part.array(), part.offset(), part.offset() + part.length())
                : null;
    }

    /** The error id of ms-diagnostics, else of ms-diagnostics-public (MS-OCER 2.2.1); 0 for none. */
    int errorId(SipMessage response) {
        return response.header(SipHeader.MS_DIAGNOSTICS, 0, value)
                        || response.header(SipHeader.MS_DIAGNOSTICS_PUBLIC, 0, value)
                ? (int) Math.max(0, leadingNumber())
                : 0;
    }

    /** How many seconds the server wants to be left alone (RFC 3261 §20.33); -1 when it does not say. */
    long retryAfterSeconds(SipMessage response) {
        return response.header(SipHeader.RETRY_AFTER, 0, value) ? leadingNumber() : -1;
    }

    /** The number that {@link #value} begins with, of at most nine digits; -1: it begins otherwise. */
    private long leadingNumber() {
        int digits = 0;
        while (digits < value.length() && digits < 9 && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
            digits++;
        }
        return Ascii.natural(value.array(), value.offset(), value.offset() + digits);
    }

    /** Whether a 200 says that this version of the client is not the one the pool wants (MS-SIPREGE: Warning 310). */
    boolean warnsOfVersion(SipMessage response) {
        return response.header(SipHeader.WARNING, 0, value) && leadingNumber() == 310;
    }

    /** The server's time of day in seconds since 1970; -1 when it does not say. */
    long dateSeconds(SipMessage response) {
        return response.header(SipHeader.DATE, 0, value) ? SipDate.epochSeconds(value) : -1;
    }

    /** Whether the server takes this client for one outside (MS-SIPRE 4.10). */
    boolean isRemoteUser(SipMessage response) {
        return response.header(SipHeader.MS_USER_LOGON_DATA, 0, value) && value.isIgnoreCase("RemoteUser");
    }

    /** Where a provisioning document says that a service is; null when it does not. */
    @Nullable
    String provisioned(SipMessage response, Provisioning.Service service, boolean outside) {
        response.body(value);
        return provisioning.find(value, service, outside);
    }

    MediaRelay mediaRelay() {
        return mediaRelay;
    }

    DialogReader dialogs() {
        return dialogs;
    }

    /** For how many seconds a 200 to SUBSCRIBE grants what was asked for; 0 when it does not say. */
    long grantedSeconds(SipMessage response) {
        return response.header(SipHeader.EXPIRES, 0, value) ? Math.max(0, value.natural()) : 0;
    }

    Publications publications() {
        return publications;
    }

    /** Where a 301 or 302 sends us; null when its Contact names nothing that a client could connect to. */
    @Nullable
    Target redirectTarget(SipMessage response) {
        if (!response.header(SipHeader.CONTACT, 0, value) || !contact.parse(value)) {
            return null;
        }
        contact.uri(part);
        if (!uri.parse(part)) {
            return null;
        }
        uri.scheme(part);
        boolean secure = part.isIgnoreCase("sips");
        if (!secure && !part.isIgnoreCase("sip")) {
            return null;
        }
        Transport transport = Transport.TLS;
        if (uri.param("transport", part) && !secure) {
            if (part.isIgnoreCase("tcp")) {
                transport = Transport.TCP;
            } else if (!part.isIgnoreCase("tls")) {
                return null;
            }
        }
        uri.host(part);
        String host = part.toString();
        if (host.isEmpty()) {
            return null;
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.port();
        return new Target(host, port > 0 ? port : transport.defaultPort(), transport, "redirect");
    }

    /** Whether a request from the server ends our registration (MS-SIPREGE 4.1.3). */
    boolean deregisters(SipMessage request) {
        if ((request.method() != SipMethod.NOTIFY && request.method() != SipMethod.BENOTIFY)
                || !request.header(SipHeader.EVENT, 0, value)
                || !value.isIgnoreCase("registration-notify")) {
            return false;
        }
        request.body(part);
        return part.length() >= 12 && startsWith(part, "deregistered");
    }

    /** What a request is: its method, and its event if it has one. For people. */
    String headline(SipMessage request) {
        request.methodText(part);
        String method = shortened(part);
        return request.header(SipHeader.EVENT, 0, part) ? method + " " + shortened(part) : method;
    }

    /** The body as text, shortened, on one line: for people. */
    String bodyText(SipMessage message) {
        message.body(part);
        return shortened(part);
    }

    /** The status line and what the server adds in explanation: {@code 403 Forbidden; ms-diagnostics: 4003;reason="…"}. */
    String describe(SipMessage response) {
        StringBuilder text = new StringBuilder(80);
        response.reason(part);
        text.append(response.status()).append(' ').append(shortened(part));
        explain(response, SipHeader.MS_DIAGNOSTICS, text);
        explain(response, SipHeader.MS_DIAGNOSTICS_PUBLIC, text);
        explain(response, SipHeader.WARNING, text);
        explain(response, SipHeader.RETRY_AFTER, text);
        explain(response, SipHeader.MS_USER_LOGON_DATA, text); // it came through an Access Edge
        return text.toString();
    }

    private void explain(SipMessage response, SipHeader header, StringBuilder text) {
        if (response.header(header, 0, part)) {
            text.append("; ").append(header.header()).append(": ").append(shortened(part));
        }
    }

    private static String shortened(AsciiSlice slice) {
        String text = slice.utf8().strip().replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= 200 ? text : text.substring(0, 199) + "…";
    }
}
