package rollcall.engine;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.client.ClientSession;
import rollcall.client.DeadlineWheel;
import rollcall.client.LogonState;
import rollcall.client.LoopKit;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;
import rollcall.plan.Accounts;
import rollcall.plan.Arrivals;
import rollcall.plan.Phase;
import rollcall.plan.Plan;
import rollcall.plan.Roster;
import rollcall.plan.Shares;
import rollcall.plan.StormPlan;

/**
 * The part of a run that lives on one event loop: takes every n-th arrival, starts a session when it is due, turns the
 * wheel of deadlines, and notices when the last session is over. Everything but the constructor and the few volatile
 * fields that {@link Engine} reads happens on the loop.
 */
final class LoadLoop implements Runnable, OutcomeSink {
    /** After so many starts in a row the loop looks after its connections before it goes on. */
    private static final int STARTS_IN_A_ROW = 32;

    /** After so many connections cut in a row, likewise. */
    private static final int CUTS_IN_A_ROW = 256;

    private final EventLoop loop;
    private final int index;
    private final int loops;
    private final Accounts accounts;
    private final Roster roster;
    private final Shares shares;
    private final OutcomeSink tally;
    private final Progress progress;
    private final LoopWatch watch;
    private final List<ClientSession> sessions = new ArrayList<>();
    /** Sessions between two lives, for each kind of client: each is of its kind for good. */
    private final List<ArrayDeque<ClientSession>> idle = new ArrayList<>();

    private final Consumer<ClientSession> over = this::over;

    private List<LoopKit> kits = List.of();
    private @Nullable Pace pace;
    private Arrivals.Cursor cursor;
    /** Who arrives instead, in a closed loop. */
    private final @Nullable Seats seats;
    /** Arrivals of the loads before this one. */
    private int before;
    /** Within this load. */
    private int arrival = -1;

    private long offsetNanos;
    private boolean measured = true;
    private long dueNanos = Pace.NEVER;
    private long wakeNanos;
    private boolean done;
    private boolean stopped;
    private @Nullable Future<?> tick;

    /** What all loops of a run tell the engine; its methods may be called from any loop. */
    interface Progress {
        /** A client has begun. */
        void begun();

        /** A client has signed in or failed. */
        void settled();

        /** A client's life is over. */
        void ended();

        /** This loop has no more arrivals to start. */
        void allStarted();

        /** Something that must not happen has happened on a loop. */
        void broken(Throwable defect);
    }

    LoadLoop(EventLoop loop, int index, int loops, Plan plan, OutcomeSink tally, Progress progress) {
        this.loop = loop;
        this.index = index;
        this.loops = loops;
        this.accounts = plan.accounts();
        this.roster = plan.roster();
        this.shares = plan.shares();
        this.cursor = plan.arrivals().cursor();
        Phase.ClosedLoop closedLoop = plan.closedLoop();
        this.seats = closedLoop == null ? null : new Seats(closedLoop, index, loops, plan.seed());
        this.tally = tally;
        this.progress = progress;
        this.watch = new LoopWatch();
    }

    /**
     * Begins to tick; nobody arrives yet.
     *
     * @param ofKinds for each kind of client one; they share the clock and the wheel of deadlines
     */
    void begin(List<LoopKit> ofKinds) {
        ofKinds.forEach(kit -> idle.add(new ArrayDeque<>()));
        kits = ofKinds;
        scheduleNext(ofKinds.get(0).clock().getAsLong());
    }

    /** The next arrival on this loop goes alone: it is due at this time, the others when {@link #load} says so. */
    void canary(long nanos) {
        if (seats != null) {
            seats.canary(nanos);
            dueNanos = seats.dueNanos();
        } else if (!done && next()) {
            dueNanos = nanos;
        }
    }

    /** The load begins: from here on an arrival is due when this pace says so. */
    void load(Pace from) {
        if (!done) {
            pace = from;
            if (seats != null) {
                seats.load(from.atNanos());
            }
            advance();
        }
    }

    /** From now on arrivals come at another pace; who is due already stays due. */
    void pace(Pace other) {
        pace = other;
        if (!done && offsetNanos > other.offsetNanos()) {
            dueNanos = other.dueNanos(offsetNanos);
        }
    }

    /**
     * Another load after the last, which has come to its end: the next rate of a search.
     *
     * @param begun arrivals of all loads before
     */
    void again(Arrivals arrivals, int begun, Pace from) {
        if (stopped) {
            progress.allStarted();
            return;
        }
        cursor = arrivals.cursor();
        before = begun;
        arrival = -1;
        done = false;
        load(from);
    }

    /** Who has neither signed in nor failed gives up; who is signed in stays. */
    void giveUp() {
        if (!kits.isEmpty()) {
            long now = kits.get(0).clock().getAsLong();
            for (ClientSession session : List.copyOf(sessions)) {
                boolean never = session.machine().logon().signedInNanos() == LogonRecord.NEVER;
                if (never && session.machine().state().signingIn()) {
                    session.machine().stop(now);
                }
            }
        }
    }

    /** No more arrivals; who is signed in signs out, evenly over this time, and who is not gives up. */
    void stop(long overNanos) {
        if (kits.isEmpty()) {
            return;
        }
        stopped = true;
        if (!done) {
            done = true;
            progress.allStarted();
        }
        long now = kits.get(0).clock().getAsLong();
        int alive = 0;
        for (ClientSession session : List.copyOf(sessions)) {
            LogonState state = session.machine().state();
            if (state == LogonState.HOLDING && overNanos > 0) {
                session.machine().leaveAt(now + overNanos * alive++ / sessions.size());
            } else if (state != LogonState.IDLE) {
                session.machine().stop(now);
            }
        }
    }

    /** Everybody has signed in or failed: stays that count from then end evenly between these two times. */
    void allSignedIn(long fromNanos, long overNanos) {
        for (int i = 0; i < sessions.size(); i++) {
            sessions.get(i).machine().allSignedIn(fromNanos + overNanos * i / sessions.size());
        }
    }

    /**
     * A storm breaks out.
     *
     * @param number of the storm in the plan: it hits others than the one before
     * @param from the first session that has not been looked at
     */
    void cut(StormPlan storm, int number, int from) {
        if (kits.isEmpty()) {
            return;
        }
        long seed = kits.get(0).rules().seed();
        int next = Math.min(sessions.size(), from + CUTS_IN_A_ROW);
        for (int i = from; i < next; i++) {
            ClientSession session = sessions.get(i);
            LogonRecord logon = session.machine().logon();
            long mixed = new SplittableRandom(seed + 31L * number + logon.arrival()).nextLong();
            if (storm.hits(logon.server(), (mixed >>> 11) * 0x1p-53)) {
                session.cut(storm.reset(), storm.drop());
            }
        }
        if (next < sessions.size()) {
            loop.execute(() -> cut(storm, number, next));
        }
    }

    /** The engine is about to end the loop: no tick comes after the last one. */
    void end() {
        Future<?> last = tick;
        if (last != null) {
            last.cancel(false);
        }
    }

    /** How late the loop was. */
    LoopWatch watch() {
        return watch;
    }

    // ---- the tick ----

    @Override
    public void run() {
        LoopKit first = kits.get(0);
        try {
            long now = first.clock().getAsLong();
            long begun = now;
            watch.woke(now - wakeNanos);
            first.deadlines().turn(now);
            if (seats != null && !done && seats.over(now)) {
                done = true;
                progress.allStarted();
            }
            int started = 0;
            while (!done && dueNanos <= now && started < STARTS_IN_A_ROW) {
                start(now);
                advance();
                started++;
                now = first.clock().getAsLong();
            }
            // What stands still in here would not show at the next waking, which is planned from now on.
            watch.woke(now - begun);
            scheduleNext(now);
        } catch (RuntimeException | Error defect) {
            progress.broken(defect);
            throw defect;
        }
    }

    private void scheduleNext(long now) {
        long latest = now + DeadlineWheel.TICK_NANOS;
        wakeNanos = done ? latest : Math.min(latest, Math.max(dueNanos, now));
        if (wakeNanos <= now) {
            loop.execute(this);
        } else {
            tick = loop.schedule(this, wakeNanos - now, TimeUnit.NANOSECONDS);
        }
    }

    private void advance() {
        if (seats != null) {
            dueNanos = seats.dueNanos();
            return;
        }
        Pace now = pace;
        dueNanos = now != null && next() ? now.dueNanos(offsetNanos) : Pace.NEVER;
    }

    /** Goes on to the next arrival on this loop. @return false when there is none */
    private boolean next() {
        for (int skip = arrival < 0 ? index + 1 : loops; skip > 0; skip--) {
            long offset = cursor.next();
            arrival++;
            if (offset == Arrivals.Cursor.END) {
                done = true;
                progress.allStarted();
                return false;
            }
            offsetNanos = offset;
        }
        measured = cursor.measured();
        return true;
    }

    private void start(long now) {
        int number = seats == null ? before + arrival : seats.take();
        int place = seats == null ? number : seats.user(number);
        int user = roster.user(place);
        ClientSession session = session(shares.kindOf(user));
        session.machine().logon().measured(measured);
        session.start(number, user, roster.endpoint(place), accounts.at(user), dueNanos, now);
    }

    /** One that is free, or a new one. */
    private ClientSession session(int kind) {
        ArrayDeque<ClientSession> free = idle.get(kind);
        ClientSession session = free.poll();
        if (session == null) {
            session = new ClientSession(kits.get(kind), over);
            session.machine().logon().kind(kind);
            sessions.add(session);
        }
        return session;
    }

    private void over(ClientSession session) {
        idle.get(session.machine().logon().kind()).push(session);
    }

    // ---- records pass through here on their way to the tally ----

    @Override
    public void started(LogonRecord logon) {
        tally.started(logon);
        progress.begun();
    }

    @Override
    public void signedIn(LogonRecord logon) {
        tally.signedIn(logon);
        progress.settled();
    }

    @Override
    public void failed(LogonRecord logon) {
        tally.failed(logon);
        progress.settled();
    }

    @Override
    public void lost(LogonRecord logon) {
        tally.lost(logon);
    }

    @Override
    public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {
        tally.dropped(logon, stage, fault, detail);
    }

    @Override
    public void returned(LogonRecord logon) {
        tally.returned(logon);
    }

    @Override
    public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
        tally.setback(logon, stage, fault, detail);
    }

    @Override
    public void answered(LogonRecord logon, Stage stage, long nanos) {
        tally.answered(logon, stage, nanos);
    }

    @Override
    public void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {
        tally.fetched(logon, stage, begunNanos, bytes);
    }

    @Override
    public void ended(LogonRecord logon) {
        tally.ended(logon);
        if (seats != null) {
            seats.ended(logon.arrival(), kits.get(0).clock().getAsLong());
            dueNanos = seats.dueNanos();
        }
        progress.ended();
    }
}
