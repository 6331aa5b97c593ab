package rollcall.report;

import java.util.List;

/**
 * One rate that a search has tried.
 *
 * @param startNanos when its first client was due, since the start of the run
 * @param started clients that were due in it; each of them has signed in or failed
 * @param lost clients that were lost meanwhile, from whichever try
 * @param logonP50Nanos median from due until the 200, or {@link Totals#NONE}
 * @param startLagP99Nanos how late its clients started
 * @param conditions judged on this try alone
 */
public record RateTry(
        double perSecond,
        Outcome outcome,
        long startNanos,
        long started,
        long signedIn,
        long failed,
        long lost,
        long logonP50Nanos,
        long logonP99Nanos,
        long startLagP99Nanos,
        List<ThresholdResult> conditions) {
    public RateTry {
        conditions = List.copyOf(conditions);
    }

    /** How it went. */
    public enum Outcome {
        /** Every condition held. */
        HELD("held"),
        /** A condition broke. */
        BROKE("broke"),
        /** This machine could not keep up, so the try says nothing about the pool. */
        TOO_FAST("too fast for this machine");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** The word in {@code result.json}. */
        public String word() {
            return word;
        }
    }

    /** The first condition that broke, with what was measured; empty when none did. */
    String broken() {
        for (ThresholdResult condition : conditions) {
            if (!condition.held()) {
                return "wanted " + condition.expression() + ", measured " + condition.value();
            }
        }
        return "";
    }
}
