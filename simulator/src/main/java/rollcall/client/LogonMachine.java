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
    private final Endpoint endpoint;
    private final Identity identity;
    private final Answer answer;
    private final LogonRecord logon = new LogonRecord();
    private final Candidates candidates = new Candidates();
    private final Stay stay;
    /** Null in a plan whose clients do nothing but register. */
    private final @Nullable Presence presence;

    private LogonState state = LogonState.IDLE;
    private long stateSinceNanos;
    /** When the client last left {@link LogonState#HOLDING} to renew something. */
    private long renewalSinceNanos;

    private int redirects;
    private int challenges;
    private int retries;
    private long cseq;
    private boolean preparing;
    private boolean stopped;

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
        this.authenticator = endpoint.authenticator;
        this.endpoint = endpoint;
        this.identity = endpoint.identity;
        this.answer = answer;
        this.stay = new Stay(rules.session());
        this.presence = Presence.isWanted(rules.session())
                ? new Presence(rules, templates, io, sink, answer, logon, identity)
                : null;
    }

    // ---- orders from the engine ----

    /** A life begins. The endpoint knows who it is, the authenticator has been given the user's credentials. */
    public void start(int arrival, String addressOfRecord, long dueNanos, long nowNanos) {
        redirects = 0;
        challenges = 0;
        retries = 0;
        cseq = 0;
        preparing = false;
        stopped = false;
        stateSinceNanos = nowNanos;
        if (presence != null) {
            presence.clear();
        }
        logon.begin(arrival, addressOfRecord, dueNanos, nowNanos);
        sink.started(logon);
        io.begun(logon);
        locate(nowNanos);
    }

    private void locate(long nowNanos) {
        if (rules.target() instanceof TargetPlan.Server server) {
            tryTargets(List.of(new Target(server.host(), server.port(), server.transport(), "manual")), nowNanos);
        } else {
            to(LogonState.LOCATING, nowNanos);
            io.locate(logon.user().substring(logon.user().indexOf('@') + 1));
        }
    }

    /** Everybody who was to arrive has arrived: a stay that counts from then on begins. */
    public void allSignedIn(long leaveAtNanos) {
        if (rules.session().stayFrom() == StayFrom.ALL_SIGNED_IN) {
            stay.leaveAt(leaveAtNanos);
            if (state == LogonState.HOLDING) {
                planWake();
            }
        }
    }

    /** The run ends early, but not all at once: a signed-in client leaves at this time. */
    public void leaveAt(long nanos) {
        stay.leaveNoLaterThan(nanos);
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
            candidates.addresses(found);
            connect(nowNanos);
        }
    }

    public void onNotResolved(Fault fault, String detail, long nowNanos) {
        if (state == LogonState.RESOLVING) {
            candidates.addresses(List.of());
            nextServer(Stage.DNS, fault, detail, nowNanos);
        }
    }

    private void tryTargets(List<Target> found, long nowNanos) {
        candidates.targets(found);
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
        InetAddress address = candidates.address();
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
        Candidates.Next next = candidates.advance();
        if (next == Candidates.Next.NONE) {
            fail(stage, fault, detail, nowNanos);
            return;
        }
        sink.setback(logon, stage, fault, detail);
        io.disconnect();
        if (next == Candidates.Next.ADDRESS) {
            connect(nowNanos);
        } else {
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
            case REGISTERING, CHALLENGING, TICKETING, AUTHENTICATING, SIGNING_OUT ->
                giveUp(reset ? Fault.SIP_RESET : Fault.SIP_CLOSED, detail, nowNanos);
            case HOLDING, REFRESHING, REAUTHENTICATING ->
                giveUp(reset ? Fault.LOST_RESET : Fault.LOST_CLOSED, detail, nowNanos);
            case IDLE, LOCATING, RESOLVING, WAITING, ENDED -> {}
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
            case CONNECTING ->
                nextServer(Stage.CONNECT, Fault.CONNECT_TIMEOUT, waited(limits.connectNanos()), nowNanos);
            case SECURING -> nextServer(Stage.TLS, Fault.TLS_TIMEOUT, waited(limits.tlsNanos()), nowNanos);
            case REGISTERING, CHALLENGING, AUTHENTICATING, REFRESHING, REAUTHENTICATING, TICKETING ->
                giveUp(preparing ? Fault.AUTH_NO_TICKET : Fault.SIP_TIMEOUT, waited(limits.answerNanos()), nowNanos);
            case SIGNING_OUT -> giveUp(Fault.SIP_TIMEOUT, waited(limits.signOutNanos()), nowNanos);
            case WAITING -> locate(nowNanos);
            case HOLDING -> wake(nowNanos);
            case IDLE, LOCATING, RESOLVING, ENDED -> {}
        }
    }

    static String waited(long nanos) {
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

    /** An answer to a REGISTER. The message is lent for the call. */
    public void onResponse(SipMessage response, long nowNanos) {
        // Without a branch (MOC sends none) CSeq is what ties an answer to its request: RFC 3261 §17.1.3, RFC 2543 §10.
        if (!state.awaitsAnswer() || preparing || response.cseq() != cseq || response.status() < 200) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(response);
        if (unsigned != null) {
            giveUp(unsigned, answer.describe(response), nowNanos);
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
            refused(response, nowNanos);
        }
    }

    private void accepted(SipMessage response, long nowNanos) {
        if (state == LogonState.SIGNING_OUT) {
            sink.answered(logon, Stage.SIGN_OUT, nowNanos - stateSinceNanos);
            end(nowNanos);
            return;
        }
        if (state == LogonState.REFRESHING && answer.registeredAnew(response)) {
            // MS-SIPREGE 3.1.1.5.1: a refresh that is answered "added" or "fixed" means that the binding was lost
            giveUp(Fault.LOST_REGISTRATION, answer.describe(response), nowNanos);
            return;
        }
        if (!answer.binding(response, identity)) {
            giveUp(
                    state.signingIn() ? Fault.SIP_NO_BINDING : Fault.LOST_REGISTRATION,
                    answer.describe(response),
                    nowNanos);
            return;
        }
        stay.registered(answer.expiresSeconds(), nowNanos);
        if (presence != null) {
            endpoint.gruu = answer.gruu();
        }
        long keepAliveSeconds = answer.keepAliveSeconds(response);
        stay.keepAlive(keepAliveSeconds < 0 ? rules.profile().keepAliveSeconds() : keepAliveSeconds);
        if (state == LogonState.REFRESHING) {
            sink.answered(logon, Stage.REFRESH, nowNanos - renewalSinceNanos);
            hold(nowNanos);
        } else if (state == LogonState.REAUTHENTICATING) {
            sink.answered(logon, Stage.REAUTHENTICATE, nowNanos - renewalSinceNanos);
            authenticated(nowNanos);
            hold(nowNanos);
        } else {
            if (answer.warnsOfVersion(response)) {
                sink.setback(logon, currentStage(), Fault.SIP_CLIENT_VERSION, answer.describe(response));
            }
            signedIn(nowNanos);
        }
    }

    private void authenticated(long nowNanos) {
        if (authenticator.hasAssociation()) {
            stay.authenticated(authenticator.lifeSeconds(), nowNanos);
        } else {
            stay.unauthenticated();
        }
    }

    // ---- challenges ----

    private void challenged(SipMessage response, long nowNanos) {
        if (!rules.gate().mayAuthenticate(endpoint.user)) {
            giveUp(Fault.AUTH_NOT_TRIED, "", nowNanos);
            return;
        }
        if (state == LogonState.REFRESHING && authenticator.hasAssociation()) {
            // MS-SIPAE 3.2.2: signed, and yet asked who we are; everything begins anew
            sink.setback(logon, Stage.REFRESH, Fault.AUTH_FORGOTTEN, answer.describe(response));
            authenticator.forget();
            to(LogonState.REAUTHENTICATING, nowNanos);
        }
        @Nullable Fault fault = judge(response);
        if (fault != null) {
            if (fault == Fault.AUTH_REFUSED) {
                rules.gate().refused(endpoint.user);
            }
            giveUp(
                    fault,
                    fault == Fault.AUTH_NO_COMMON_SCHEME ? authenticator.offered(response) : answer.describe(response),
                    nowNanos);
            return;
        }
        if (challenges == 1 && authenticator.clockIsOff(answer.dateSeconds(response))) {
            sink.setback(
                    logon, currentStage(), Fault.AUTH_CLOCK_SKEW, authenticator.clocks(answer.dateSeconds(response)));
        }
        if (!authenticator.mustPrepare()) {
            answerChallenge(nowNanos);
            return;
        }
        if (state.signingIn()) {
            to(LogonState.TICKETING, nowNanos);
        }
        preparing = true;
        io.wakeAt(nowNanos + rules.limits().answerNanos());
        io.prepare();
    }

    /** Whether a challenge can be answered; null: it can. */
    private @Nullable Fault judge(SipMessage response) {
        if (++challenges > rules.limits().maxChallenges()) {
            return Fault.AUTH_LIMIT;
        }
        boolean answered = authenticator.sentCredentials();
        @Nullable Fault fault = authenticator.challenged(response);
        boolean refused = fault == Fault.AUTH_REFUSED
                // a 401 that asks for nothing any more: the credentials were looked at, and refused (ms-diagnostics
                // 1000)
                || (fault == Fault.AUTH_NO_COMMON_SCHEME && answered);
        if (!refused) {
            return fault;
        }
        return answer.errorId(response) == Refusal.CLOCK_SKEW ? Fault.AUTH_CLOCK_SKEW : Fault.AUTH_REFUSED;
    }

    /** What {@link LogonIo#prepare} ordered has been done, well or not. */
    public void onPrepared(long nowNanos) {
        if (!preparing) {
            return; // it took too long
        }
        preparing = false;
        @Nullable Fault fault = authenticator.prepared();
        if (fault != null) {
            if (fault == Fault.AUTH_REFUSED) {
                rules.gate().refused(endpoint.user);
            }
            giveUp(fault, authenticator.unprepared(), nowNanos);
            return;
        }
        if (authenticator.fellBack()) {
            sink.setback(logon, Stage.TICKET, Fault.AUTH_NO_TICKET, authenticator.unprepared());
        }
        answerChallenge(nowNanos);
    }

    private void answerChallenge(long nowNanos) {
        if (!state.signingIn()) {
            register(state, nowNanos);
        } else if (authenticator.nextStage() == Stage.CHALLENGE) {
            register(LogonState.CHALLENGING, nowNanos);
        } else {
            register(LogonState.AUTHENTICATING, nowNanos);
        }
    }

    // ---- other answers ----

    /** To the home pool: a fresh start there, with nothing kept but the user (protocol sheet 6.2). */
    private void redirected(SipMessage response, long nowNanos) {
        if (++redirects > rules.limits().maxRedirects()) {
            giveUp(Fault.REDIRECT_LIMIT, answer.describe(response), nowNanos);
            return;
        }
        @Nullable Target home = answer.redirectTarget(response);
        if (home == null) {
            giveUp(Fault.REDIRECT_UNUSABLE, answer.describe(response), nowNanos);
            return;
        }
        startAfresh();
        tryTargets(List.of(home), nowNanos);
    }

    private void startAfresh() {
        io.disconnect();
        io.newLogin();
        challenges = 0;
        cseq = 0;
    }

    /** A server that is busy or cannot reach another one is asked again after a while; anything else is final. */
    private void refused(SipMessage response, long nowNanos) {
        Fault fault = Refusal.of(response.status(), answer.errorId(response));
        String detail = answer.describe(response);
        if (!Refusal.comesBack(fault) || retries >= rules.limits().maxRetries() || stopped) {
            giveUp(fault, detail, nowNanos);
            return;
        }
        long againNanos = nowNanos + pauseNanos(answer.retryAfterSeconds(response));
        if (state.signingIn()) {
            retries++;
            sink.setback(logon, currentStage(), fault, detail);
            startAfresh();
            to(LogonState.WAITING, nowNanos);
            io.wakeAt(againNanos);
        } else if (state == LogonState.REFRESHING && stay.refreshAgainAt(againNanos)) {
            retries++;
            sink.setback(logon, Stage.REFRESH, fault, detail);
            hold(nowNanos);
        } else {
            giveUp(fault, detail, nowNanos);
        }
    }

    /** As long as the server wants, and up to half as long again, so that those it sent away do not return together. */
    private long pauseNanos(long retryAfterSeconds) {
        LimitPlan limits = rules.limits();
        long wanted = retryAfterSeconds < 0 ? limits.retryNanos() : retryAfterSeconds * SECOND;
        long pause = Math.min(wanted, limits.mostRetryNanos());
        return pause + (long) ((identity.nextRandom() >>> 11) * 0x1p-53 * pause / 2);
    }

    // ---- signed in ----

    private void signedIn(long nowNanos) {
        to(LogonState.HOLDING, nowNanos);
        logon.signedIn(nowNanos);
        stay.begin(nowNanos);
        authenticated(nowNanos);
        sink.signedIn(logon); // may tell everybody, us included, that all are in: allSignedIn
        hold(nowNanos);
        if (presence != null && state == LogonState.HOLDING) {
            presence.begin(nowNanos);
            planWake();
        }
    }

    private void hold(long nowNanos) {
        if (state != LogonState.HOLDING) {
            to(LogonState.HOLDING, nowNanos);
        }
        challenges = 0;
        stay.spoke(nowNanos);
        if (stopped) {
            leave(nowNanos);
            return;
        }
        if (presence != null) {
            presence.resume(nowNanos);
        }
        planWake();
    }

    private void planWake() {
        long stayNanos = stay.nextNanos();
        io.wakeAt(presence == null ? stayNanos : Math.min(stayNanos, presence.nextNanos()));
    }

    private void wake(long nowNanos) {
        switch (stay.due(nowNanos)) {
            case LEAVE -> leave(nowNanos);
            case REAUTHENTICATE -> reauthenticate(nowNanos);
            case REFRESH -> {
                renewalSinceNanos = nowNanos;
                register(LogonState.REFRESHING, nowNanos);
            }
            case KEEP_ALIVE -> {
                io.keepAlive();
                stay.spoke(nowNanos);
                lookAfterPresence(nowNanos);
            }
            case NOTHING -> lookAfterPresence(nowNanos);
        }
    }

    private void lookAfterPresence(long nowNanos) {
        if (presence != null) {
            presence.wake(nowNanos);
        }
        planWake();
    }

    /** MS-SIPAE 3.2.2: an unsigned REGISTER on the same Call-ID, and everything from the beginning. */
    private void reauthenticate(long nowNanos) {
        authenticator.forget();
        renewalSinceNanos = nowNanos;
        register(LogonState.REAUTHENTICATING, nowNanos);
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
        if (!state.signedIn()) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(request);
        if (unsigned == Fault.AUTH_BAD_SIGNATURE) {
            giveUp(unsigned, answer.headline(request), nowNanos);
        } else if (unsigned != null) {
            sink.setback(logon, Stage.HOLD, unsigned, answer.headline(request)); // and taken for nothing
        } else if (answer.deregisters(request)) {
            giveUp(Fault.LOST_DEREGISTERED, answer.bodyText(request), nowNanos);
        }
    }

    /** An answer to what was sent in a slot of {@link Presence}. The message is lent for the call. */
    public void onAnswer(int slot, SipMessage response, long nowNanos) {
        Presence own = presence;
        if (own == null || !state.signedIn() || response.status() < 200) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(response);
        if (unsigned == Fault.AUTH_BAD_SIGNATURE) {
            giveUp(unsigned, answer.describe(response), nowNanos);
            return;
        }
        if (unsigned != null) {
            own.refused(slot, unsigned, answer.describe(response), nowNanos);
        } else if (own.onResponse(slot, response, nowNanos) && state == LogonState.HOLDING) {
            // MS-SIPAE 3.2.2: the association is gone; what was refused is sent again when there is a new one
            sink.setback(logon, Stage.HOLD, Fault.AUTH_FORGOTTEN, answer.describe(response));
            reauthenticate(nowNanos);
        }
        if (state == LogonState.HOLDING) {
            planWake();
        }
    }

    /** The slot of {@link Presence} whose request has this Call-ID; -1: none. */
    int slotOf(byte[] array, int offset, int length, byte[] scratch) {
        return presence == null ? -1 : presence.slotOf(array, offset, length, scratch);
    }

    // ---- ends ----

    /** This cannot go on: it ends the sign-in, the stay, or just the polite good-bye, and is counted as that. */
    private void giveUp(Fault fault, String detail, long nowNanos) {
        if (state.signingIn()) {
            fail(currentStage(), fault, detail, nowNanos);
        } else if (state == LogonState.SIGNING_OUT) {
            sink.setback(logon, Stage.SIGN_OUT, fault, detail);
            end(nowNanos);
        } else {
            lose(currentStage(), fault, detail, nowNanos);
        }
    }

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
        } else if (state.signedIn() || state == LogonState.SIGNING_OUT) {
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
        candidates.clear();
        preparing = false;
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

    Target target() {
        return candidates.target();
    }

    // ---- what others may read ----

    public LogonState state() {
        return state;
    }

    /** What the signed-in client asks for; null in a plan whose clients do nothing but register. */
    @Nullable
    Presence presence() {
        return presence;
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
