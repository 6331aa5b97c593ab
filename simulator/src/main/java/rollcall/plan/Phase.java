package rollcall.plan;

import java.util.List;

/** One piece of the load, in the order in which they follow each other. Rates are arrivals a second. */
public sealed interface Phase {
    /** How many clients arrive. */
    long clients();

    /** How long it lasts. */
    long durationNanos();

    /** The highest rate in it; a burst counts as if it came within a second. */
    double peakPerSecond();

    /** The rate goes from one value to another, linearly. */
    record Ramp(double fromPerSecond, double toPerSecond, long overNanos) implements Phase {
        @Override
        public long clients() {
            return Arrivals.whole(Arrivals.linear(fromPerSecond, toPerSecond, overNanos));
        }

        @Override
        public long durationNanos() {
            return overNanos;
        }

        @Override
        public double peakPerSecond() {
            return Math.max(fromPerSecond, toPerSecond);
        }
    }

    /** A constant rate until so many clients have arrived, evenly spaced. */
    record Hold(double perSecond, long clients) implements Phase {
        @Override
        public long durationNanos() {
            return Arrivals.nanos(clients, perSecond);
        }

        @Override
        public double peakPerSecond() {
            return perSecond;
        }
    }

    /** A constant rate until so many clients have arrived, at the random moments of independent people. */
    record Poisson(double perSecond, long clients) implements Phase {
        @Override
        public long durationNanos() {
            return Arrivals.nanos(clients, perSecond);
        }

        @Override
        public double peakPerSecond() {
            return perSecond;
        }
    }

    /** So many clients at the same moment. */
    record AtOnce(long clients) implements Phase {
        @Override
        public long durationNanos() {
            return 0;
        }

        @Override
        public double peakPerSecond() {
            return clients;
        }
    }

    /** Nobody arrives. */
    record Pause(long forNanos) implements Phase {
        @Override
        public long clients() {
            return 0;
        }

        @Override
        public long durationNanos() {
            return forNanos;
        }

        @Override
        public double peakPerSecond() {
            return 0;
        }
    }

    /**
     * A rate that goes linearly from point to point; where two points have the same time, it jumps. What a scenario calls a
     * spike, steps or a profile. The first point is at 0; there are at least two.
     */
    record Profile(List<Point> points) implements Phase {
        public Profile {
            points = List.copyOf(points);
        }

        @Override
        public long clients() {
            return Arrivals.whole(clientsBefore(points.size() - 1));
        }

        /** How many clients, with a fraction, arrive before the point of this number. */
        double clientsBefore(int point) {
            double clients = 0;
            for (int i = 1; i <= point; i++) {
                Point from = points.get(i - 1);
                Point to = points.get(i);
                clients += Arrivals.linear(from.perSecond, to.perSecond, to.atNanos - from.atNanos);
            }
            return clients;
        }

        @Override
        public long durationNanos() {
            return points.get(points.size() - 1).atNanos;
        }

        @Override
        public double peakPerSecond() {
            double peak = 0;
            for (Point point : points) {
                peak = Math.max(peak, point.perSecond);
            }
            return peak;
        }
    }

    /** A point of a profile: this rate at this time after the profile's beginning. */
    record Point(long atNanos, double perSecond) {
        /** As a scenario writes it: {@code 1m30s 20/s}. */
        @Override
        public String toString() {
            return Quantities.duration(atNanos) + " " + Quantities.rate(perSecond);
        }
    }

    /** Sequences of phases side by side, independent of each other; what follows waits for the longest. */
    record Parallel(List<List<Phase>> tracks) implements Phase {
        public Parallel {
            tracks = List.copyOf(tracks.stream().map(List::copyOf).toList());
        }

        @Override
        public long clients() {
            long clients = 0;
            for (List<Phase> track : tracks) {
                clients += Arrivals.count(track);
            }
            return clients;
        }

        @Override
        public long durationNanos() {
            long nanos = 0;
            for (List<Phase> track : tracks) {
                nanos = Math.max(nanos, Arrivals.durationNanos(track));
            }
            return nanos;
        }

        /** As if the peaks of all sequences fell together. */
        @Override
        public double peakPerSecond() {
            double peak = 0;
            for (List<Phase> track : tracks) {
                peak += Arrivals.peakPerSecond(track);
            }
            return peak;
        }
    }

    /**
     * A phase whose clients prepare the pool for what follows and are no part of the measurement: what ETSI TS 186 008-2 calls
     * preamble and stir.
     */
    record Preparation(Phase phase) implements Phase {
        @Override
        public long clients() {
            return phase.clients();
        }

        @Override
        public long durationNanos() {
            return phase.durationNanos();
        }

        @Override
        public double peakPerSecond() {
            return phase.peakPerSecond();
        }
    }

    /**
     * So many users, each of whom signs in, stays, signs out, thinks for a while and signs in again, until the time is over;
     * the only phase of its load. How many sign-ins come of it depends on the pool: a slow pool is asked less (Schroeder,
     * Wierman, Harchol-Balter: Open Versus Closed, NSDI 2006).
     *
     * @param users how many
     * @param thinkNanos between the end of a client, signed in or not, and the next of the same user, on average: at random
     *     from half of it to one and a half
     * @param overNanos the users begin evenly over this time
     * @param durationNanos after this nobody signs in any more; who is signed in stays to the end of its stay
     */
    record ClosedLoop(int users, long thinkNanos, long overNanos, long durationNanos) implements Phase {
        /** Those of the first round. */
        @Override
        public long clients() {
            return users;
        }

        /** When everybody fails at once, and nobody thinks longer than they must. */
        @Override
        public double peakPerSecond() {
            return Math.max(
                    users / (thinkNanos / 2.0 / Arrivals.SECOND), users / Math.max(1, overNanos / Arrivals.SECOND));
        }
    }

    /**
     * The search for the highest rate of sign-ins that a pool carries; the only phase of its load. Its arrivals are those of
     * the first try; what the next one is, depends on how that went.
     *
     * @param startPerSecond the first rate tried
     * @param step by which share the rate is raised, as 0.25
     * @param forNanos how long each rate is tried
     * @param conditions what a rate that the pool carries fulfils
     * @param mostPerSecond no rate above this is tried
     * @param precision the search ends when the lowest rate that broke exceeds the highest that held by no more than this share
     * @param confirmations how often the rate found must hold again
     */
    record Find(
            double startPerSecond,
            double step,
            long forNanos,
            List<Threshold> conditions,
            double mostPerSecond,
            double precision,
            int confirmations)
            implements Phase {
        public Find {
            conditions = List.copyOf(conditions);
        }

        /** One try: this rate, evenly, for the time of a try. */
        public Hold at(double perSecond) {
            return new Hold(perSecond, Arrivals.count(perSecond, forNanos));
        }

        @Override
        public long clients() {
            return at(startPerSecond).clients();
        }

        @Override
        public long durationNanos() {
            return at(startPerSecond).durationNanos();
        }

        @Override
        public double peakPerSecond() {
            return mostPerSecond;
        }
    }
}
