package rollcall.auth;

import java.util.List;

/** An authentication scheme, by the word that opens its challenge and its credentials. */
public enum Scheme {
    DIGEST("Digest"),
    NTLM("NTLM"),
    KERBEROS("Kerberos");

    /** What Communicator would choose from what a server offers, Digest last for servers that are no pool. */
    public static final List<Scheme> AUTO = List.of(KERBEROS, NTLM, DIGEST);

    private final String word;

    Scheme(String word) {
        this.word = word;
    }

    /** The word on the wire, in its usual case. */
    public String word() {
        return word;
    }
}
