package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.WebPlan;
import rollcall.sip.SipMessage;
import rollcall.web.WebResult;

/** The signed-in part of a client's life: its times, its subscriptions, what the server sends of its own accord. */
final class SignedIn {
    private final LogonMachine machine;
    private final Endpoint endpoint;
    private final Authenticator authenticator;
    private final Answer answer;
    private final Stay stay;
    /** Null in a plan whose clients do nothing but register. */
    private final @Nullable Presence presence;
    /** Null in a plan whose clients fetch nothing. */
    private final @Nullable WebErrands web;

    /** When the client last left {@link LogonState#HOLDING} to renew something. */
    private long renewalSinceNanos;

    SignedIn(LogonMachine machine, RequestTemplates templates, Endpoint endpoint, Answer answer) {
        this.machine = machine;
        this.endpoint = endpoint;
        this.authenticator = endpoint.authenticator;
        this.answer = answer;
        this.stay = new Stay(machine.rules.session());
        this.presence =
                Presence.isWanted(machine.rules.session()) ? new Presence(machine, templates, endpoint, answer) : null;
        WebPlan webPlan = machine.rules.session().web();
        this.web = webPlan == null ? null : new WebErrands(machine, webPlan, endpoint.identity, answer);
    }

    /** A life or a new sign-in begins. */
    void clear() {
        if (presence != null) {
            presence.clear();
        }
        if (web != null) {
            web.clear();
        }
    }

    /** A stay that counts from when everybody had arrived ends then. */
    void leaveAllAt(long nanos) {
        if (machine.rules.session().stayFrom() == StayFrom.ALL_SIGNED_IN) {
            stay.leaveAt(nanos);
            replan();
        }
    }

    /** When the client leaves, as far as that is known. */
    long leaveNanos() {
        return stay.leaveNanos();
    }

    void leaveNoLaterThan(long nanos) {
        stay.leaveNoLaterThan(nanos);
        replan();
    }

    private void replan() {
        if (machine.state() == LogonState.HOLDING) {
            planWake();
        }
    }

    @Nullable
    Presence presence() {
        return presence;
    }

    @Nullable
    WebErrands web() {
        return web;
    }

    /** The 200 of a sign-in, the first or one after a loss; the stay goes on as if there had been no loss. */
    void begin(long nowNanos) {
        LogonRecord logon = machine.logon();
        machine.to(LogonState.HOLDING, nowNanos);
        machine.walk.settle();
        machine.io.settled();
        associated(nowNanos);
        if (logon.isAway()) {
            machine.answered(Stage.COME_BACK, nowNanos - logon.droppedNanos());
            machine.sink.returned(logon);
            logon.returned();
        } else {
            logon.signedIn(nowNanos);
            stay.begin(nowNanos);
            machine.sink.signedIn(logon); // may tell everybody, us included, that all are in, or that all must leave
        }
        if (machine.state() != LogonState.HOLDING) {
            return;
        }
        hold(nowNanos);
        if (presence != null && machine.state() == LogonState.HOLDING) {
            presence.begin(nowNanos);
            planWake();
        }
    }

    /** Reads from a 200 for how long the registration holds and how often the server wants to hear from us. */
    void granted(SipMessage response, long nowNanos) {
        stay.registered(answer.expiresSeconds(), nowNanos);
        if (presence != null) {
            endpoint.gruu = answer.gruu();
        }
        if (web != null) {
            web.registered(response);
        }
        long keepAliveSeconds = answer.keepAliveSeconds(response);
        stay.keepAlive(keepAliveSeconds < 0 ? machine.rules.profile().keepAliveSeconds() : keepAliveSeconds);
    }

    private void associated(long nowNanos) {
        if (authenticator.hasAssociation()) {
            stay.authenticated(authenticator.lifeSeconds(), nowNanos);
        } else {
            stay.unauthenticated();
        }
    }

    /** A renewal has come to its 200. */
    void renewed(Stage stage, long nowNanos) {
        machine.answered(stage, nowNanos - renewalSinceNanos);
        if (stage == Stage.REAUTHENTICATE) {
            associated(nowNanos);
        }
        hold(nowNanos);
    }

    /** The server wants the renewal later. @return whether the registration lasts until then */
    boolean canRefreshAt(long nanos) {
        return stay.refreshAgainAt(nanos);
    }

    /** Nothing is under way but what {@link Presence} has sent. */
    void hold(long nowNanos) {
        if (machine.state() != LogonState.HOLDING) {
            machine.to(LogonState.HOLDING, nowNanos);
        }
        stay.spoke(nowNanos);
        if (machine.isStopped()) {
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
        long askedNanos = presence == null ? stayNanos : Math.min(stayNanos, presence.nextNanos());
        machine.io.wakeAt(web == null ? askedNanos : Math.min(askedNanos, web.nextNanos()));
    }

    /** The time that was planned has come. */
    void wake(long nowNanos) {
        switch (stay.due(nowNanos)) {
            case LEAVE -> leave(nowNanos);
            case REAUTHENTICATE -> reauthenticate(nowNanos);
            case REFRESH -> {
                renewalSinceNanos = nowNanos;
                machine.exchange.register(LogonState.REFRESHING, nowNanos);
            }
            case KEEP_ALIVE -> {
                machine.io.keepAlive();
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
        if (web != null) {
            web.wake(nowNanos);
        }
        planWake();
    }

    /** MS-SIPAE 3.2.2: an unsigned REGISTER on the same Call-ID, and everything from the beginning. */
    private void reauthenticate(long nowNanos) {
        authenticator.forget();
        renewalSinceNanos = nowNanos;
        machine.exchange.register(LogonState.REAUTHENTICATING, nowNanos);
    }

    void leave(long nowNanos) {
        if (machine.rules.session().signOut()) {
            if (presence != null) {
                presence.leave(nowNanos);
            }
            machine.exchange.register(LogonState.SIGNING_OUT, nowNanos);
        } else {
            machine.end(nowNanos);
        }
    }

    /** A request from the server; answering it is the session's affair, what it means for the registration is ours. */
    void onRequest(SipMessage request, long nowNanos) {
        if (!machine.state().signedIn()) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(request);
        if (unsigned == Fault.AUTH_BAD_SIGNATURE) {
            machine.giveUp(unsigned, answer.headline(request), nowNanos);
        } else if (unsigned != null) {
            machine.setback(Stage.HOLD, unsigned, answer.headline(request)); // and taken for nothing
        } else if (answer.deregisters(request)) {
            machine.giveUp(Fault.LOST_DEREGISTERED, answer.bodyText(request), nowNanos);
        }
    }

    /** What was to be fetched has been, or has not. */
    void onFetched(Stage stage, WebResult result, long nowNanos) {
        if (web != null && machine.state().signedIn()) {
            web.done(stage, result, nowNanos);
            replan();
        }
    }

    /** An answer to what was sent in a slot of {@link Presence}. The message is lent for the call. */
    void onAnswer(int slot, SipMessage response, long nowNanos) {
        Presence own = presence;
        boolean leaving = machine.state() == LogonState.SIGNING_OUT;
        if (own == null || !(machine.state().signedIn() || leaving) || response.status() < 200) {
            return;
        }
        @Nullable Fault unsigned = authenticator.verify(response);
        if (unsigned == Fault.AUTH_BAD_SIGNATURE) {
            machine.giveUp(unsigned, answer.describe(response), nowNanos);
            return;
        }
        if (leaving) {
            own.ended(slot, unsigned, response);
        } else if (unsigned != null) {
            own.refused(slot, unsigned, answer.describe(response), nowNanos);
        } else if (own.onResponse(slot, response, nowNanos) && machine.state() == LogonState.HOLDING) {
            // MS-SIPAE 3.2.2: the association is gone; what was refused is sent again when there is a new one
            machine.setback(Stage.HOLD, Fault.AUTH_FORGOTTEN, answer.describe(response));
            reauthenticate(nowNanos);
        }
        if (machine.state() == LogonState.HOLDING) {
            planWake();
        }
    }
}
