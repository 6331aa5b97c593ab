package rollcall.plan;

import java.util.List;

/** Reads {@code find: {start, step, for, while, most, precision, confirm}}: the search for a pool's capacity. */
final class FindReader {
    private static final int MOST_STEPS = 100;

    private FindReader() {}

    static Phase.Find read(Section find) {
        double start = LoadReader.rate(find, "start", false);
        double step = share(find, "step", 0.25, 0.01, 10);
        long nanos = find.duration("for", 10_000_000_000L, 1_000_000);
        List<Threshold> conditions = Thresholds.read(find, "while", List.of());
        if (!find.has("while") || (conditions.isEmpty() && !find.problems().any())) {
            find.missing("while", "conditions such as [\"failed < 0.1%\", \"logon.p99 < 500ms\"]");
        }
        double most = find.rate("most", start * 10, false);
        if (most < start) {
            find.problem("most", "expected no less than start, " + Quantities.rate(start));
        } else if (Math.log(most / start) / Math.log1p(step) > MOST_STEPS) {
            find.problem(
                    "step",
                    "more than " + MOST_STEPS + " steps from " + Quantities.rate(start) + " to "
                            + Quantities.rate(most));
        }
        return new Phase.Find(
                start,
                step,
                nanos,
                conditions,
                most,
                share(find, "precision", 0.05, 0.01, 0.5),
                find.count("confirm", 2, 0, 10));
    }

    private static double share(Section find, String key, double otherwise, double least, double most) {
        String expected = "a percentage from " + Quantities.percent(least) + " to " + Quantities.percent(most);
        return find.scalar(key, otherwise, expected, text -> {
            double share = Quantities.share(text);
            return share >= least && share <= most ? share : null;
        });
    }
}
