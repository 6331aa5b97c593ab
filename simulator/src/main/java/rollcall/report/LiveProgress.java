package rollcall.report;

/**
 * How far a run has come.
 *
 * @param doing what it does, in words
 * @param known what it has found, in words; empty for a run that searches for nothing
 * @param counts what is counted, behind the numbers: {@code signed in}, {@code of try 4 at 234.4/s}
 * @param signedIn of those that are counted
 * @param done signed in or failed
 * @param planned how many there will be; 0: that depends on the pool
 * @param share how much is done, 0 to 1
 */
public record LiveProgress(
        String doing, String known, String counts, long signedIn, long done, long planned, double share) {
    /** A run that follows its plan. */
    public static LiveProgress ofLoad(String phase, Totals totals, long planned) {
        return counted(phase, "", "signed in", totals.signedIn(), totals.signedIn() + totals.failed(), planned);
    }

    /**
     * Users who come again: how many clients that makes, nobody knows.
     *
     * @param share of the time that is over
     */
    public static LiveProgress ofClosedLoop(String phase, Totals totals, double share) {
        long done = totals.signedIn() + totals.failed();
        return new LiveProgress(phase, "", "signed in", totals.signedIn(), done, 0, share);
    }

    /** A search: each try is a load of its own. */
    public static LiveProgress ofSearch(Capacity capacity, Totals totals) {
        if (capacity.over()) {
            return ofLoad("the search is over", totals, totals.started());
        }
        double perSecond = capacity.nextPerSecond();
        String rate = Units.rate(perSecond) + "/s";
        int number = capacity.tries().size() + 1;
        long signedIn = totals.signedIn();
        long failed = totals.failed();
        for (RateTry before : capacity.tries()) {
            signedIn -= before.signedIn();
            failed -= before.failed();
        }
        return counted(
                "searching for the capacity, try " + number + ": " + rate + " for "
                        + Units.duration(capacity.find().forNanos()),
                known(capacity),
                "of try " + number + " at " + rate,
                signedIn,
                signedIn + failed,
                capacity.find().at(perSecond).clients());
    }

    private static LiveProgress counted(
            String doing, String known, String counts, long signedIn, long done, long planned) {
        double share = planned == 0 ? 0 : Math.min(1, (double) done / planned);
        return new LiveProgress(doing, known, counts, signedIn, done, planned, share);
    }

    private static String known(Capacity capacity) {
        if (capacity.tries().isEmpty()) {
            return "";
        }
        RateTry last = capacity.tries().get(capacity.tries().size() - 1);
        String known = "last: " + Units.rate(last.perSecond()) + "/s "
                + last.outcome().word() + (last.broken().isEmpty() ? "" : " (" + last.broken() + ")");
        return known
                + unlessLast("; highest that held: ", capacity.perSecond(), last)
                + unlessLast("; lowest that broke: ", capacity.brokePerSecond(), last);
    }

    private static String unlessLast(String name, double perSecond, RateTry last) {
        return perSecond == 0 || perSecond == last.perSecond() ? "" : name + Units.rate(perSecond) + "/s";
    }
}
