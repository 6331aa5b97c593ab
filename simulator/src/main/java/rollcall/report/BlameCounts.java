package rollcall.report;

import rollcall.outcome.Blame;

/** Failures and losses so far, by who is to be spoken to about them. */
public record BlameCounts(long network, long peer, long policy, long ours) {
    /** Before anything has happened. */
    static final BlameCounts NONE = new BlameCounts(0, 0, 0, 0);

    /** The count for one of them. */
    public long of(Blame blame) {
        return switch (blame) {
            case NETWORK -> network;
            case PEER -> peer;
            case POLICY -> policy;
            case OURS -> ours;
        };
    }

    /** All together. */
    public long sum() {
        return network + peer + policy + ours;
    }
}
