package rollcall.check;

import java.util.ArrayList;
import java.util.List;

/** One thing that was looked at: what it was, what came of it, what was found wrong, and what was looked at below it. */
public final class Step {
    private final String title;
    private final List<String> details = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Severity own = Severity.GOOD;

    Step(String title) {
        this.title = title;
    }

    /** In a few words, without a full stop. */
    public String title() {
        return title;
    }

    /** Lines of fact. */
    public List<String> details() {
        return details;
    }

    public List<Found> found() {
        return found;
    }

    public List<Step> steps() {
        return steps;
    }

    Step detail(String line) {
        details.add(line);
        return this;
    }

    Step found(Found one) {
        found.add(one);
        return this;
    }

    /** It failed for a reason that another step has told already. */
    Step failed() {
        own = Severity.FAILURE;
        return this;
    }

    /** What was found here and below stands in nobody's way, as has turned out. */
    void putAside() {
        found.replaceAll(Found::aside);
        steps.forEach(Step::putAside);
    }

    /** Adds a step below this one. @return that step */
    Step below(Step step) {
        steps.add(step);
        return step;
    }

    /** The worst that was found here or below. */
    public Severity severity() {
        Severity worst = own;
        for (Found each : found) {
            worst = worse(worst, each.severity());
        }
        for (Step each : steps) {
            worst = worse(worst, each.severity());
        }
        return worst;
    }

    private static Severity worse(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
