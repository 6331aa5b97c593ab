package rollcall.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.engine.Engine;
import rollcall.engine.Health;
import rollcall.engine.IoTransport;
import rollcall.engine.ProcessWatch;
import rollcall.engine.Scout;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.PlanYaml;
import rollcall.plan.TargetPlan;
import rollcall.report.Breach;
import rollcall.report.ProgressLine;
import rollcall.report.RunFacts;
import rollcall.report.RunFolder;
import rollcall.report.RunMetrics;
import rollcall.report.RunRecorder;
import rollcall.report.SavedRun;
import rollcall.report.Setup;
import rollcall.report.Summary;
import rollcall.report.TextReport;
import rollcall.report.Totals;
import rollcall.report.UnreadableRun;

/** One run from a finished plan to a written result: starts what is needed, watches, tells, puts away. */
final class Run implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    /** How long the first client may take before anybody wonders why the others do not begin. */
    private static final long CANARY_PATIENCE_NANOS = 2_000_000_000L;

    private final Plan plan;
    private final IoTransport transport;
    private final Path folder;
    private final Wishes wishes;
    private final Console console;

    /**
     * What the command line asks for besides the plan.
     *
     * @param trace of how many clients the conversations are kept
     * @param outcomes whether a line for each client is kept
     * @param metrics where Prometheus is served, or null
     * @param live whether a terminal shows the live view
     */
    record Wishes(int trace, boolean outcomes, @Nullable String metrics, boolean live) {}

    Run(Plan plan, IoTransport transport, Path folder, Wishes wishes, Console console) {
        this.plan = plan;
        this.transport = transport;
        this.folder = folder;
        this.wishes = wishes;
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        prepareFolder();
        plan.kinds().forEach(kind -> KerberosSettings.apply(kind.auth(), System::getenv));
        try (@Nullable MockProcess mock = startMock()) {
            Plan real = mock == null ? plan : at(mock);
            if (mock == null) {
                Scout.Report report = Scout.look(real, transport, System::nanoTime);
                if (report.problem() != null) {
                    console.say("Not started: " + report.problem() + ".");
                    return report.forbidden() ? Main.STOPPED : Main.TARGET_FAILED;
                }
            }
            return run(real, mock);
        }
    }

    private void prepareFolder() throws PlanException {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("scenario.yaml"), PlanYaml.write(plan), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private @Nullable MockProcess startMock() throws PlanException, InterruptedException {
        if (!(plan.target() instanceof TargetPlan.Mock target)) {
            return null;
        }
        console.say("Starting the mock pool …");
        MockProcess mock;
        try {
            mock = MockProcess.start(target.mock(), folder.resolve("mock"));
        } catch (IOException e) {
            throw new PlanException("the mock pool could not be started: " + e.getMessage());
        }
        console.say("The mock pool " + target.mock().domain() + " answers DNS at " + text(mock.dns())
                + " and SIP over TLS at " + text(mock.tls()) + ".");
        return mock;
    }

    private Plan at(MockProcess mock) {
        TargetPlan.Mock target = (TargetPlan.Mock) plan.target();
        return plan.at(
                new TargetPlan.Automatic(target.mock().domain(), List.of(mock.dns())),
                plan.tls().trust() == null ? plan.tls().withTrust(mock.caPem()) : plan.tls());
    }

    private int run(Plan real, @Nullable MockProcess mock) throws Exception {
        ProcessWatch process = new ProcessWatch();
        long rssBefore = ProcessWatch.rssBytes();
        long planned = real.arrivals().count();
        console.say("Run " + plan.name() + ": "
                + (plan.find() != null
                        ? "a search with as many clients as it needs"
                        : plan.closedLoop() != null ? planned + " users, who come again" : planned + " clients")
                + ", like "
                + Setup.of(plan, "").client() + ".");
        String advice =
                LongRun.advice(planned, ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (advice != null) {
            console.say(advice);
        }
        Instant startedAt = Instant.now();
        try (@Nullable MetricsServer metrics = wishes.metrics() == null ? null : MetricsServer.start(wishes.metrics());
                RunRecorder recorder = recorder(startedAt);
                TraceFile traceFile = TraceFile.open(folder, wishes.trace());
                Engine engine = Engine.start(
                        real,
                        transport,
                        Runtime.getRuntime().availableProcessors(),
                        traceFile.log(),
                        recorder.outcomes(),
                        System::nanoTime)) {
            recorder.follow(
                    engine.tallies(),
                    () -> Summary.soFar(
                            plan,
                            facts(engine, startedAt, RunRecorder.NOT_ENDED, null),
                            engine.tallies(),
                            Health.judge(engine, process, rssBefore)));
            if (metrics != null) {
                metrics.serve(() -> RunMetrics.of(
                        Setup.of(plan, engine.tlsEngine()),
                        planned,
                        engine.rate(),
                        engine.tallies(),
                        Health.judge(engine, process, rssBefore)));
                console.say("Prometheus finds the figures at " + metrics.url() + ".");
            }
            @Nullable LiveTerminal terminal = wishes.live() ? LiveTerminal.open() : null;
            Interrupt interrupt = new Interrupt(
                    () -> {
                        console.say(
                                "Stopping: no more clients arrive, those that are signed in sign out. Once more Ctrl-C"
                                        + " ends at once.");
                        engine.stop("interrupted");
                    },
                    () -> {
                        if (terminal != null) {
                            terminal.close();
                        }
                        Runtime.getRuntime().halt(Main.STOPPED);
                    });
            @Nullable Breach breach;
            try (@Nullable
                    LiveDisplay live = terminal == null
                            ? null
                            : new LiveDisplay(plan, engine, process, console, terminal, interrupt::come)) {
                breach = watch(engine, process, mock, live);
            } finally {
                interrupt.close();
            }
            RunFacts facts = facts(engine, startedAt, engine.stopReason(), breach);
            process.sample();
            Throwable defect = engine.defect();
            if (defect != null) {
                LOG.error("the run broke; please report this", defect);
            }
            Summary summary = Summary.of(plan, facts, engine.tallies(), Health.judge(engine, process, rssBefore));
            recorder.finish();
            String problem = recorder.problem();
            if (problem != null) {
                console.warn(problem + ".");
            }
            tell(summary);
            return summary.verdict().kind().exitCode();
        }
    }

    private RunRecorder recorder(Instant startedAt) throws PlanException {
        try {
            return new RunRecorder(folder, startedAt, wishes.outcomes());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private PlanException unwritable(IOException e) {
        return new PlanException("the results cannot be written to " + folder + ": " + e.getMessage()
                + "; name another folder with --out");
    }

    private RunFacts facts(Engine engine, Instant startedAt, @Nullable String stoppedBy, @Nullable Breach breach) {
        return new RunFacts(
                startedAt,
                System.nanoTime() - engine.epochNanos(),
                engine.loadNanos(),
                engine.canaryNanos(),
                plan.arrivals().count(),
                engine.open(),
                stoppedBy,
                transport.word(),
                Runtime.getRuntime().availableProcessors(),
                engine.tlsEngine(),
                new Version().getVersion()[0],
                engine.rateChanges(),
                breach);
    }

    /** Until the last client is gone. @return the threshold that stopped the run, or null */
    private @Nullable Breach watch(
            Engine engine, ProcessWatch process, @Nullable MockProcess mock, @Nullable LiveDisplay live)
            throws InterruptedException {
        long planned = plan.arrivals().count();
        Breach breach = null;
        boolean mockGone = false;
        boolean toldOfCanary = false;
        boolean over;
        do {
            over = engine.await(Duration.ofSeconds(1));
            process.sample();
            Totals totals = engine.tallies().sample();
            if (mock != null && !mockGone && !mock.isAlive() && !over) {
                mockGone = true;
                console.warn("the mock pool has ended in mid-run: " + mock.exitMessage());
            }
            if (engine.canaryOut() && !toldOfCanary && totals.atNanos() > CANARY_PATIENCE_NANOS) {
                toldOfCanary = true;
                console.say("The others wait for the first client"
                        + (plan.kinds().size() == 1
                                ? ", " + plan.accounts().at(0).user() + ": it goes alone"
                                : " of each kind: they go one by one")
                        + ", so that a wrong password is tried once and not " + planned + " times.");
            }
            if (!over && breach == null && engine.stopReason() == null) {
                breach = Breach.look(plan.thresholds(), engine.tallies(), totals);
                if (breach != null) {
                    console.warn("stopping: " + breach.sentence());
                    engine.stop(breach.sentence());
                }
            }
            if (!over && live != null) {
                live.sampled();
            } else if (!over) {
                console.progress(
                        ProgressLine.text(totals, LiveDisplay.progress(plan, engine, totals), console.errStyle()));
            }
        } while (!over);
        console.clear();
        return breach;
    }

    private void tell(Summary summary) throws PlanException {
        try {
            RunFolder.write(summary, folder);
            TextReport.write(written(summary), console.outStyle(), RunFolder.files(folder), console.out());
        } catch (IOException e) {
            throw unwritable(e);
        }
        console.out().flush();
    }

    /** The run as its folder tells it from now on: what is shown now is what {@code rollcall report} will show. */
    private Summary written(Summary summary) throws IOException {
        try {
            SavedRun saved = SavedRun.read(folder);
            RunFolder.writeHtml(saved, folder);
            return saved.summary();
        } catch (UnreadableRun e) {
            console.warn("no report.html could be written: " + e.reason() + ".");
            return summary;
        }
    }

    private static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return (ip == null ? address.getHostString() : ip.getHostAddress()) + ":" + address.getPort();
    }
}
