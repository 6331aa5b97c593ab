package rollcall.auth;

/** NegotiateFlags (MS-NLMP 2.2.2.5), those that matter here. */
final class NtlmFlags {
    static final int UNICODE = 0x1;
    static final int OEM = 0x2;
    static final int REQUEST_TARGET = 0x4;
    static final int SIGN = 0x10;
    static final int SEAL = 0x20;
    static final int DATAGRAM = 0x40;
    static final int LM_KEY = 0x80;
    static final int NTLM = 0x200;
    static final int ALWAYS_SIGN = 0x8000;
    static final int EXTENDED_SESSION_SECURITY = 0x80000;
    static final int IDENTIFY = 0x100000;
    static final int TARGET_INFO = 0x800000;
    static final int VERSION = 0x2000000;
    static final int KEY_128 = 0x20000000;
    static final int KEY_EXCHANGE = 0x40000000;
    static final int KEY_56 = 0x80000000;

    /** What the client cannot do without: a datagram context with integrity, and names to put into the proof. */
    static final int NEEDED = UNICODE | SIGN | DATAGRAM | NTLM | TARGET_INFO;

    /** What Communicator keeps of an offer. */
    static final int WANTED =
            NEEDED | IDENTIFY | ALWAYS_SIGN | EXTENDED_SESSION_SECURITY | VERSION | KEY_128 | KEY_EXCHANGE;

    /** What a pool's front end offers: 0xE29882F3. */
    static final int OFFERED = WANTED | OEM | SEAL | LM_KEY | KEY_56;

    /** What a client says first where there is a connection to speak of: 0xA2088207, as Windows does to web servers. */
    static final int CONNECTION_ASKED = UNICODE
            | OEM
            | REQUEST_TARGET
            | NTLM
            | ALWAYS_SIGN
            | EXTENDED_SESSION_SECURITY
            | VERSION
            | KEY_128
            | KEY_56;

    /** What a web server answers: nothing is signed there. */
    static final int CONNECTION_OFFERED = (CONNECTION_ASKED & ~OEM) | TARGET_INFO;

    /** What a client on a connection cannot do without. */
    static final int CONNECTION_NEEDED = UNICODE | NTLM | TARGET_INFO;

    private NtlmFlags() {}

    /** What the client answers to an offer: 0x62988255 to that of a pool. */
    static int answer(int offered) {
        int flags = (offered & WANTED) | REQUEST_TARGET;
        return (flags & KEY_128) == 0 ? flags | (offered & KEY_56) : flags;
    }

    /** The same on a connection. */
    static int answerOnConnection(int offered) {
        return offered & CONNECTION_OFFERED;
    }
}
