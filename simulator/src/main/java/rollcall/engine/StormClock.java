package rollcall.engine;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import rollcall.plan.StormPlan;
import rollcall.report.ComeBacks;

/** Lets the plan's storms break out on all loops at once, each at its time. */
final class StormClock {
    private final List<StormPlan> storms;
    private final List<EventLoop> eventLoops;
    private final List<LoadLoop> loops;
    private final ComeBacks comeBacks;
    private final LongSupplier clock;
    private final BooleanSupplier stopped;

    /** @param stopped whether the run is being ended: then nobody is cut who is leaving anyway */
    StormClock(
            List<StormPlan> storms,
            List<EventLoop> eventLoops,
            List<LoadLoop> loops,
            ComeBacks comeBacks,
            LongSupplier clock,
            BooleanSupplier stopped) {
        this.storms = storms;
        this.eventLoops = eventLoops;
        this.loops = loops;
        this.comeBacks = comeBacks;
        this.clock = clock;
        this.stopped = stopped;
    }

    /** The load begins at this time. */
    void start(long nanos) {
        for (int i = 0; i < storms.size(); i++) {
            StormPlan storm = storms.get(i);
            int number = i;
            long waitNanos = nanos + storm.atNanos() - clock.getAsLong();
            var unused = eventLoops.get(0).schedule(() -> breakOut(storm, number), waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void breakOut(StormPlan storm, int number) {
        if (stopped.getAsBoolean()) {
            return;
        }
        comeBacks.cut(storm.drop(), clock.getAsLong());
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop loop = loops.get(i);
            eventLoops.get(i).execute(() -> loop.cut(storm, number, 0));
        }
    }
}
