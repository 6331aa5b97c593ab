package rollcall.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.LimitPlan;
import rollcall.sip.SipMessage;

/**
 * REGISTER and what comes back: success, challenge, redirect, refusal, on the way in as well as when something is renewed
 * or ended. A challenge is a step back and not a machine of its own; a redirect and a retry are fresh starts; each is
 * bounded by a count.
 */
final class RegisterExchange {
    private static final long SECOND = 1_000_000_000L;

    private final LogonMachine machine;
    private final SignedIn signedIn;
    private final Endpoint endpoint;
    private final Authenticator authenticator;
    private final Identity identity;
    private final Answer answer;

    private long cseq;
    private int redirects;
    private int challenges;
    private int retries;
    /** Whether another thread is at work, without which the challenge cannot be answered. */
    private boolean preparing;

    RegisterExchange(LogonMachine machine, SignedIn signedIn, Endpoint endpoint, Answer answer) {
        this.machine = machine;
        this.signedIn = signedIn;
        this.endpoint = endpoint;
        this.authenticator = endpoint.authenticator;
        this.identity = endpoint.identity;
        this.answer = answer;
    }

    /** A life or a new sign-in begins. */
    void clear() {
        cseq = 0;
        redirects = 0;
        challenges = 0;
        retries = 0;
        preparing = false;
    }

    /** CSeq of the REGISTER that is to be sent or was sent last. */
    long cseq() {
        return cseq;
    }

    /** Sends the next REGISTER: what for, the state says. */
    void register(LogonState next, long nowNanos) {
        machine.to(next, nowNanos);
        cseq++;
        LimitPlan limits = machine.rules.limits();
        boolean leaving = next == LogonState.SIGNING_OUT;
        machine.io.wakeAt(nowNanos + (leaving ? limits.signOutNanos() : limits.answerNanos()));
        machine.io.register(leaving);
    }

    /** An answer to a REGISTER. The message is lent for the call. */
    void onResponse(SipMessage response, long nowNanos) {
        // Without a branch (MOC sends none) CSeq is what ties an answer to its request: RFC 3261 §17.1.3, RFC 2543 §10.
        if (!machine.state().awaitsAnswer() || preparing || response.cseq() != cseq || response.status() < 200) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(response);
        if (unsigned != null) {
            machine.giveUp(unsigned, answer.describe(response), nowNanos);
            return;
        }
        int status = response.status();
        if (status < 300) {
            accepted(response, nowNanos);
        } else if (status == 401 || status == 407) {
            challenged(response, nowNanos);
        } else if ((status == 301 || status == 302) && machine.state().signingIn()) {
            redirected(response, nowNanos);
        } else {
            refused(response, nowNanos);
        }
    }

    private void accepted(SipMessage response, long nowNanos) {
        if (machine.state() == LogonState.SIGNING_OUT) {
            machine.answered(Stage.SIGN_OUT, nowNanos - machine.stateSinceNanos());
            machine.end(nowNanos);
            return;
        }
        if (machine.state() == LogonState.REFRESHING && answer.registeredAnew(response)) {
            // MS-SIPREGE 3.1.1.5.1: a refresh that is answered "added" or "fixed" means that the binding was lost
            machine.giveUp(Fault.LOST_REGISTRATION, answer.describe(response), nowNanos);
            return;
        }
        if (!answer.binding(response, identity)) {
            machine.giveUp(
                    machine.state().signingIn() ? Fault.SIP_NO_BINDING : Fault.LOST_REGISTRATION,
                    answer.describe(response),
                    nowNanos);
            return;
        }
        signedIn.granted(response, nowNanos);
        challenges = 0;
        retries = 0;
        if (machine.state() == LogonState.REFRESHING) {
            signedIn.renewed(Stage.REFRESH, nowNanos);
        } else if (machine.state() == LogonState.REAUTHENTICATING) {
            signedIn.renewed(Stage.REAUTHENTICATE, nowNanos);
        } else {
            if (answer.warnsOfVersion(response)) {
                machine.setback(machine.currentStage(), Fault.SIP_CLIENT_VERSION, answer.describe(response));
            }
            signedIn.begin(nowNanos);
        }
    }

    // ---- challenges ----

    private void challenged(SipMessage response, long nowNanos) {
        if (!machine.rules.gate().mayAuthenticate(endpoint.user)) {
            machine.giveUp(Fault.AUTH_NOT_TRIED, "", nowNanos);
            return;
        }
        if (machine.state() == LogonState.REFRESHING && authenticator.hasAssociation()) {
            // MS-SIPAE 3.2.2: signed, and yet asked who we are; everything begins anew
            machine.setback(Stage.REFRESH, Fault.AUTH_FORGOTTEN, answer.describe(response));
            authenticator.forget();
            machine.to(LogonState.REAUTHENTICATING, nowNanos);
        }
        @Nullable Fault fault = judge(response);
        if (fault != null) {
            if (fault == Fault.AUTH_REFUSED) {
                machine.rules.gate().refused(endpoint.user);
            }
            machine.giveUp(
                    fault,
                    fault == Fault.AUTH_NO_COMMON_SCHEME ? authenticator.offered(response) : answer.describe(response),
                    nowNanos);
            return;
        }
        if (challenges == 1 && authenticator.clockIsOff(answer.dateSeconds(response))) {
            machine.sink.setback(
                    machine.logon(),
                    machine.currentStage(),
                    Fault.AUTH_CLOCK_SKEW,
                    authenticator.clocks(answer.dateSeconds(response)));
        }
        if (!authenticator.mustPrepare()) {
            answerChallenge(nowNanos);
            return;
        }
        if (machine.state().signingIn()) {
            machine.to(LogonState.TICKETING, nowNanos);
        }
        preparing = true;
        machine.io.wakeAt(nowNanos + machine.rules.limits().answerNanos());
        machine.io.prepare();
    }

    /** Whether a challenge can be answered; null: it can. */
    private @Nullable Fault judge(SipMessage response) {
        if (++challenges > machine.rules.limits().maxChallenges()) {
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
    void onPrepared(long nowNanos) {
        if (!preparing) {
            return; // it took too long
        }
        preparing = false;
        @Nullable Fault fault = authenticator.prepared();
        if (fault != null) {
            if (fault == Fault.AUTH_REFUSED) {
                machine.rules.gate().refused(endpoint.user);
            }
            machine.giveUp(fault, authenticator.unprepared(), nowNanos);
            return;
        }
        if (authenticator.fellBack()) {
            fellBack(nowNanos);
        } else {
            answerChallenge(nowNanos);
        }
    }

    private void fellBack(long nowNanos) {
        machine.setback(Stage.TICKET, Fault.AUTH_NO_TICKET, authenticator.unprepared());
        answerChallenge(nowNanos);
    }

    /** An answer, or what another thread does before the next request, has taken too long. */
    void onTimeout(long nowNanos) {
        String waited = LogonMachine.waited(machine.rules.limits().answerNanos());
        if (!preparing) {
            machine.giveUp(machine.state().signedIn() ? Fault.LOST_TIMEOUT : Fault.SIP_TIMEOUT, waited, nowNanos);
        } else if (authenticator.fallBack()) {
            preparing = false;
            fellBack(nowNanos);
        } else {
            machine.giveUp(Fault.AUTH_NO_TICKET, waited, nowNanos);
        }
    }

    private void answerChallenge(long nowNanos) {
        if (!machine.state().signingIn()) {
            register(machine.state(), nowNanos);
        } else if (authenticator.nextStage() == Stage.CHALLENGE) {
            register(LogonState.CHALLENGING, nowNanos);
        } else {
            register(LogonState.AUTHENTICATING, nowNanos);
        }
    }

    // ---- other answers ----

    /** To the home pool: a fresh start there, with nothing kept but the user (as pidgin-sipe does it). */
    private void redirected(SipMessage response, long nowNanos) {
        if (++redirects > machine.rules.limits().maxRedirects()) {
            machine.giveUp(Fault.REDIRECT_LIMIT, answer.describe(response), nowNanos);
            return;
        }
        @Nullable Target home = answer.redirectTarget(response);
        if (home == null) {
            machine.giveUp(Fault.REDIRECT_UNUSABLE, answer.describe(response), nowNanos);
            return;
        }
        startAfresh();
        machine.walk.tryTargets(List.of(home), nowNanos);
    }

    private void startAfresh() {
        machine.io.disconnect();
        machine.io.newLogin();
        challenges = 0;
        cseq = 0;
    }

    /** A server that is busy or cannot reach another one is asked again after a while; anything else is final. */
    private void refused(SipMessage response, long nowNanos) {
        Fault fault = Refusal.of(response.status(), answer.errorId(response));
        String detail = answer.describe(response);
        if (!Refusal.comesBack(fault) || retries >= machine.rules.limits().maxRetries() || machine.isStopped()) {
            machine.giveUp(fault, detail, nowNanos);
            return;
        }
        long againNanos = nowNanos + pauseNanos(answer.retryAfterSeconds(response));
        if (machine.state().signingIn()) {
            retries++;
            machine.setback(machine.currentStage(), fault, detail);
            startAfresh();
            machine.to(LogonState.WAITING, nowNanos);
            machine.io.wakeAt(againNanos);
        } else if (machine.state() == LogonState.REFRESHING && signedIn.canRefreshAt(againNanos)) {
            retries++;
            machine.setback(Stage.REFRESH, fault, detail);
            signedIn.hold(nowNanos);
        } else {
            machine.giveUp(fault, detail, nowNanos);
        }
    }

    /** As long as the server wants, and up to half as long again, so that those it sent away do not return together. */
    private long pauseNanos(long retryAfterSeconds) {
        LimitPlan limits = machine.rules.limits();
        long wanted = retryAfterSeconds < 0 ? limits.retryNanos() : retryAfterSeconds * SECOND;
        long pause = Math.min(wanted, limits.mostRetryNanos());
        return pause + (long) ((identity.nextRandom() >>> 11) * 0x1p-53 * pause / 2);
    }
}
