package rollcall.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Phase;

/**
 * How far a search for a pool's capacity has come: what has been tried, and therefore what to try next. Pure: the next rate
 * follows from the tries alone.
 *
 * <p>The rate is raised by a step until a try breaks; then the middle between the highest rate that held and the lowest that
 * broke is tried until they are close enough; then the highest is tried again and again. A rate that held once and then
 * breaks has broken: the search goes on below it. A try for which this machine was too slow is made once more; so is the very
 * first one when it breaks, because both sides may have been cold.
 *
 * @param tries in their order
 */
public record Capacity(Phase.Find find, List<RateTry> tries) {
    /** No further rate: the search is over. */
    public static final double OVER = Double.NaN;

    private static final int READABLE_DIGITS = 3;

    public Capacity {
        tries = List.copyOf(tries);
    }

    /** What limits the rate found. */
    public enum Limit {
        /** Nothing yet: the search is not over. */
        UNKNOWN(null),
        /** The pool: a higher rate broke. */
        POOL("pool"),
        /** The search itself: no rate above its highest was to be tried. */
        SEARCH("search"),
        /** This machine, which could not offer a higher rate. */
        GENERATOR("generator");

        private final @Nullable String word;

        Limit(@Nullable String word) {
            this.word = word;
        }

        /** The word in {@code result.json}; null stands for unknown. */
        public @Nullable String word() {
            return word;
        }
    }

    /** The search after one more try. */
    public Capacity after(RateTry next) {
        List<RateTry> all = new ArrayList<>(tries);
        all.add(next);
        return new Capacity(find, all);
    }

    /** The rate to try next, or {@link #OVER}. */
    public double nextPerSecond() {
        if (tries.isEmpty()) {
            return find.startPerSecond();
        }
        RateTry last = tries.get(tries.size() - 1);
        if (tries.size() == 1 && last.outcome() == RateTry.Outcome.BROKE) {
            return last.perSecond();
        }
        if (last.outcome() == RateTry.Outcome.TOO_FAST) {
            return count(last.perSecond(), RateTry.Outcome.TOO_FAST) > 1 ? OVER : last.perSecond();
        }
        double held = perSecond();
        double broke = brokePerSecond();
        if (held == 0) {
            return OVER;
        }
        if (broke == 0 && held < find.mostPerSecond()) {
            return Math.min(find.mostPerSecond(), held * (1 + find.step()));
        }
        if (broke > held * (1 + find.precision())) {
            return between(held, broke);
        }
        return times() <= find.confirmations() ? held : OVER;
    }

    /** A rate in the middle that a person can read, if there is one. */
    private static double between(double held, double broke) {
        double middle = (held + broke) / 2;
        double readable = BigDecimal.valueOf(middle)
                .round(new MathContext(READABLE_DIGITS))
                .doubleValue();
        return readable > held && readable < broke ? readable : middle;
    }

    /** The highest rate below all that broke at which every try held; 0 when there is none. */
    public double perSecond() {
        double broke = brokePerSecond();
        double held = 0;
        for (RateTry each : tries) {
            if (each.outcome() == RateTry.Outcome.HELD && (broke == 0 || each.perSecond() < broke)) {
                held = Math.max(held, each.perSecond());
            }
        }
        return held;
    }

    /** The lowest rate that broke; 0 when none did. */
    public double brokePerSecond() {
        double broke = 0;
        for (RateTry each : tries.subList(Math.min(1, tries.size()), tries.size())) {
            if (each.outcome() == RateTry.Outcome.BROKE && (broke == 0 || each.perSecond() < broke)) {
                broke = each.perSecond();
            }
        }
        return broke;
    }

    /** How often the rate found was tried, and held. */
    public int times() {
        return count(perSecond(), RateTry.Outcome.HELD);
    }

    private int count(double perSecond, RateTry.Outcome outcome) {
        int count = 0;
        for (RateTry each : tries) {
            count += each.perSecond() == perSecond && each.outcome() == outcome ? 1 : 0;
        }
        return count;
    }

    /** Whether there is nothing more to try. */
    public boolean over() {
        return Double.isNaN(nextPerSecond());
    }

    /** What limits the rate found. */
    public Limit limit() {
        if (!over()) {
            return Limit.UNKNOWN;
        }
        if (tries.get(tries.size() - 1).outcome() == RateTry.Outcome.TOO_FAST) {
            return Limit.GENERATOR;
        }
        return brokePerSecond() > 0 ? Limit.POOL : Limit.SEARCH;
    }

    /** What is known by now. */
    SearchResult result() {
        return new SearchResult(perSecond(), limit(), times(), brokePerSecond(), find.forNanos(), tries);
    }

    /** The search as a condition on the pool: that it carries the first rate. */
    ThresholdResult asThreshold() {
        return new ThresholdResult(
                "capacity >= " + Units.rate(find.startPerSecond()) + "/s",
                perSecond() == 0 ? "no rate held" : Units.rate(perSecond()) + "/s",
                perSecond() > 0);
    }
}
