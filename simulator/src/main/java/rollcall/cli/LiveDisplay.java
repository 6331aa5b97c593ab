package rollcall.cli;

import java.util.List;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;
import rollcall.engine.Engine;
import rollcall.engine.Health;
import rollcall.engine.ProcessWatch;
import rollcall.plan.Phase;
import rollcall.plan.Plan;
import rollcall.plan.PlanText;
import rollcall.report.Capacity;
import rollcall.report.LiveFigures;
import rollcall.report.LiveProgress;
import rollcall.report.LiveScreen;
import rollcall.report.LiveView;
import rollcall.report.Setup;
import rollcall.report.Totals;

/** The live view of a run: one screen, drawn again each second and after each key. */
final class LiveDisplay implements AutoCloseable {
    private final Plan plan;
    private final Engine engine;
    private final ProcessWatch process;
    private final Console console;
    private final LiveTerminal terminal;
    private final LiveFigures figures;
    private final Steering steering;
    private final Setup setup;
    private long cpuNanos;
    private long atNanos;
    private double processorsBusy;
    private @Nullable Size drawnAt;

    /**
     * Begins: keys are read from now on.
     *
     * @param plan as the user knows it
     * @param stop called when the user wants the run to end
     */
    LiveDisplay(Plan plan, Engine engine, ProcessWatch process, Console console, LiveTerminal terminal, Runnable stop) {
        this.plan = plan;
        this.engine = engine;
        this.process = process;
        this.console = console;
        this.terminal = terminal;
        setup = Setup.of(plan, engine.tlsEngine());
        figures = plan.find() == null ? new LiveFigures(plan.arrivals(), engine::loadOffsetNanos) : new LiveFigures();
        engine.tallies().tellSamplesTo(figures);
        steering = new Steering(
                new Steering.Wheel() {
                    @Override
                    public double rate(double factor) {
                        return engine.rate(factor);
                    }

                    @Override
                    public void stop() {
                        stop.run();
                    }
                },
                console::say);
        terminal.keys(key -> {
            steering.press(key);
            draw();
        });
    }

    /** A second is over and a sample was taken. */
    synchronized void sampled() {
        long cpu = process.cpuNanos();
        long at = figures.now().atNanos();
        processorsBusy = at <= atNanos ? 0 : (cpu - cpuNanos) / (double) (at - atNanos);
        cpuNanos = cpu;
        atNanos = at;
        draw();
    }

    private synchronized void draw() {
        Size size = terminal.size();
        if (!size.equals(drawnAt) && drawnAt != null) {
            console.wipe();
        }
        drawnAt = size;
        LiveView view = new LiveView(
                setup,
                progress(plan, engine, figures.now()),
                state(),
                figures.now(),
                figures.offeredPerSecond(),
                steering.paused() ? 1 : engine.rate(),
                figures.stages(),
                engine.tallies().faults(),
                Health.judge(engine, process, -1),
                processorsBusy,
                Runtime.getRuntime().availableProcessors(),
                Steering.KEYS);
        List<String> lines =
                LiveScreen.lines(view, console.style(size.getColumns() - 1), Math.max(1, size.getRows() - 1));
        console.screen(lines);
    }

    /** How far a run has come. */
    static LiveProgress progress(Plan plan, Engine engine, Totals totals) {
        Phase.Find find = plan.find();
        Phase.ClosedLoop closedLoop = plan.closedLoop();
        if (closedLoop != null) {
            long offsetNanos = engine.loadOffsetNanos();
            return LiveProgress.ofClosedLoop(
                    PlanText.phaseAt(plan, offsetNanos),
                    totals,
                    Math.min(1, (double) offsetNanos / closedLoop.durationNanos()));
        }
        if (find == null) {
            return LiveProgress.ofLoad(
                    PlanText.phaseAt(plan, engine.loadOffsetNanos()),
                    totals,
                    Math.max(plan.arrivals().count(), totals.started()));
        }
        Capacity capacity = engine.tallies().capacity();
        return LiveProgress.ofSearch(capacity == null ? new Capacity(find, List.of()) : capacity, totals);
    }

    private String state() {
        @Nullable String reason = engine.stopReason();
        if (reason != null) {
            return "stopping: " + reason;
        }
        if (engine.canaryOut()) {
            return "the first client goes alone";
        }
        return steering.paused() ? "arrivals paused" : "";
    }

    @Override
    public synchronized void close() {
        terminal.close();
        console.clear();
    }
}
