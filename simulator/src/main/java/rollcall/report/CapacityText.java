package rollcall.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Phase;

/** What a search has found, for a person: the verdict, and the part of the {@link TextReport} that shows every try. */
final class CapacityText {
    private CapacityText() {}

    /** The verdict on a search. */
    static Verdict verdict(Capacity capacity, @Nullable String stoppedBy) {
        if (stoppedBy != null || capacity.limit() == Capacity.Limit.UNKNOWN) {
            return new Verdict(
                    Verdict.Kind.ABORTED,
                    List.of(
                            "The run was stopped: " + (stoppedBy == null ? "it did not come to its end" : stoppedBy)
                                    + ".",
                            soFar(capacity)));
        }
        List<RateTry> tries = capacity.tries();
        RateTry last = tries.get(tries.size() - 1);
        return switch (capacity.limit()) {
            case GENERATOR ->
                new Verdict(
                        Verdict.Kind.INVALID,
                        List.of(
                                "This machine cannot offer " + rate(last.perSecond()) + ": "
                                        + (last.broken().isEmpty()
                                                ? "clients started up to " + Units.duration(last.startLagP99Nanos())
                                                        + " after they were due"
                                                : last.broken() + ", by faults of this machine")
                                        + ". Give it more processors, or spread the load over several machines.",
                                soFar(capacity)));
            case POOL, SEARCH, UNKNOWN ->
                capacity.perSecond() == 0
                        ? new Verdict(
                                Verdict.Kind.FAILED,
                                List.of("The pool does not carry "
                                        + rate(capacity.find().startPerSecond())
                                        + ", the first rate that was tried: "
                                        + whyBroken(capacity, capacity.brokePerSecond()) + "."))
                        : new Verdict(Verdict.Kind.PASSED, List.of(found(capacity), bound(capacity)));
        };
    }

    private static String soFar(Capacity capacity) {
        return capacity.perSecond() == 0
                ? "No rate has held, so nothing is known about the pool."
                : "The pool carries at least " + rate(capacity.perSecond()) + "; whether more, is not known.";
    }

    private static String found(Capacity capacity) {
        Phase.Find find = capacity.find();
        int times = capacity.times();
        String held = times == 1 ? "once" : times + " of " + times + " times";
        return "The pool carries " + (capacity.limit() == Capacity.Limit.SEARCH ? "at least " : "")
                + rate(capacity.perSecond()) + ": held " + held + ", " + Units.duration(find.forNanos()) + " each.";
    }

    private static String bound(Capacity capacity) {
        double broke = capacity.brokePerSecond();
        return broke == 0
                ? "No higher rate was to be tried (most); to know more, raise it."
                : "At " + rate(broke) + " it broke: " + whyBroken(capacity, broke) + ".";
    }

    private static String whyBroken(Capacity capacity, double perSecond) {
        List<RateTry> tries = capacity.tries();
        for (int i = tries.size() - 1; i >= 0; i--) {
            RateTry each = tries.get(i);
            if (each.perSecond() == perSecond && each.outcome() == RateTry.Outcome.BROKE) {
                return each.broken().isEmpty() ? "sign-ins did not come to an end" : each.broken();
            }
        }
        throw new IllegalArgumentException("no try broke at " + perSecond);
    }

    private static String rate(double perSecond) {
        return Units.rate(perSecond) + " sign-ins a second";
    }

    /** Every try, in its order. */
    static void write(SearchResult capacity, Page page, Style style) {
        page.heading("Rates tried");
        Page.Table table = new Page.Table(0, 2, 4);
        table.row("a second", "clients", "failed", "logon p50", "logon p99", "");
        for (RateTry each : capacity.tries()) {
            String outcome = each.outcome().word();
            table.row(
                    Units.rate(each.perSecond()),
                    Units.count(each.started()),
                    Units.count(each.failed()),
                    latency(each.logonP50Nanos()),
                    latency(each.logonP99Nanos()),
                    switch (each.outcome()) {
                        case HELD -> style.good(outcome);
                        case BROKE -> style.bad(outcome);
                        case TOO_FAST -> style.doubtful(outcome);
                    });
        }
        page.table(table);
        page.paragraph("  ", "What follows is about all of them together, those that broke included.");
    }

    /** A latency, if there was one. */
    static String latency(long nanos) {
        return nanos == Totals.NONE ? "-" : Units.duration(nanos);
    }
}
