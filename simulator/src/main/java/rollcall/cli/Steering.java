package rollcall.cli;

import java.util.function.Consumer;

/** What keys do to a run: the same as in SIPp. */
final class Steering {
    static final String KEYS = "keys: + - rate by 10 %   * / double, halve   p pause, go on   q stop";

    private static final double STEP = 1.1;
    private static final double LEAST = 0.01;
    private static final double MOST = 100;
    private static final double DIGITS = 1e4;

    private final Wheel wheel;
    private final Consumer<String> tell;
    private double factor = 1;
    private boolean paused;

    /** What is steered. */
    interface Wheel {
        /**
         * Multiplies the planned rate; 0 pauses the arrivals.
         *
         * @return what was done, which may be less; negative when nothing was
         */
        double rate(double factor);

        /** Asks the run to end; the second time at once. */
        void stop();
    }

    /** @param tell takes sentences for the person at the keys */
    Steering(Wheel wheel, Consumer<String> tell) {
        this.wheel = wheel;
        this.tell = tell;
    }

    /** A key was pressed. */
    synchronized void press(int key) {
        switch (key) {
            case '+' -> turn(factor * STEP);
            case '-' -> turn(factor / STEP);
            case '*' -> turn(factor * 2);
            case '/' -> turn(factor / 2);
            case 'p', 'P' -> pause();
            case 'q', 'Q' -> wheel.stop();
            default -> {}
        }
    }

    /** Whether arrivals pause because of a key. */
    synchronized boolean paused() {
        return paused;
    }

    private void turn(double wanted) {
        double bounded = Math.round(Math.max(LEAST, Math.min(MOST, wanted)) * DIGITS) / DIGITS;
        double done = paused ? bounded : wheel.rate(bounded);
        if (done < 0) {
            tell.accept("The rate cannot be changed: no load is under way.");
            return;
        }
        factor = done;
        if (done < bounded) {
            tell.accept("The guards allow no higher rate (guards.maxPerSecond).");
        }
    }

    private void pause() {
        double done = wheel.rate(paused ? factor : 0);
        if (done >= 0) {
            factor = paused ? done : factor;
            paused = !paused;
        }
    }
}
