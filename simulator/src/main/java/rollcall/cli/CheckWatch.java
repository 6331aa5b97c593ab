package rollcall.cli;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import rollcall.check.CheckPlan;
import rollcall.check.CheckReport;
import rollcall.check.Found;
import rollcall.check.Step;
import rollcall.check.TreeText;
import rollcall.cli.CheckRunner.Round;
import rollcall.plan.PlanException;

/**
 * Checks again and again: a line a round, and the whole text when something has changed. A password that was refused is not
 * shown again, since that would lock the account.
 */
final class CheckWatch {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Check check;
    private final Listener listener;
    private final Console console;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Makes one check. */
    interface Check {
        Round run(CheckPlan plan) throws PlanException;
    }

    /** Is told of each round. */
    interface Listener {
        void ended(Round round) throws PlanException;
    }

    CheckWatch(Check check, Listener listener, Console console) {
        this.check = check;
        this.listener = listener;
        this.console = console;
    }

    /** Ends the watch after the check that is under way; from any thread. */
    void stop() {
        stopped.countDown();
    }

    /**
     * Watches until it is stopped.
     *
     * @param everyNanos from the beginning of one check to that of the next, unless a check takes longer
     * @return whether the user could sign in at last
     */
    boolean run(CheckPlan first, long everyNanos) throws PlanException, InterruptedException {
        CheckPlan plan = first;
        Set<String> known = Set.of();
        boolean works;
        long dueNanos = System.nanoTime();
        do {
            Round round = check.run(plan);
            CheckReport report = round.report();
            if (report.credentialsRefused() && plan.logon()) {
                plan = plan.refusedAt(time(round));
            }
            works = report.works();
            Set<String> state = state(report);
            console.out().println(time(round) + "  " + NagiosLine.state(report) + "  " + report.verdict());
            if (!state.equals(known)) {
                console.out().print(TreeText.of(report, console.outStyle()));
                console.out().println();
            }
            console.out().flush();
            known = state;
            listener.ended(round);
            dueNanos = Math.max(dueNanos + everyNanos, System.nanoTime());
        } while (!stopped.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS));
        return works;
    }

    private static String time(Round round) {
        return TIME.format(LocalDateTime.ofInstant(round.startedAt(), ZoneId.systemDefault()));
    }

    /** All that a reader would want to be told anew, and nothing that differs each time. */
    private static Set<String> state(CheckReport report) {
        Set<String> state = new LinkedHashSet<>();
        state.add(report.verdict());
        collect(report.steps(), "", state);
        return state;
    }

    private static void collect(List<Step> steps, String above, Set<String> state) {
        for (Step step : steps) {
            String path = above + '/' + step.title();
            state.add(path + ' ' + step.severity());
            for (Found found : step.found()) {
                state.add(path + ' ' + found.finding().id() + ' ' + found.severity());
            }
            collect(step.steps(), path, state);
        }
    }
}
