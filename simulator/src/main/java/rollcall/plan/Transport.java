package rollcall.plan;

/** How SIP travels. */
public enum Transport {
    TLS("tls", 5061),
    TCP("tcp", 5060);

    private final String word;
    private final int defaultPort;

    Transport(String word, int defaultPort) {
        this.word = word;
        this.defaultPort = defaultPort;
    }

    /** As in a scenario and in a SIP URI parameter. */
    public String word() {
        return word;
    }

    /** RFC 3261 §19.1.2 and §26.2.2: 5061 for TLS, 5060 for TCP. */
    public int defaultPort() {
        return defaultPort;
    }
}
