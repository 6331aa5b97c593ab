package rollcall.client;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;
import rollcall.plan.LimitPlan;
import rollcall.sip.SipMessage;
import rollcall.web.WebResult;

/**
 * The life of one simulated client as a state machine without sockets and without a clock: events come in by method, each
 * with the time at which it happened, orders go out through {@link LogonIo}. Only {@link #to} assigns the state. Its parts
 * are {@link ServerWalk}, the way to a server, {@link RegisterExchange}, which signs in, {@link SignedIn} and {@link
 * WayBack}, which lets the client sign in again when it was lost.
 *
 * <p>Single-threaded: everything happens on the event loop that owns the session. An event that does not fit the state
 * (an answer that came too late, a second close) is dropped; that is normal and not a fault.
 */
public final class LogonMachine {
    final LogonRules rules;
    final LogonIo io;
    final OutcomeSink sink;
    final ServerWalk walk;
    final RegisterExchange exchange;
    private final SignedIn signedIn;
    private final WayBack wayBack;
    private final LogonRecord logon = new LogonRecord();

    private LogonState state = LogonState.IDLE;
    private long stateSinceNanos;
    private boolean stopped;
    /** Whether a sign-in that waits has been told when its turn is. */
    private boolean turnKnown;

    @SuppressWarnings("this-escape") // the parts keep it and ask nothing of it before it is made
    LogonMachine(
            LogonRules rules,
            RequestTemplates templates,
            LogonIo io,
            OutcomeSink sink,
            Endpoint endpoint,
            Answer answer) {
        this.rules = rules;
        this.io = io;
        this.sink = sink;
        this.walk = new ServerWalk(this);
        this.signedIn = new SignedIn(this, templates, endpoint, answer);
        this.exchange = new RegisterExchange(this, signedIn, endpoint, answer);
        this.wayBack = new WayBack(this, endpoint.identity);
    }

    // ---- orders from the engine ----

    /** A life begins. The endpoint knows who it is, the authenticator has been given the user's credentials. */
    public void start(int arrival, String addressOfRecord, long dueNanos, long nowNanos) {
        stopped = false;
        turnKnown = false;
        stateSinceNanos = nowNanos;
        signedIn.clear();
        wayBack.clear();
        var unused = rules.gate().turnNanos(nowNanos);
        logon.begin(arrival, addressOfRecord, dueNanos, nowNanos);
        sink.started(logon);
        io.begun(logon);
        walk.begin(nowNanos);
    }

    /** Everybody who was to arrive has arrived: a stay that counts from then on begins. */
    public void allSignedIn(long leaveAtNanos) {
        signedIn.leaveAllAt(leaveAtNanos);
    }

    /** The run ends early, but not all at once: a signed-in client leaves at this time. */
    public void leaveAt(long nanos) {
        signedIn.leaveNoLaterThan(nanos);
        wayBack.close();
    }

    /** The run ends early: sign out when signed in, give up when not. */
    public void stop(long nowNanos) {
        stopped = true;
        if (state.signingIn()) {
            fail(currentStage(), Fault.RUN_STOPPED, "", nowNanos);
        } else if (state == LogonState.HOLDING) {
            signedIn.leave(nowNanos);
        } // a refresh or a sign-out under way has a limit of its own
    }

    // ---- where is the pool ----

    public void onLocated(List<Target> found, long nowNanos) {
        if (state == LogonState.LOCATING) {
            walk.tryTargets(found, nowNanos);
        }
    }

    public void onNotLocated(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.LOCATING) {
            fail(Stage.DNS, fault, detail, nowNanos);
        }
    }

    public void onResolved(List<InetAddress> found, long nowNanos) {
        if (state == LogonState.RESOLVING) {
            walk.resolved(found, nowNanos);
        }
    }

    public void onNotResolved(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.RESOLVING) {
            walk.next(Stage.DNS, fault, detail, nowNanos);
        }
    }

    // ---- connection ----

    public void onConnected(long nowNanos) {
        if (state == LogonState.CONNECTING) {
            logon.connected(nowNanos);
            if (walk.connected(nowNanos)) {
                exchange.register(LogonState.REGISTERING, nowNanos);
            }
        }
    }

    public void onNotConnected(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.CONNECTING) {
            walk.next(Stage.CONNECT, fault, detail, nowNanos);
        }
    }

    public void onSecured(long nowNanos) {
        if (state == LogonState.SECURING) {
            exchange.register(LogonState.REGISTERING, nowNanos);
        }
    }

    public void onNotSecured(Fault fault, String detail, long nowNanos) {
        // REGISTERING, too: under TLS 1.3 a server judges the client's certificate when the client believes itself
        // secure
        if (state == LogonState.SECURING || state == LogonState.REGISTERING) {
            walk.notSecured(fault, detail, nowNanos);
        }
    }

    /** The connection is gone and nobody here closed it. */
    public void onClosed(boolean reset, String detail, long nowNanos) {
        switch (state) {
            case CONNECTING -> walk.next(Stage.CONNECT, Fault.CONNECT_RESET, detail, nowNanos);
            case SECURING -> walk.next(Stage.TLS, Fault.TLS_CLOSED, detail, nowNanos);
            case REGISTERING, CHALLENGING, TICKETING, AUTHENTICATING, SIGNING_OUT ->
                giveUp(reset ? Fault.SIP_RESET : Fault.SIP_CLOSED, detail, nowNanos);
            case HOLDING, REFRESHING, REAUTHENTICATING ->
                giveUp(reset ? Fault.LOST_RESET : Fault.LOST_CLOSED, detail, nowNanos);
            case IDLE, LOCATING, RESOLVING, WAITING, ENDED -> {}
        }
    }

    /** The connection is gone: the server has ended it by a TLS alert. */
    public void onAlert(String detail, long nowNanos) {
        if (state.signedIn()) {
            giveUp(Fault.LOST_ALERT, detail, nowNanos);
        } else {
            onClosed(false, detail, nowNanos);
        }
    }

    /** The scenario has cut the connection. */
    public void onCut(String detail, long nowNanos) {
        if (state.signedIn()) {
            giveUp(Fault.LOST_DROPPED, detail, nowNanos);
        }
    }

    /** The connection is gone because nobody acknowledged what was sent on it. */
    public void onSilent(String detail, long nowNanos) {
        if (state.signedIn()) {
            giveUp(Fault.LOST_TIMEOUT, detail, nowNanos);
        } else {
            onClosed(true, detail, nowNanos);
        }
    }

    /** The server sent something that cannot be read. */
    public void onMalformed(Fault fault, String detail, long nowNanos) {
        if (state.signedIn()) {
            giveUp(Fault.LOST_MALFORMED, detail, nowNanos);
        } else if (state.awaitsAnswer() || state == LogonState.TICKETING) {
            giveUp(fault, detail, nowNanos);
        }
    }

    /** The time set with {@link LogonIo#wakeAt} has come. */
    public void onTimeout(long nowNanos) {
        LimitPlan limits = rules.limits();
        switch (state) {
            case CONNECTING -> walk.next(Stage.CONNECT, Fault.CONNECT_TIMEOUT, waited(limits.connectNanos()), nowNanos);
            case SECURING -> walk.next(Stage.TLS, Fault.TLS_TIMEOUT, waited(limits.tlsNanos()), nowNanos);
            case REGISTERING, CHALLENGING, AUTHENTICATING, REFRESHING, REAUTHENTICATING, TICKETING ->
                exchange.onTimeout(nowNanos);
            case SIGNING_OUT -> giveUp(Fault.SIP_TIMEOUT, waited(limits.signOutNanos()), nowNanos);
            case WAITING -> beginAgain(nowNanos);
            case HOLDING -> signedIn.wake(nowNanos);
            case IDLE, LOCATING, RESOLVING, ENDED -> {}
        }
    }

    private void beginAgain(long nowNanos) {
        long turnNanos = turnKnown ? nowNanos : rules.gate().turnNanos(nowNanos);
        turnKnown = turnNanos > nowNanos;
        if (turnKnown) {
            io.wakeAt(turnNanos);
        } else {
            walk.begin(nowNanos);
        }
    }

    static String waited(long nanos) {
        return "waited " + nanos / 1_000_000 + " ms";
    }

    // ---- messages; each is lent for the call ----

    /** An answer to a REGISTER. */
    public void onResponse(SipMessage response, long nowNanos) {
        exchange.onResponse(response, nowNanos);
    }

    /** What {@link LogonIo#prepare} ordered has been done, well or not. */
    public void onPrepared(long nowNanos) {
        exchange.onPrepared(nowNanos);
    }

    /** An answer to what was sent in a slot of {@link Presence}. */
    public void onAnswer(int slot, SipMessage response, long nowNanos) {
        signedIn.onAnswer(slot, response, nowNanos);
    }

    /** What {@link LogonIo#fetch} ordered has come to an end, well or not. */
    public void onFetched(Stage stage, WebResult result, long nowNanos) {
        signedIn.onFetched(stage, result, nowNanos);
    }

    /** A request from the server; answering it is the session's affair, what it means for the registration is ours. */
    public void onRequest(SipMessage request, long nowNanos) {
        signedIn.onRequest(request, nowNanos);
    }

    // ---- ends ----

    /** This cannot go on: it ends the sign-in, the stay, or just the polite good-bye, and is counted as that. */
    void giveUp(Fault fault, String detail, long nowNanos) {
        if (state.signingIn()) {
            fail(currentStage(), fault, detail, nowNanos);
        } else if (state == LogonState.SIGNING_OUT) {
            sink.setback(logon, Stage.SIGN_OUT, fault, detail);
            end(nowNanos);
        } else {
            lose(currentStage(), fault, detail, nowNanos);
        }
    }

    void fail(Stage stage, Fault fault, String detail, long nowNanos) {
        if (logon.isAway()) {
            if (!wayBack.tryAgain(stage, fault, detail, nowNanos)) {
                stayLost(stage, fault, detail, nowNanos);
            }
            return;
        }
        logon.fault(stage, fault, detail);
        to(LogonState.ENDED, nowNanos);
        sink.failed(logon);
        finish(nowNanos);
    }

    /** Something went wrong that is nobody's fault but ours; the client ends here, counted like any other. */
    public void onDefect(String detail, long nowNanos) {
        if (state.signingIn()) {
            fail(currentStage(), Fault.OURS_INTERNAL, detail, nowNanos);
        } else if (state.signedIn() || state == LogonState.SIGNING_OUT) {
            lose(currentStage(), Fault.OURS_INTERNAL, detail, nowNanos);
        }
    }

    private void lose(Stage stage, Fault fault, String detail, long nowNanos) {
        if (!wayBack.begin(stage, fault, detail, nowNanos)) {
            stayLost(stage, fault, detail, nowNanos);
        }
    }

    private void stayLost(Stage stage, Fault fault, String detail, long nowNanos) {
        logon.fault(stage, fault, detail);
        to(LogonState.ENDED, nowNanos);
        sink.lost(logon);
        finish(nowNanos);
    }

    void end(long nowNanos) {
        to(LogonState.ENDED, nowNanos);
        finish(nowNanos);
    }

    private void finish(long nowNanos) {
        io.sleep();
        io.disconnect();
        logon.end(nowNanos);
        sink.ended(logon);
        walk.clear();
        exchange.clear();
        to(LogonState.IDLE, nowNanos);
        io.over();
    }

    /** Nothing of this sign-in holds any more, nor of the session it may have led to. */
    void letGo() {
        io.disconnect();
        io.sleep();
        walk.clear();
        exchange.clear();
        signedIn.clear();
    }

    /** The one door: checks the edge, gives the time since the last change to the stage that was under way. */
    void to(LogonState next, long nowNanos) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("no way from " + state + " to " + next);
        }
        @Nullable Stage stage = state.stage();
        if (stage != null && stage.ordinal() < Stage.LOGON.ordinal() && !logon.isAway()) {
            logon.spent(stage, nowNanos - stateSinceNanos);
        }
        state = next;
        stateSinceNanos = nowNanos;
    }

    Stage currentStage() {
        @Nullable Stage stage = state.stage();
        return stage == null ? Stage.LOGON : stage;
    }

    Target target() {
        return walk.target();
    }

    /** Something went wrong that the client survives. */
    void setback(Stage stage, Fault fault, String detail) {
        sink.setback(logon, stage, fault, detail);
    }

    /** A request of a signed-in client has got its answer. */
    void answered(Stage stage, long nanos) {
        sink.answered(logon, stage, nanos);
    }

    /** When the signed-in client leaves; {@code Long.MAX_VALUE}: nobody knows yet. */
    long leaveNanos() {
        return signedIn.leaveNanos();
    }

    /** Something that a signed-in client fetched has come, or has not. */
    void fetched(Stage stage, long begunNanos, long bytes) {
        sink.fetched(logon, stage, begunNanos, bytes);
    }

    boolean isStopped() {
        return stopped;
    }

    long stateSinceNanos() {
        return stateSinceNanos;
    }

    // ---- what others may read ----

    public LogonState state() {
        return state;
    }

    /** Whether something that the signed-in client has asked the pool for is not answered yet. */
    public boolean awaitsAnswers() {
        Presence asking = presence();
        return asking != null && asking.awaitsAnswers();
    }

    /** What the signed-in client asks for; null in a plan whose clients do nothing but register. */
    @Nullable
    Presence presence() {
        return signedIn.presence();
    }

    /** What the signed-in client fetches from the web; null in a plan whose clients fetch nothing. */
    @Nullable
    WebErrands web() {
        return signedIn.web();
    }

    /** CSeq of the REGISTER that is to be sent or was sent last. */
    public long cseq() {
        return exchange.cseq();
    }

    /** The record of this life. */
    public LogonRecord logon() {
        return logon;
    }
}
