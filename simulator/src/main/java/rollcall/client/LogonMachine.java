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
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;
import rollcall.sip.SipMessage;

/**
 * The life of one simulated client as a state machine without sockets and without a clock: events come in by method, each
 * with the time at which it happened, orders go out through {@link LogonIo}. Only {@link #to} assigns the state.
 *
 * <p>Single-threaded: everything happens on the event loop that owns the session. An event that does not fit the state
 * (an answer that came too late, a second close) is dropped; that is normal and not a fault.
 */
public final class LogonMachine {
    private static final long SECOND = 1_000_000_000L;

    private final LogonRules rules;
    private final LogonIo io;
    private final OutcomeSink sink;
    private final Authenticator authenticator;
    private final Identity identity;
    private final Answer answer;
    private final LogonRecord logon = new LogonRecord();

    private LogonState state = LogonState.IDLE;
    private long stateSinceNanos;
    private int user;
    private List<Target> targets = List.of();
    private int targetIndex;
    private List<InetAddress> addresses = List.of();
    private int addressIndex;
    private int redirects;
    private int challenges;
    private long cseq;
    private boolean stopped;
    private long stayUntilNanos;
    private long refreshAtNanos;
    private long keepAliveNanos;
    private long keepAliveAtNanos;
    private long grantedSeconds;

    LogonMachine(
            LogonRules rules,
            LogonIo io,
            OutcomeSink sink,
            Authenticator authenticator,
            Identity identity,
            Answer answer) {
        this.rules = rules;
        this.io = io;
        this.sink = sink;
        this.authenticator = authenticator;
        this.identity = identity;
        this.answer = answer;
    }

    // ---- orders from the engine ----

    /** A life begins. The authenticator has been given the user's credentials. */
    public void start(int arrival, int user, String addressOfRecord, long dueNanos, long nowNanos) {
        this.user = user;
        redirects = 0;
        challenges = 0;
        cseq = 0;
        stopped = false;
        stateSinceNanos = nowNanos;
        logon.begin(arrival, addressOfRecord, dueNanos, nowNanos);
        sink.started(logon);
        io.begun(logon);
        if (rules.target() instanceof TargetPlan.Server server) {
            tryTargets(List.of(new Target(server.host(), server.port(), server.transport(), "manual")), nowNanos);
        } else {
            to(LogonState.LOCATING, nowNanos);
            io.locate(addressOfRecord.substring(addressOfRecord.indexOf('@') + 1));
        }
    }

    /** Everybody who was to arrive has arrived: a stay that counts from then on begins. */
    public void allSignedIn(long leaveAtNanos) {
        if (rules.session().stayFrom() == StayFrom.ALL_SIGNED_IN) {
            stayUntilNanos = leaveAtNanos;
            if (state == LogonState.HOLDING) {
                planWake();
            }
        }
    }

    /** The run ends early, but not all at once: a signed-in client leaves at this time. */
    public void leaveAt(long nanos) {
        stayUntilNanos = Math.min(stayUntilNanos, nanos);
        if (state == LogonState.HOLDING) {
            planWake();
        }
    }

    /** The run ends early: sign out when signed in, give up when not. */
    public void stop(long nowNanos) {
        stopped = true;
        if (state.signingIn()) {
            fail(currentStage(), Fault.RUN_STOPPED, "", nowNanos);
        } else if (state == LogonState.HOLDING) {
            leave(nowNanos);
        } // a refresh or a sign-out under way has a limit of its own
    }

    // ---- where is the pool ----

    public void onLocated(List<Target> found, long nowNanos) {
        if (state == LogonState.LOCATING) {
            tryTargets(found, nowNanos);
        }
    }

    public void onNotLocated(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.LOCATING) {
            fail(Stage.DNS, fault, detail, nowNanos);
        }
    }

    public void onResolved(List<InetAddress> found, long nowNanos) {
        if (state == LogonState.RESOLVING) {
            addresses = found;
            addressIndex = 0;
            connect(nowNanos);
        }
    }

    public void onNotResolved(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.RESOLVING) {
            addresses = List.of();
            addressIndex = 0;
            nextServer(Stage.DNS, fault, detail, nowNanos);
        }
    }

    private void tryTargets(List<Target> found, long nowNanos) {
        targets = found;
        targetIndex = 0;
        resolve(nowNanos);
    }

    private void resolve(long nowNanos) {
        to(LogonState.RESOLVING, nowNanos);
        Target target = target();
        logon.server(target.authority());
        io.resolve(target);
    }

    private void connect(long nowNanos) {
        Target target = target();
        InetAddress address = addresses.get(addressIndex);
        if (!rules.gate().permits(target, address)) {
            fail(
                    Stage.CONNECT,
                    Fault.GUARD_FORBIDDEN,
                    target.authority() + " at " + address.getHostAddress(),
                    nowNanos);
            return;
        }
        to(LogonState.CONNECTING, nowNanos);
        io.wakeAt(nowNanos + rules.limits().connectNanos());
        io.connect(target, address);
    }

    /**
     * The server at hand cannot be used: the next address of the target, then the next target (RFC 3263 §4.3). A server
     * that was reached and found wrong (its certificate, say) is not passed over: the client shows the user an error.
     */
    private void nextServer(Stage stage, Fault fault, String detail, long nowNanos) {
        boolean moreAddresses = addressIndex + 1 < addresses.size();
        if (!moreAddresses && targetIndex + 1 >= targets.size()) {
            fail(stage, fault, detail, nowNanos);
            return;
        }
        sink.setback(logon, stage, fault, detail);
        io.disconnect();
        if (moreAddresses) {
            addressIndex++;
            connect(nowNanos);
        } else {
            targetIndex++;
            resolve(nowNanos);
        }
    }

    // ---- connection ----

    public void onConnected(long nowNanos) {
        if (state != LogonState.CONNECTING) {
            return;
        }
        if (target().transport() == Transport.TLS) {
            to(LogonState.SECURING, nowNanos);
            io.wakeAt(nowNanos + rules.limits().tlsNanos());
            io.secure(target());
        } else {
            register(LogonState.REGISTERING, nowNanos);
        }
    }

    public void onNotConnected(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.CONNECTING) {
            nextServer(Stage.CONNECT, fault, detail, nowNanos);
        }
    }

    public void onSecured(long nowNanos) {
        if (state == LogonState.SECURING) {
            register(LogonState.REGISTERING, nowNanos);
        }
    }

    public void onNotSecured(Fault fault, String detail, long nowNanos) {
        if (state != LogonState.SECURING) {
            return;
        }
        switch (fault.blame()) {
            case NETWORK -> nextServer(Stage.TLS, fault, detail, nowNanos);
            case PEER, POLICY, OURS -> fail(Stage.TLS, fault, detail, nowNanos);
        }
    }

    /** The connection is gone and nobody here closed it. */
    public void onClosed(boolean reset, String detail, long nowNanos) {
        switch (state) {
            case CONNECTING -> nextServer(Stage.CONNECT, Fault.CONNECT_RESET, detail, nowNanos);
            case SECURING -> nextServer(Stage.TLS, Fault.TLS_CLOSED, detail, nowNanos);
            case REGISTERING, CHALLENGING, AUTHENTICATING ->
                fail(currentStage(), reset ? Fault.SIP_RESET : Fault.SIP_CLOSED, detail, nowNanos);
            case HOLDING, REFRESHING ->
                lose(currentStage(), reset ? Fault.LOST_RESET : Fault.LOST_CLOSED, detail, nowNanos);
            case SIGNING_OUT -> {
                sink.setback(logon, Stage.SIGN_OUT, reset ? Fault.SIP_RESET : Fault.SIP_CLOSED, detail);
                end(nowNanos);
            }
            case IDLE, LOCATING, RESOLVING, ENDED -> {}
        }
    }

    /** The server sent something that cannot be read. */
    public void onMalformed(Fault fault, String detail, long nowNanos) {
        switch (state) {
            case REGISTERING, CHALLENGING, AUTHENTICATING -> fail(currentStage(), fault, detail, nowNanos);
            case HOLDING, REFRESHING -> lose(currentStage(), Fault.LOST_MALFORMED, detail, nowNanos);
            case SIGNING_OUT -> {
                sink.setback(logon, Stage.SIGN_OUT, fault, detail);
                end(nowNanos);
            }
            case IDLE, LOCATING, RESOLVING, CONNECTING, SECURING, ENDED -> {}
        }
    }

    /** The time set with {@link LogonIo#wakeAt} has come. */
    public void onTimeout(long nowNanos) {
        switch (state) {
            case CONNECTING ->
                nextServer(
                        Stage.CONNECT,
                        Fault.CONNECT_TIMEOUT,
                        waited(rules.limits().connectNanos()),
                        nowNanos);
            case SECURING ->
                nextServer(Stage.TLS, Fault.TLS_TIMEOUT, waited(rules.limits().tlsNanos()), nowNanos);
            case REGISTERING, CHALLENGING, AUTHENTICATING ->
                fail(currentStage(), Fault.SIP_TIMEOUT, waited(rules.limits().answerNanos()), nowNanos);
            case REFRESHING ->
                lose(Stage.REFRESH, Fault.SIP_TIMEOUT, waited(rules.limits().answerNanos()), nowNanos);
            case SIGNING_OUT -> {
                sink.setback(
                        logon,
                        Stage.SIGN_OUT,
                        Fault.SIP_TIMEOUT,
                        waited(rules.limits().signOutNanos()));
                end(nowNanos);
            }
            case HOLDING -> wake(nowNanos);
            case IDLE, LOCATING, RESOLVING, ENDED -> {}
        }
    }

    private static String waited(long nanos) {
        return "waited " + nanos / 1_000_000 + " ms";
    }

    // ---- REGISTER and its answers ----

    private void register(LogonState next, long nowNanos) {
        to(next, nowNanos);
        cseq++;
        LimitPlan limits = rules.limits();
        boolean leaving = next == LogonState.SIGNING_OUT;
        io.wakeAt(nowNanos + (leaving ? limits.signOutNanos() : limits.answerNanos()));
        io.register(leaving);
    }

    /** An answer to some request. The message is lent for the call. */
    public void onResponse(SipMessage response, long nowNanos) {
        // Without a branch (MOC sends none) CSeq is what ties an answer to its request: RFC 3261 §17.1.3, RFC 2543 §10.
        if (!state.awaitsAnswer() || response.cseq() != cseq || response.status() < 200) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(response);
        if (unsigned != null) {
            refuse(unsigned, answer.describe(response), nowNanos);
            return;
        }
        int status = response.status();
        if (status < 300) {
            accepted(response, nowNanos);
        } else if (status == 401 || status == 407) {
            challenged(response, nowNanos);
        } else if ((status == 301 || status == 302) && state.signingIn()) {
            redirected(response, nowNanos);
        } else {
            refuse(Answer.fault(status), answer.describe(response), nowNanos);
        }
    }

    private void accepted(SipMessage response, long nowNanos) {
        switch (state) {
            case REGISTERING, CHALLENGING, AUTHENTICATING -> {
                if (!answer.binding(response, identity)) {
                    fail(currentStage(), Fault.SIP_NO_BINDING, answer.describe(response), nowNanos);
                    return;
                }
                granted(response);
                signedIn(nowNanos);
            }
            case REFRESHING -> {
                sink.answered(logon, Stage.REFRESH, nowNanos - stateSinceNanos);
                // MS-SIPREGE 3.1.1.5.1: a refresh that is answered "added" or "fixed" means that the binding was lost
                if (answer.registeredAnew(response) || !answer.binding(response, identity)) {
                    lose(Stage.REFRESH, Fault.LOST_REGISTRATION, answer.describe(response), nowNanos);
                } else {
                    granted(response);
                    hold(nowNanos);
                }
            }
            case SIGNING_OUT -> {
                sink.answered(logon, Stage.SIGN_OUT, nowNanos - stateSinceNanos);
                end(nowNanos);
            }
            default -> throw new IllegalStateException(state.name());
        }
    }

    /** Reads for how long the registration holds and how often the server wants to hear from us. */
    private void granted(SipMessage response) {
        grantedSeconds = answer.expiresSeconds();
        long seconds = answer.keepAliveSeconds(response);
        if (seconds < 0) {
            seconds = rules.profile().keepAliveSeconds();
        }
        keepAliveNanos = rules.session().keepAlive() ? seconds * SECOND : 0;
    }

    private void challenged(SipMessage response, long nowNanos) {
        if (!rules.gate().mayAuthenticate(user)) {
            refuse(Fault.AUTH_NOT_TRIED, "", nowNanos);
            return;
        }
        @Nullable
        Fault fault =
                ++challenges > rules.limits().maxChallenges() ? Fault.AUTH_LIMIT : authenticator.challenged(response);
        if (fault == Fault.AUTH_NO_COMMON_SCHEME && state == LogonState.AUTHENTICATING) {
            // a 401 that asks for nothing any more: the credentials were looked at, and refused (ms-diagnostics 1000)
            fault = Fault.AUTH_REFUSED;
        }
        if (fault != null) {
            if (fault == Fault.AUTH_REFUSED) {
                rules.gate().refused(user);
            }
            refuse(
                    fault,
                    fault == Fault.AUTH_NO_COMMON_SCHEME ? authenticator.offered(response) : answer.describe(response),
                    nowNanos);
            return;
        }
        switch (state) {
            case REFRESHING, SIGNING_OUT -> register(state, nowNanos);
            default ->
                register(
                        authenticator.nextStage() == Stage.CHALLENGE
                                ? LogonState.CHALLENGING
                                : LogonState.AUTHENTICATING,
                        nowNanos);
        }
    }

    /** To the home pool: a fresh start there, with nothing kept but the user (protocol sheet 6.2). */
    private void redirected(SipMessage response, long nowNanos) {
        if (++redirects > rules.limits().maxRedirects()) {
            fail(currentStage(), Fault.REDIRECT_LIMIT, answer.describe(response), nowNanos);
            return;
        }
        @Nullable Target home = answer.redirectTarget(response);
        if (home == null) {
            fail(currentStage(), Fault.REDIRECT_UNUSABLE, answer.describe(response), nowNanos);
            return;
        }
        io.disconnect();
        io.newLogin();
        challenges = 0;
        cseq = 0;
        tryTargets(List.of(home), nowNanos);
    }

    /** The answer ends what was asked for: the sign-in, the stay, or just the polite good-bye. */
    private void refuse(Fault fault, String detail, long nowNanos) {
        switch (state) {
            case REFRESHING -> lose(Stage.REFRESH, fault, detail, nowNanos);
            case SIGNING_OUT -> {
                sink.setback(logon, Stage.SIGN_OUT, fault, detail);
                end(nowNanos);
            }
            default -> fail(currentStage(), fault, detail, nowNanos);
        }
    }

    // ---- signed in ----

    private void signedIn(long nowNanos) {
        to(LogonState.HOLDING, nowNanos);
        logon.signedIn(nowNanos);
        challenges = 0;
        SessionPlan session = rules.session();
        if (session.stayFrom() == StayFrom.SIGN_IN) {
            stayUntilNanos = nowNanos + session.stayNanos();
        } else {
            stayUntilNanos = Long.MAX_VALUE;
        }
        sink.signedIn(logon); // may tell everybody, us included, that all are in: allSignedIn
        planHold(nowNanos);
    }

    private void hold(long nowNanos) {
        to(LogonState.HOLDING, nowNanos);
        challenges = 0;
        planHold(nowNanos);
    }

    private void planHold(long nowNanos) {
        if (stopped) {
            leave(nowNanos);
            return;
        }
        SessionPlan session = rules.session();
        refreshAtNanos = session.refresh() ? nowNanos + refreshAfterSeconds(grantedSeconds) * SECOND : Long.MAX_VALUE;
        keepAliveAtNanos = keepAliveNanos == 0 ? Long.MAX_VALUE : nowNanos + keepAliveNanos;
        planWake();
    }

    /** "Less than" the lifetime says [MS-SIPREGE]; MOC's own margin is not known, 30 s is what others keep. */
    private static long refreshAfterSeconds(long grantedSeconds) {
        return grantedSeconds > 60 ? grantedSeconds - 30 : Math.max(1, grantedSeconds / 2);
    }

    private void planWake() {
        io.wakeAt(Math.min(stayUntilNanos, Math.min(refreshAtNanos, keepAliveAtNanos)));
    }

    private void wake(long nowNanos) {
        if (nowNanos >= stayUntilNanos) {
            leave(nowNanos);
        } else if (nowNanos >= refreshAtNanos) {
            register(LogonState.REFRESHING, nowNanos);
        } else {
            if (nowNanos >= keepAliveAtNanos) {
                io.keepAlive();
                keepAliveAtNanos = nowNanos + keepAliveNanos;
            }
            planWake();
        }
    }

    private void leave(long nowNanos) {
        if (rules.session().signOut()) {
            register(LogonState.SIGNING_OUT, nowNanos);
        } else {
            end(nowNanos);
        }
    }

    /** A request from the server; answering it is the session's affair, what it means for the registration is ours. */
    public void onRequest(SipMessage request, long nowNanos) {
        if ((state == LogonState.HOLDING || state == LogonState.REFRESHING) && answer.deregisters(request)) {
            lose(currentStage(), Fault.LOST_DEREGISTERED, answer.bodyText(request), nowNanos);
        }
    }

    // ---- ends ----

    private void fail(Stage stage, Fault fault, String detail, long nowNanos) {
        logon.fault(stage, fault, detail);
        to(LogonState.ENDED, nowNanos);
        sink.failed(logon);
        finish(nowNanos);
    }

    /** Something went wrong that is nobody's fault but ours; the client ends here, counted like any other. */
    public void onDefect(String detail, long nowNanos) {
        if (state.signingIn()) {
            fail(currentStage(), Fault.OURS_INTERNAL, detail, nowNanos);
        } else if (state == LogonState.HOLDING || state == LogonState.REFRESHING || state == LogonState.SIGNING_OUT) {
            lose(currentStage(), Fault.OURS_INTERNAL, detail, nowNanos);
        }
    }

    private void lose(Stage stage, Fault fault, String detail, long nowNanos) {
        logon.fault(stage, fault, detail);
        to(LogonState.ENDED, nowNanos);
        sink.lost(logon);
        finish(nowNanos);
    }

    private void end(long nowNanos) {
        to(LogonState.ENDED, nowNanos);
        finish(nowNanos);
    }

    private void finish(long nowNanos) {
        io.sleep();
        io.disconnect();
        logon.end(nowNanos);
        sink.ended(logon);
        targets = List.of();
        addresses = List.of();
        to(LogonState.IDLE, nowNanos);
        io.over();
    }

    /** The one door: checks the edge, gives the time since the last change to the stage that was under way. */
    private void to(LogonState next, long nowNanos) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("no way from " + state + " to " + next);
        }
        @Nullable Stage stage = state.stage();
        if (stage != null && stage.ordinal() < Stage.LOGON.ordinal()) {
            logon.spent(stage, nowNanos - stateSinceNanos);
        }
        state = next;
        stateSinceNanos = nowNanos;
    }

    private Stage currentStage() {
        @Nullable Stage stage = state.stage();
        return stage == null ? Stage.LOGON : stage;
    }

    /** The server at hand; there is one from the first look-up of an address on. */
    Target target() {
        return targets.get(targetIndex);
    }

    // ---- what others may read ----

    public LogonState state() {
        return state;
    }

    /** CSeq of the REGISTER that is to be sent or was sent last. */
    public long cseq() {
        return cseq;
    }

    /** The record of this life. */
    public LogonRecord logon() {
        return logon;
    }
}
