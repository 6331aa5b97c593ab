package rollcall.outcome;

/**
 * The stages of one client's life, in their order. Each has a latency of its own; {@link #LOGON} is the whole from the
 * first to the last stage of signing in, and the only one that is counted from <em>due</em> as well as from <em>sent</em>.
 */
public enum Stage {
    /** SRV walk and address resolution, until the first address is known. */
    DNS("dns", "finding the pool"),
    /** TCP connect. */
    CONNECT("connect", "TCP connect"),
    /** TLS handshake, certificate judged. */
    TLS("tls", "TLS handshake"),
    /** First REGISTER of a connection until its answer. */
    REGISTER("register", "first REGISTER"),
    /** The REGISTER that asks for a challenge (NTLM's second leg) until the challenge. */
    CHALLENGE("challenge", "asking for the challenge"),
    /** Getting a Kerberos ticket for the pool from the KDC. */
    TICKET("ticket", "Kerberos ticket"),
    /** The REGISTER that carries credentials until its answer. */
    AUTHENTICATE("authenticate", "REGISTER with credentials"),
    /** All of the above: due (or started) until the 200. */
    LOGON("logon", "the whole sign-in"),
    /** Signed in, waiting. Its duration is the stay, not a latency. */
    HOLD("hold", "signed in"),
    /** One of the SUBSCRIBEs that follow the sign-in until its answer. */
    SUBSCRIBE("subscribe", "subscription"),
    /** The client's own presence, until the pool has taken it. */
    PUBLISH("publish", "publication"),
    /** The SUBSCRIBE for the presence of all contacts until its answer. */
    CONTACTS("contacts", "presence of contacts"),
    /** The download of the address book: look-up, connection and authentication included, waiting for its turn not. */
    ADDRESS_BOOK("addressBook", "address book"),
    /** Who is in a distribution group, asked and answered; look-up, connection and authentication included. */
    GROUPS("groups", "group expansion"),
    /** The SERVICE that asks for credentials for the media relay until its answer. */
    MRAS("mras", "media relay credentials"),
    /** A REGISTER that renews the registration. */
    REFRESH("refresh", "refresh"),
    /** Authenticating anew while signed in, from the first REGISTER to the 200. */
    REAUTHENTICATE("reauthenticate", "new authentication"),
    /** Lost while signed in, until signed in again: the wait before the first try and every try in it. */
    COME_BACK("comeBack", "coming back"),
    /** REGISTER with Expires 0 until its answer. */
    SIGN_OUT("signOut", "sign-out");

    private static final Stage[] ALL = values();

    /** How many stages there are: the length of an array indexed by stage. */
    public static final int COUNT = ALL.length;

    private final String word;
    private final String title;

    Stage(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The name in {@code result.json}, in thresholds and in fault rows. */
    public String word() {
        return word;
    }

    /** What a person reads. */
    public String title() {
        return title;
    }

    /** The stage with this {@link #ordinal}. */
    public static Stage at(int ordinal) {
        return ALL[ordinal];
    }
}
