package rollcall.plan;

import java.util.List;
import java.util.SplittableRandom;

/** A walk over arrivals. Allocates nothing once it exists: the phase being walked is unpacked into numbers. */
final class ArrivalWalk implements Arrivals.Cursor {
    private enum Shape {
        LINEAR,
        POISSON,
        AT_ONCE,
        PROFILE,
        MERGED
    }

    private final Phase[] phases;
    private final boolean[] measured;
    private final SplittableRandom[] randoms;
    private final Merge[] merges;
    private int phase = -1;
    private Shape shape = Shape.AT_ONCE;
    private long startNanos;
    private long endNanos;
    private long count;
    private long arrived;
    private double fromPerSecond;
    private double perSecondSquared;
    private double restNanos;
    private List<Phase.Point> points = List.of();
    private int point;
    private double clientsBeforePoint;
    private double clientsBeforeNextPoint;

    ArrivalWalk(List<Phase> list, long seed) {
        phases = list.toArray(new Phase[0]);
        measured = new boolean[phases.length];
        randoms = new SplittableRandom[phases.length];
        merges = new Merge[phases.length];
        for (int i = 0; i < phases.length; i++) {
            randoms[i] = new SplittableRandom(seed + i);
            measured[i] = !(phases[i] instanceof Phase.Preparation);
            if (phases[i] instanceof Phase.Preparation preparation) {
                phases[i] = preparation.phase();
            }
            if (phases[i] instanceof Phase.Parallel parallel) {
                merges[i] = new Merge(parallel.tracks(), randoms[i]);
            }
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
            case LINEAR -> linear((double) arrived);
            case POISSON -> poisson(count - arrived);
            case AT_ONCE -> 0;
            case PROFILE -> profile(arrived);
            case MERGED -> merges[phase].next();
        };
        arrived++;
        return Math.min(startNanos + nanos, endNanos);
    }

    @Override
    public boolean measured() {
        return measured[phase] && (shape != Shape.MERGED || merges[phase].measured());
    }

    private void enter(int index) {
        Phase next = phases[index];
        startNanos = endNanos;
        endNanos = startNanos + next.durationNanos();
        count = next.clients();
        arrived = 0;
        shape = Shape.AT_ONCE;
        if (next instanceof Phase.Ramp ramp) {
            shape = Shape.LINEAR;
            slope(ramp.fromPerSecond(), ramp.toPerSecond(), ramp.overNanos());
        } else if (next instanceof Phase.Hold hold) {
            shape = Shape.LINEAR;
            slope(hold.perSecond(), hold.perSecond(), 1);
        } else if (next instanceof Phase.Find find) {
            shape = Shape.LINEAR;
            slope(find.startPerSecond(), find.startPerSecond(), 1);
        } else if (next instanceof Phase.Poisson) {
            shape = Shape.POISSON;
            restNanos = endNanos - startNanos;
        } else if (next instanceof Phase.Profile profile) {
            shape = Shape.PROFILE;
            points = profile.points();
            point = -1;
            clientsBeforeNextPoint = 0;
            nextPoint();
        } else if (next instanceof Phase.Parallel) {
            shape = Shape.MERGED;
        }
    }

    private void slope(double from, double to, long overNanos) {
        fromPerSecond = from;
        perSecondSquared = (to - from) / (overNanos / Arrivals.SECOND);
    }

    /**
     * When the n-th client of a linear rate is due: the t that solves from·t + slope·t²/2 = n, in the form that neither
     * divides by a vanishing slope nor subtracts nearly equal numbers.
     */
    private long linear(double n) {
        if (n == 0) {
            return 0;
        }
        double root = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * perSecondSquared * n));
        return Math.round(2 * n / (fromPerSecond + root) * Arrivals.SECOND);
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

    /** The n-th client is due between the two points where the sum of clients passes n. */
    private long profile(long n) {
        while (n >= clientsBeforeNextPoint && point + 2 < points.size()) {
            nextPoint();
        }
        long from = points.get(point).atNanos();
        long over = points.get(point + 1).atNanos() - from;
        return from + Math.min(linear(Math.max(0, n - clientsBeforePoint)), over);
    }

    private void nextPoint() {
        point++;
        Phase.Point from = points.get(point);
        Phase.Point to = points.get(point + 1);
        long nanos = to.atNanos() - from.atNanos();
        slope(from.perSecond(), to.perSecond(), nanos);
        clientsBeforePoint = clientsBeforeNextPoint;
        clientsBeforeNextPoint += Arrivals.linear(from.perSecond(), to.perSecond(), nanos);
    }

    /** Several walks as one: whoever is due first, is next. */
    private static final class Merge {
        private final ArrivalWalk[] walks;
        private final long[] dueNanos;
        private final boolean[] measured;
        private boolean lastMeasured;

        Merge(List<List<Phase>> tracks, SplittableRandom random) {
            walks = new ArrivalWalk[tracks.size()];
            dueNanos = new long[walks.length];
            measured = new boolean[walks.length];
            for (int i = 0; i < walks.length; i++) {
                walks[i] = new ArrivalWalk(tracks.get(i), random.nextLong());
                look(i);
            }
        }

        /** Called once for each arrival of all walks together, and not once more. */
        long next() {
            int first = 0;
            for (int i = 1; i < walks.length; i++) {
                if (dueNanos[i] < dueNanos[first]) {
                    first = i;
                }
            }
            long due = dueNanos[first];
            lastMeasured = measured[first];
            look(first);
            return due;
        }

        /** Whether the client of whom {@link #next} told last is measured. */
        boolean measured() {
            return lastMeasured;
        }

        /** Each walk is one arrival ahead. */
        private void look(int i) {
            dueNanos[i] = walks[i].next();
            measured[i] = dueNanos[i] != END && walks[i].measured();
        }
    }
}
