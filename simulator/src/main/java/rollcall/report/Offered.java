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
     * @param canaryNanos by how much all arrivals but the first were put off
     */
    static List<Long> at(List<Totals> series, Arrivals arrivals, long canaryNanos) {
        List<Long> offered = new ArrayList<>(series.size());
        long most = series.isEmpty() ? 0 : series.get(series.size() - 1).started();
        Arrivals.Cursor cursor = arrivals.cursor();
        long next = cursor.next();
        long due = 0;
        for (Totals totals : series) {
            while (due < most && next != Arrivals.Cursor.END && next <= totals.atNanos()) {
                due++;
                next = cursor.next();
                if (next != Arrivals.Cursor.END) {
                    next += canaryNanos;
                }
            }
            offered.add(due);
        }
        return List.copyOf(offered);
    }
}
