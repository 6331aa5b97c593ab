package rollcall.plan;

import java.util.List;
import java.util.SplittableRandom;

/**
 * When clients are due: a pure, seeded, monotone sequence. Two cursors over the same plan give the same times, so each
 * event loop walks its own and takes every n-th.
 */
public final class Arrivals {
    private static final double SECOND = 1e9;

    private final Phase[] phases;
    private final long seed;

    public Arrivals(List<Phase> phases, long seed) {
        this.phases = phases.toArray(new Phase[0]);
        this.seed = seed;
    }

    /** How many clients arrive in all. */
    public long count() {
        long count = 0;
        for (Phase phase : phases) {
            count += count(phase);
        }
        return count;
    }

    /** How long the whole of it lasts, in nanoseconds from its start to the end of the last phase. */
    public long durationNanos() {
        long nanos = 0;
        for (Phase phase : phases) {
            nanos += durationNanos(phase);
        }
        return nanos;
    }

    /** How many clients arrive in one phase. */
    static long count(Phase phase) {
        if (phase instanceof Phase.Ramp ramp) {
            return whole((ramp.fromPerSecond() + ramp.toPerSecond()) / 2 * ramp.overNanos() / SECOND);
        } else if (phase instanceof Phase.Hold hold) {
            return hold.clients();
        } else if (phase instanceof Phase.Poisson poisson) {
            return poisson.clients();
        } else if (phase instanceof Phase.AtOnce atOnce) {
            return atOnce.clients();
        }
        return 0;
    }

    /** How many clients fit into a time at a rate: one at its start, the last before its end. */
    static long count(double perSecond, long nanos) {
        return whole(perSecond * nanos / SECOND);
    }

    /** How long one phase lasts. */
    static long durationNanos(Phase phase) {
        if (phase instanceof Phase.Ramp ramp) {
            return ramp.overNanos();
        } else if (phase instanceof Phase.Hold hold) {
            return Math.round(hold.clients() / hold.perSecond() * SECOND);
        } else if (phase instanceof Phase.Poisson poisson) {
            return Math.round(poisson.clients() / poisson.perSecond() * SECOND);
        } else if (phase instanceof Phase.Pause pause) {
            return pause.forNanos();
        }
        return 0;
    }

    /** A walk from the first arrival on. */
    public Cursor cursor() {
        return new Walk(phases, seed);
    }

    /** Rounds up, but not for the dust that doubles leave: 0.1/s for 30 s are 3 clients, not 4. */
    private static long whole(double clients) {
        return (long) Math.ceil(clients - 1e-9 * Math.max(1, clients));
    }

    /** A walk over the arrivals. */
    public interface Cursor {
        /** The value after the last arrival. */
        long END = -1;

        /** Nanoseconds from the start of the load to the next arrival, never less than the one before; or {@link #END}. */
        long next();
    }

    /** Allocates nothing once it exists: the phase being walked is unpacked into numbers. */
    private static final class Walk implements Cursor {
        private enum Shape {
            LINEAR,
            POISSON,
            AT_ONCE
        }

        private final Phase[] phases;
        private final SplittableRandom[] randoms;
        private int phase = -1;
        private Shape shape = Shape.AT_ONCE;
        private long startNanos;
        private long endNanos;
        private long count;
        private long arrived;
        private double fromPerSecond;
        private double perSecondSquared;
        private double restNanos;

        Walk(Phase[] phases, long seed) {
            this.phases = phases;
            randoms = new SplittableRandom[phases.length];
            for (int i = 0; i < phases.length; i++) {
                randoms[i] = new SplittableRandom(seed + i);
            }
        }

        @Override
        public long next() {
            while (arrived == count) {
                if (phase + 1 >= phases.length) {
                    return END;
                }
                enter(++phase);
            }
            long nanos = switch (shape) {
                case LINEAR -> linear(arrived);
                case POISSON -> poisson(count - arrived);
                case AT_ONCE -> 0;
            };
            arrived++;
            return Math.min(startNanos + nanos, endNanos);
        }

        private void enter(int index) {
            Phase next = phases[index];
            startNanos = endNanos;
            endNanos = startNanos + durationNanos(next);
            count = Arrivals.count(next);
            arrived = 0;
            perSecondSquared = 0;
            shape = Shape.AT_ONCE;
            if (next instanceof Phase.Ramp ramp) {
                shape = Shape.LINEAR;
                fromPerSecond = ramp.fromPerSecond();
                perSecondSquared = (ramp.toPerSecond() - ramp.fromPerSecond()) / (ramp.overNanos() / SECOND);
            } else if (next instanceof Phase.Hold hold) {
                shape = Shape.LINEAR;
                fromPerSecond = hold.perSecond();
            } else if (next instanceof Phase.Poisson) {
                shape = Shape.POISSON;
                restNanos = endNanos - startNanos;
            }
        }

        /**
         * When the n-th client of a linear rate is due: the t that solves from·t + slope·t²/2 = n, in the form that
         * neither divides by a vanishing slope nor subtracts nearly equal numbers.
         */
        private long linear(long n) {
            if (n == 0) {
                return 0;
            }
            double root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * perSecondSquared * n));
            return Math.round(2 * n / (fromPerSecond + root) * SECOND);
        }

        /**
         * A Poisson process of which the number of arrivals is known is so many uniform times in order; the next of
         * {@code left} such times leaves the share U^(1/left) of what remained. So count and end stay exact.
         */
        private long poisson(long left) {
            double uniform = 1 - randoms[phase].nextDouble();
            restNanos *= Math.exp(Math.log(uniform) / left);
            return Math.round(endNanos - startNanos - restNanos);
        }
    }
}
