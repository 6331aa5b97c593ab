package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import rollcall.plan.Arrivals;

/** How many clients were due by when: the plan's side of the series, to be laid beside what really happened. */
final class Offered {
    private Offered() {}

    /**
     * For each point, how many clients were due; never more than really started by the end, because a run that is stopped
     * offers no more.
     *
     * @param series the oldest first
     * @param facts by how much all arrivals but the first were put off, and who changed their rate
     */
    static List<Long> at(List<Totals> series, Arrivals arrivals, RunFacts facts) {
        List<Long> offered = new ArrayList<>(series.size());
        long most = series.isEmpty() ? 0 : series.get(series.size() - 1).started();
        Arrivals.Cursor cursor = arrivals.cursor();
        long next = cursor.next();
        long due = 0;
        for (Totals totals : series) {
            long planNanos = planNanos(totals.atNanos(), facts);
            while (due < most && next != Arrivals.Cursor.END && next <= (due == 0 ? totals.atNanos() : planNanos)) {
                due++;
                next = cursor.next();
            }
            offered.add(due);
        }
        return List.copyOf(offered);
    }

    /** How far the plan of arrivals had come at this moment of the run. */
    private static long planNanos(long atNanos, RunFacts facts) {
        double planNanos = 0;
        double speed = 1;
        long sinceNanos = facts.canaryNanos();
        for (RateChange change : facts.rateChanges()) {
            if (change.atNanos() < atNanos) {
                planNanos += (change.atNanos() - sinceNanos) * speed;
                sinceNanos = change.atNanos();
                speed = change.factor();
            }
        }
        return Math.round(planNanos + (atNanos - sinceNanos) * speed);
    }
}
