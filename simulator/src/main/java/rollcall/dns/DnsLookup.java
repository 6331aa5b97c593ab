package rollcall.dns;

/** One question, one answer: the wire, or a cache in front of it. Used on one event loop only. */
interface DnsLookup {
    /** Asks; the taker is told exactly once, possibly before this returns. */
    void ask(DnsQuestion question, Taker taker);

    /** Takes an answer. */
    interface Taker {
        void answered(DnsAnswer answer);
    }
}
