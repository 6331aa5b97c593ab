package rollcall.engine;

import java.time.Duration;
import java.util.List;
import rollcall.plan.Phase;
import rollcall.report.Capacity;
import rollcall.report.Interval;
import rollcall.report.RateTry;

/**
 * Tries one rate after another, each when the pool has come to rest, until {@link Capacity} knows enough. Waits and judges on
 * a thread of its own, so that no event loop has to.
 */
final class CapacitySearch implements Runnable {
    private static final Duration GLANCE = Duration.ofMillis(20);

    /** Sign-ins that are still open so long after the last client of a try was due are given up: the try broke. */
    private static final long MOST_DRAIN_NANOS = 60_000_000_000L;

    private final Phase.Find find;
    private final Engine engine;
    private Interval interval;
    private Capacity capacity;

    /** To be made before the first client of the first try is due. */
    CapacitySearch(Phase.Find find, Engine engine) {
        this.find = find;
        this.engine = engine;
        interval = Interval.begin(engine.tallies());
        capacity = new Capacity(find, List.of());
    }

    @Override
    public void run() {
        try {
            search();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            engine.broken(defect);
        } finally {
            engine.searched();
        }
    }

    /** The first try is the load with which the engine begins. */
    private void search() throws InterruptedException {
        double perSecond = capacity.nextPerSecond();
        while (awaitRest(perSecond) && !capacity.over()) {
            perSecond = capacity.nextPerSecond();
            interval = Interval.begin(engine.tallies());
            engine.again(find.at(perSecond));
        }
    }

    /** @return whether the try came to its end, and was not stopped */
    private boolean awaitRest(double perSecond) throws InterruptedException {
        long begunNanos = -1;
        boolean drained = true;
        while (!engine.allBegun() || engine.open() > 0) {
            if (engine.await(GLANCE) || engine.stopReason() != null) {
                return false;
            }
            if (engine.allBegun()) {
                long now = engine.nowNanos();
                begunNanos = begunNanos < 0 ? now : begunNanos;
                if (drained && now - begunNanos > MOST_DRAIN_NANOS) {
                    drained = false;
                    engine.giveUp();
                }
            }
        }
        RateTry done = interval.end(perSecond, find.conditions(), drained, Health.LATE_NANOS);
        capacity = capacity.after(done);
        engine.tallies().searched(capacity);
        return engine.stopReason() == null;
    }
}
