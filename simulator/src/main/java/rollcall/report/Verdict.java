package rollcall.report;

import java.util.List;

/**
 * What a run means.
 *
 * @param reasons whole sentences with their full stop, the weightiest first; never empty
 */
public record Verdict(Kind kind, List<String> reasons) {
    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** The four ways a run can end, each with its exit code. */
    public enum Kind {
        PASSED("passed", 0),
        /** The target did not do what the thresholds ask. */
        FAILED("failed", 1),
        /** The generator was the bottleneck: the numbers say nothing about the target. */
        INVALID("invalid", 3),
        /** A guard or a person stopped the run. */
        ABORTED("aborted", 4);

        private final String word;
        private final int exitCode;

        Kind(String word, int exitCode) {
            this.word = word;
            this.exitCode = exitCode;
        }

        /** The word in {@code result.json}. */
        public String word() {
            return word;
        }

        /** What the process exits with. */
        public int exitCode() {
            return exitCode;
        }
    }
}
