package rollcall.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param parts what some of the occurrences have in common, the most frequent first; may be empty
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
        String server,
        List<FaultPart> parts) {
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

    /** The same with another count. */
    FaultCount times(long otherCount) {
        return new FaultCount(kind, fault, stage, otherCount, firstNanos, lastNanos, detail, user, server, parts);
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
                first.server,
                merged(parts, other.parts));
    }

    private static List<FaultPart> merged(List<FaultPart> some, List<FaultPart> others) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (FaultPart part : some) {
            counts.merge(part.key(), part.count(), Long::sum);
        }
        for (FaultPart part : others) {
            counts.merge(part.key(), part.count(), Long::sum);
        }
        List<FaultPart> parts = new ArrayList<>();
        counts.forEach((key, count) -> parts.add(new FaultPart(key, count)));
        return sorted(parts);
    }

    /** The most frequent first. */
    static List<FaultPart> sorted(List<FaultPart> parts) {
        List<FaultPart> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparingLong(FaultPart::count).reversed().thenComparing(FaultPart::key));
        return List.copyOf(sorted);
    }
}
