package rollcall.outcome;

/** Who is to be spoken to about a fault. */
public enum Blame {
    /** The way there: names, routes, refused or broken connections. */
    NETWORK("network"),
    /** The server answered, and what it said is the fault. */
    PEER("peer"),
    /** Everybody worked, and a rule forbids it: a certificate name, a strict domain, a refused password. */
    POLICY("policy"),
    /** Rollcall or its machine; never counted against the pool. */
    OURS("ours");

    private final String word;

    Blame(String word) {
        this.word = word;
    }

    /** The word in {@code result.json}. */
    public String word() {
        return word;
    }
}
