package rollcall.engine;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.client.ConversationLog;
import rollcall.client.LoopKit;
import rollcall.outcome.OutcomeSink;
import rollcall.plan.Arrivals;
import rollcall.plan.ClientKind;
import rollcall.plan.Phase;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.Shares;
import rollcall.report.OutcomeLog;
import rollcall.report.RateChange;
import rollcall.report.Tallies;
import rollcall.tls.TlsClient;

/**
 * One run: a load loop on each event loop, started together, watched until the last client is gone. Nothing here touches
 * a session; that is the loops' affair.
 */
public final class Engine implements AutoCloseable, LoadLoop.Progress {
    /** Between the order to start and the first due time, so that all loops are ready when it comes. */
    private static final long LEAD_NANOS = 20_000_000L;

    /** Sign-outs a second when everybody leaves together: fast, but no storm of its own. */
    private static final double LEAVING_PER_SECOND = 1_000;

    /** Logins that wait for a thread; one that finds no room fails when its time is over. */
    private static final int WAITING_PREPARATIONS = 100_000;

    private final Plan plan;
    private final LongSupplier clock;
    private final EventLoopGroup group;
    private final TlsClient tls;
    private final ThreadPoolExecutor preparations;
    private @Nullable Kits kits;
    private final List<LoadLoop> loops = new ArrayList<>();
    private final List<EventLoop> eventLoops = new ArrayList<>();
    private final Tallies tallies;
    private final long epochNanos;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicInteger loopsStarted = new AtomicInteger();
    private final AtomicReference<@Nullable String> stopReason = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Guards guards;
    private volatile boolean searching;
    private volatile boolean everybodySettled;
    private final AtomicInteger canariesOut = new AtomicInteger();
    private volatile boolean canaryOut;
    private volatile long canaryNanos;
    private volatile @Nullable Pace pace;
    private final List<RateChange> rateChanges = new ArrayList<>();

    /**
     * Makes everything ready and starts the clock of the run; clients begin to arrive {@value #LEAD_NANOS} ns later.
     *
     * @param plan with a target that exists: automatic or server, not mock
     * @param threads event loops
     * @param trace takes conversations, or null
     * @throws PlanException when TLS, DNS or the guards cannot be set up as planned
     */
    public static Engine start(
            Plan plan, IoTransport transport, int threads, @Nullable ConversationLog trace, LongSupplier clock)
            throws PlanException {
        return start(plan, transport, threads, trace, null, clock);
    }

    /**
     * The same, with a line for each client.
     *
     * @param outcomes takes the lines, or null
     */
    public static Engine start(
            Plan plan,
            IoTransport transport,
            int threads,
            @Nullable ConversationLog trace,
            @Nullable OutcomeLog outcomes,
            LongSupplier clock)
            throws PlanException {
        Engine engine = new Engine(plan, transport, threads, clock);
        try {
            engine.begin(transport, trace, outcomes);
            return engine;
        } catch (PlanException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private Engine(Plan plan, IoTransport transport, int threads, LongSupplier clock) throws PlanException {
        this.plan = plan;
        this.clock = clock;
        tls = TlsClient.create(plan.tls(), System::currentTimeMillis, plan.accounts());
        int logins = plan.auth().kerberos().logins();
        preparations = new ThreadPoolExecutor(
                logins,
                logins,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_PREPARATIONS),
                new DefaultThreadFactory("rollcall-login", true));
        preparations.allowCoreThreadTimeOut(true); // no thread until somebody needs one
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("rollcall", true), transport.handlers());
        for (int i = 0; i < threads; i++) {
            eventLoops.add(group.next());
        }
        epochNanos = clock.getAsLong() + LEAD_NANOS;
        tallies = new Tallies(
                threads, plan.arrivals().preparing() > 0, plan.kinds().size(), epochNanos, clock);
        guards = new Guards(plan.guards(), this::stop, tallies.comeBacks()::heldBack);
    }

    private void begin(IoTransport transport, @Nullable ConversationLog trace, @Nullable OutcomeLog outcomes)
            throws PlanException {
        Kits made = new Kits(plan, transport, tls, guards, trace, preparations, clock);
        kits = made;
        List<String> names = plan.kinds().stream().map(ClientKind::name).toList();
        List<List<LoopKit>> ofLoops = new ArrayList<>();
        for (int i = 0; i < eventLoops.size(); i++) {
            OutcomeSink tally = tallies.sink(i);
            LoadLoop load = new LoadLoop(
                    eventLoops.get(i),
                    i,
                    eventLoops.size(),
                    plan,
                    outcomes == null ? tally : outcomes.before(tally, names, epochNanos, clock),
                    this);
            loops.add(load);
            ofLoops.add(made.of(eventLoops.get(i), load));
        }
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop load = loops.get(i);
            List<LoopKit> own = ofLoops.get(i);
            eventLoops.get(i).execute(() -> load.begin(own));
        }
        Phase.Find find = plan.find();
        if (find != null) {
            searching = true;
            new DefaultThreadFactory("rollcall-search", true)
                    .newThread(new CapacitySearch(find, this))
                    .start();
        }
        var unused = eventLoops
                .get(0)
                .schedule(
                        () -> stop("guards.maxDuration is over"),
                        plan.guards().maxDurationNanos() + LEAD_NANOS,
                        TimeUnit.NANOSECONDS);
        if (plan.canaryFirst()) {
            canaryOut = true;
            canary(epochNanos);
        } else {
            load(epochNanos);
        }
    }

    /** The next client that goes alone: the first arrivals are one of each kind, see {@link Shares}. */
    private void canary(long nanos) {
        int number = canariesOut.getAndIncrement();
        guards.canary(
                plan.kinds().size() == 1
                        ? "the first client, and nobody else has tried"
                        : "the first client of kind " + plan.kinds().get(number).name()
                                + ", and nobody else of that kind has tried");
        LoadLoop load = loops.get(number % loops.size());
        eventLoops.get(number % loops.size()).execute(() -> load.canary(nanos));
    }

    /** Whether there is another kind, and a client of it arrives at all. */
    private boolean moreCanaries() {
        return canariesOut.get() < Math.min(plan.kinds().size(), plan.arrivals().count());
    }

    private void load(long fromNanos) {
        Pace from = Pace.from(fromNanos);
        pace = from;
        new StormClock(plan.storms(), eventLoops, loops, tallies.comeBacks(), clock, () -> stopReason.get() != null)
                .start(fromNanos);
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop load = loops.get(i);
            eventLoops.get(i).execute(() -> load.load(from));
        }
    }

    /**
     * Lets clients arrive faster or slower than planned, or not at all. Any thread. At a pool that is not on this machine
     * the guards' cap holds: what would be faster is cut to it.
     *
     * @param factor of the planned rate; 0 pauses the arrivals
     * @return what was done: the factor, unless the guards allow less; -1 when nothing was, because the load has not begun
     *     or the run is ending
     */
    public synchronized double rate(double factor) {
        Pace before = pace;
        if (before == null || plan.find() != null || plan.closedLoop() != null || stopReason.get() != null) {
            return -1;
        }
        double most = guards.maxPerSecond() / Preflight.peakPerSecond(plan);
        Pace after = before.with(Math.min(factor, most), clock.getAsLong());
        pace = after;
        rateChanges.add(new RateChange(after.atNanos() - epochNanos, after.speed()));
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop load = loops.get(i);
            eventLoops.get(i).execute(() -> load.pace(after));
        }
        return after.speed();
    }

    /** What the planned rate is multiplied by at this moment; 0 while arrivals pause. */
    public double rate() {
        Pace now = pace;
        return now == null ? 1 : now.speed();
    }

    /** What {@link #rate(double)} has done so far, in order. */
    public synchronized List<RateChange> rateChanges() {
        return List.copyOf(rateChanges);
    }

    /** How far the plan of arrivals has come, in nanoseconds from its beginning; 0 before the load begins. */
    public long loadOffsetNanos() {
        Pace now = pace;
        return now == null ? 0 : Math.max(0, now.offsetAt(clock.getAsLong()));
    }

    /** How long the arrivals last, their rate changed or not, in nanoseconds; as planned while they are paused. */
    public long loadNanos() {
        long planned = plan.arrivals().durationNanos();
        Pace now = pace;
        return now == null || now.speed() == 0 || rateChanges().isEmpty()
                ? planned
                : now.dueNanos(planned) - epochNanos - canaryNanos;
    }

    /**
     * Ends the run early, for the first reason given: no more arrivals, signed-in clients sign out at the pace of the
     * plan's end, the others give up. Any thread.
     */
    public void stop(String reason) {
        if (stopReason.compareAndSet(null, reason)) {
            long overNanos = leavingNanos();
            for (int i = 0; i < loops.size(); i++) {
                LoadLoop load = loops.get(i);
                eventLoops.get(i).execute(() -> load.stop(overNanos));
            }
        }
    }

    /** Waits until the last client is gone. @return whether it is */
    public boolean await(Duration atMost) throws InterruptedException {
        return over.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Why the run was stopped early, or null. */
    public @Nullable String stopReason() {
        return stopReason.get();
    }

    /** What broke the run, or null: a defect of Rollcall. */
    public @Nullable Throwable defect() {
        return defect.get();
    }

    /** The numbers, readable at any time. */
    public Tallies tallies() {
        return tallies;
    }

    // ---- what a search orders; one thread ----

    /** Whether everybody who was to arrive has begun. */
    boolean allBegun() {
        return loopsStarted.get() == loops.size();
    }

    /** More clients, when {@link #allBegun}. */
    void again(Phase phase) {
        loopsStarted.set(0);
        Arrivals arrivals = new Arrivals(List.of(phase), plan.seed());
        int before = Math.toIntExact(begun.get());
        Pace from = Pace.from(clock.getAsLong() + LEAD_NANOS);
        pace = from;
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop load = loops.get(i);
            eventLoops.get(i).execute(() -> load.again(arrivals, before, from));
        }
    }

    /** Who is still signing in gives up. */
    void giveUp() {
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop load = loops.get(i);
            eventLoops.get(i).execute(load::giveUp);
        }
    }

    long nowNanos() {
        return clock.getAsLong();
    }

    /** Nobody arrives any more: the run is over when the last client is gone. */
    void searched() {
        searching = false;
        lookIfOver();
    }

    /** Clients under way that have neither signed in nor failed. */
    public long open() {
        return begun.get() - settled.get();
    }

    /** Whether the first client, or the first of another kind, is under way alone and all others wait for it. */
    public boolean canaryOut() {
        return canaryOut && stopReason.get() == null;
    }

    /** How long the others waited for those that went alone, nanoseconds; 0 when they did not. */
    public long canaryNanos() {
        return canaryNanos;
    }

    /** The clock's value at the start of the run. */
    public long epochNanos() {
        return epochNanos;
    }

    /** The latest any loop ever was. */
    public long maxLoopLagNanos() {
        long max = 0;
        for (LoadLoop loop : loops) {
            max = Math.max(max, loop.watch().maxLagNanos());
        }
        return max;
    }

    /** The TLS engine in use, after any fall-back. */
    public String tlsEngine() {
        return tls.engine().word();
    }

    @Override
    public void close() {
        for (int i = 0; i < loops.size(); i++) {
            LoadLoop load = loops.get(i);
            eventLoops.get(i).execute(load::end);
        }
        Kits made = kits;
        if (made != null) {
            made.close();
        }
        preparations.shutdownNow();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        tls.close();
    }

    // ---- what the loops tell ----

    @Override
    public void begun() {
        begun.incrementAndGet();
    }

    @Override
    public void settled() {
        settled.incrementAndGet();
        if (canaryOut) {
            canaryIsBack();
        }
        lookIfSettled();
    }

    /** It has signed in or failed. Had its password been refused, the guards would have stopped the run. */
    private void canaryIsBack() {
        boolean stopped = stopReason.get() != null;
        long fromNanos = clock.getAsLong() + LEAD_NANOS;
        if (!stopped && moreCanaries()) {
            canary(fromNanos);
            return;
        }
        canaryOut = false;
        guards.canary(null);
        if (!stopped) {
            canaryNanos = fromNanos - epochNanos;
            load(fromNanos);
        }
    }

    @Override
    public void ended() {
        ended.incrementAndGet();
        lookIfOver();
    }

    @Override
    public void allStarted() {
        loopsStarted.incrementAndGet();
        lookIfSettled();
        lookIfOver();
    }

    @Override
    public void broken(Throwable cause) {
        defect.compareAndSet(null, cause);
        stop("Rollcall failed: " + cause);
        over.countDown();
    }

    private void lookIfSettled() {
        if (plan.session().stayFrom() == StayFrom.ALL_SIGNED_IN
                && !everybodySettled
                && loopsStarted.get() == loops.size()
                && settled.get() == begun.get()) {
            everybodySettled = true; // twice does no harm
            long from = clock.getAsLong() + plan.session().stayNanos();
            long overNanos = leavingNanos();
            for (int i = 0; i < loops.size(); i++) {
                LoadLoop load = loops.get(i);
                eventLoops.get(i).execute(() -> load.allSignedIn(from, overNanos));
            }
        }
    }

    private long leavingNanos() {
        return Math.round(begun.get() * 1e9 / Math.min(LEAVING_PER_SECOND, guards.maxPerSecond()));
    }

    private void lookIfOver() {
        if (!searching && loopsStarted.get() == loops.size() && ended.get() == begun.get()) {
            over.countDown();
        }
    }
}
