package rollcall.check;

import java.util.ArrayList;
import java.util.List;

/** What a check came to: its steps, and whether the client signs in. */
public final class CheckReport {
    private final CheckPlan plan;
    private final List<Step> steps;
    private final boolean works;

    CheckReport(CheckPlan plan, List<Step> steps, LogonProbe.Outcome outcome) {
        this.plan = plan;
        this.steps = List.copyOf(steps);
        boolean proven = plan.logon()
                ? outcome.signedIn()
                : outcome.said().contains("SIP/2.0 401 ")
                        || outcome.said().contains("SIP/2.0 407 ")
                        || outcome.signedIn();
        this.works = proven && severity() != Severity.FAILURE;
    }

    public CheckPlan plan() {
        return plan;
    }

    public List<Step> steps() {
        return steps;
    }

    /** Whether the client signs in, as far as was tried. */
    public boolean works() {
        return works;
    }

    /** In a sentence: whether it works, for whom, and why not. */
    public String verdict() {
        String who = plan.account().user() + " with " + plan.client().title();
        String way = plan.server() == null
                ? "Automatic sign-in"
                : "Sign-in at " + plan.server().host();
        if (works) {
            return way + " will work for " + who + (plan.logon() ? "." : ", as far as can be told without a password.");
        }
        List<Found> all = found();
        return way + " will fail for " + who
                + (all.isEmpty() ? "." : ", because " + all.get(0).finding().title() + ".");
    }

    /** The worst that was found. */
    public Severity severity() {
        Severity worst = Severity.GOOD;
        for (Step step : steps) {
            worst = worst.compareTo(step.severity()) >= 0 ? worst : step.severity();
        }
        return worst;
    }

    /** Everything that was found, the worst first, else in the order of the steps. */
    public List<Found> found() {
        List<Found> all = new ArrayList<>();
        steps.forEach(step -> collect(step, all));
        all.sort((one, other) -> other.severity().compareTo(one.severity()));
        return all;
    }

    private static void collect(Step step, List<Found> all) {
        all.addAll(step.found());
        step.steps().forEach(below -> collect(below, all));
    }
}
