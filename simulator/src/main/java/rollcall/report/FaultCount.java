package rollcall.report;

import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/**
 * How often one fault happened in one stage, with one occurrence told in full.
 *
 * @param stage where it happened, which may differ from where it usually does
 * @param firstNanos when it happened first, since the start of the run
 * @param lastNanos when it happened last
 * @param detail what distinguished the first occurrence; free of control characters and of secrets; may be empty
 * @param user whom the first occurrence hit
 * @param server where, as {@code host:port}; empty when no server was known yet
 */
public record FaultCount(
        Kind kind,
        Fault fault,
        Stage stage,
        long count,
        long firstNanos,
        long lastNanos,
        String detail,
        String user,
        String server) {
    /** What a fault did to the client. */
    public enum Kind {
        /** It could not sign in. */
        FAILED("failed"),
        /** It had been signed in. */
        LOST("lost"),
        /** It went on with the next address, target or try. */
        SETBACK("setback");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in {@code result.json}. */
        public String word() {
            return word;
        }
    }

    /** The first occurrence as one line: {@code user at server: detail}. */
    public String sample() {
        return user + (server.isEmpty() ? "" : " at " + server) + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** Both together; the sample of the one that happened first. */
    FaultCount plus(FaultCount other) {
        FaultCount first = firstNanos <= other.firstNanos ? this : other;
        return new FaultCount(
                kind,
                fault,
                stage,
                count + other.count,
                first.firstNanos,
                Math.max(lastNanos, other.lastNanos),
                first.detail,
                first.user,
                first.server);
    }
}
