package rollcall.auth;

import java.util.Arrays;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

/**
 * What authentication looks at in one SIP message, to be sent or received: digests and signatures are made over these.
 * The slices are set by whoever has the bytes; a slice that is empty stands for a part the message does not have. Made
 * once and filled anew for each message.
 */
public final class AuthFacts {
    private static final AsciiSlice[] METHODS = Arrays.stream(SipMethod.values())
            .map(SipMethod::name)
            .map(AsciiSlice::of)
            .toArray(AsciiSlice[]::new);

    private final AsciiSlice method = new AsciiSlice();
    private final AsciiSlice requestUri = new AsciiSlice();
    private final AsciiSlice callId = new AsciiSlice();
    private final AsciiSlice fromUri = new AsciiSlice();
    private final AsciiSlice fromTag = new AsciiSlice();
    private final AsciiSlice toUri = new AsciiSlice();
    private final AsciiSlice toTag = new AsciiSlice();
    private final AsciiSlice assertedSipUri = new AsciiSlice();
    private final AsciiSlice assertedTelUri = new AsciiSlice();
    private final AsciiSlice expires = new AsciiSlice();
    private final NameAddr nameAddr = new NameAddr();
    private final AsciiSlice scratch = new AsciiSlice();
    private long cseq;
    private int status;

    /** Fills everything from a message, which is lent: valid as long as the message is. */
    public void read(SipMessage message) {
        clear();
        status = message.status();
        message.requestUri(requestUri);
        message.header(SipHeader.CALL_ID, callId);
        message.header(SipHeader.EXPIRES, expires);
        cseq = message.cseq();
        readMethod(message);
        readNameAddr(message, SipHeader.FROM, fromUri, fromTag);
        readNameAddr(message, SipHeader.TO, toUri, toTag);
        // MS-SIPAE 3.2.5.2: P-Preferred-Identity counts where P-Asserted-Identity is missing
        boolean asserted = message.count(SipHeader.P_ASSERTED_IDENTITY) > 0;
        readIdentity(message, asserted ? SipHeader.P_ASSERTED_IDENTITY : SipHeader.P_PREFERRED_IDENTITY);
    }

    private void readMethod(SipMessage message) {
        if (message.isRequest()) {
            message.methodText(method);
        } else if (message.cseqMethod() != SipMethod.OTHER) {
            method(message.cseqMethod());
        } else if (message.header(SipHeader.CSEQ, scratch)) {
            int length = scratch.length();
            int from = length;
            while (from > 0 && scratch.charAt(from - 1) > ' ') {
                from--;
            }
            method.set(scratch.array(), scratch.offset() + from, length - from);
        }
    }

    private void readNameAddr(SipMessage message, SipHeader header, AsciiSlice uri, AsciiSlice tag) {
        if (message.header(header, scratch) && nameAddr.parse(scratch)) {
            nameAddr.uri(uri);
            nameAddr.param("tag", tag);
        }
    }

    private void readIdentity(SipMessage message, SipHeader header) {
        for (int nth = 0; message.header(header, nth, scratch); nth++) {
            boolean more = nameAddr.parse(scratch);
            while (more) {
                nameAddr.uri(scratch);
                if (startsWith(scratch, "tel:")) {
                    setOnce(assertedTelUri, scratch);
                } else if (startsWith(scratch, "sip:") || startsWith(scratch, "sips:")) {
                    setOnce(assertedSipUri, scratch);
                }
                more = nameAddr.next();
            }
        }
    }

    private static boolean startsWith(AsciiSlice text, String lowerCase) {
        int from = text.offset();
        return text.length() >= lowerCase.length()
                && Ascii.equalsIgnoreCase(text.array(), from, from + lowerCase.length(), lowerCase);
    }

    private static void setOnce(AsciiSlice target, AsciiSlice value) {
        if (target.isEmpty()) {
            target.set(value.array(), value.offset(), value.length());
        }
    }

    /** Empties everything, for the next message. */
    public void clear() {
        method.clear();
        requestUri.clear();
        callId.clear();
        fromUri.clear();
        fromTag.clear();
        toUri.clear();
        toTag.clear();
        assertedSipUri.clear();
        assertedTelUri.clear();
        expires.clear();
        cseq = 0;
        status = 0;
    }

    /** The method in CSeq, which in a request is that of the request. */
    public AsciiSlice method() {
        return method;
    }

    /** Sets {@link #method()} to a known one. */
    public void method(SipMethod known) {
        AsciiSlice name = METHODS[known.ordinal()];
        method.set(name.array(), name.offset(), name.length());
    }

    /** Of a request; empty for an answer. */
    public AsciiSlice requestUri() {
        return requestUri;
    }

    public AsciiSlice callId() {
        return callId;
    }

    /** The number in CSeq. */
    public long cseq() {
        return cseq;
    }

    public void cseq(long number) {
        cseq = number;
    }

    /** The URI in From, without angle brackets, with its scheme. */
    public AsciiSlice fromUri() {
        return fromUri;
    }

    public AsciiSlice fromTag() {
        return fromTag;
    }

    /** The URI in To, without angle brackets, with its scheme. */
    public AsciiSlice toUri() {
        return toUri;
    }

    public AsciiSlice toTag() {
        return toTag;
    }

    /** The sip: URI in P-Asserted-Identity, else in P-Preferred-Identity. */
    public AsciiSlice assertedSipUri() {
        return assertedSipUri;
    }

    /** The tel: URI in the same header. */
    public AsciiSlice assertedTelUri() {
        return assertedTelUri;
    }

    /** The value of the Expires header; not a Contact's parameter. */
    public AsciiSlice expires() {
        return expires;
    }

    /** The status of an answer; 0 for a request. */
    public int status() {
        return status;
    }

    public void status(int code) {
        status = code;
    }
}
