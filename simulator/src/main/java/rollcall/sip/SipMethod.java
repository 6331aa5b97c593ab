package rollcall.sip;

/** The request methods this tool meets; a method's name is its spelling on the wire and is case-sensitive. */
public enum SipMethod {
    REGISTER,
    SUBSCRIBE,
    NOTIFY,
    /** A NOTIFY that wants no answer (MS-SIP). */
    BENOTIFY,
    SERVICE,
    MESSAGE,
    INVITE,
    ACK,
    CANCEL,
    BYE,
    OPTIONS,
    INFO,
    REFER,
    UPDATE,
    PRACK,
    PUBLISH,
    /** Asks for compression of the connection (MS-SIPCOMP). */
    NEGOTIATE,
    /** Any other: {@link SipMessage#methodText} has its name. */
    OTHER;

    private static final SipMethod[] VALUES = values();

    /** The method the range names. */
    static SipMethod of(byte[] a, int from, int to) {
        for (SipMethod method : VALUES) {
            if (method != OTHER && Ascii.equals(a, from, to, method.name())) {
                return method;
            }
        }
        return OTHER;
    }
}
