package rollcall.client;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.client.RequestTemplates.Request;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.SessionPlan;
import rollcall.sip.SipMessage;
import rollcall.web.Provisioning.Service;

/**
 * What a signed-in client does besides being registered: its subscriptions, the presence of its contacts, its own
 * presence. Decides what is to be sent and what an answer means; no I/O of its own. Each request has a slot, its dialog
 * is made of the slot's number, and at most one is under way in a slot.
 *
 * <p>A request that is refused or not answered is a setback and not the end of the client: a real one goes on as well.
 */
final class Presence {
    private static final String CONTACT_LIST = "vnd-microsoft-roaming-contacts";
    private static final String OWN_DATA = "vnd-microsoft-roaming-self";
    private static final String PROVISIONING = "vnd-microsoft-provisioning-v2";

    /** How many publications the body of {@code publish} has. */
    static final int PUBLICATIONS = 5;

    /** After so many conflicts somebody else is publishing in a loop, or we are. */
    private static final int MOST_ATTEMPTS = 4;

    private enum Step {
        NOT_WANTED,
        TO_BE_SENT,
        SENT,
        DONE
    }

    private final LogonMachine machine;
    private final SessionPlan session;
    private final Endpoint endpoint;
    private final Answer answer;
    private final List<Request> subscriptions;
    private final Request contactsRequest;
    private final Request publishRequest;
    private final Request mrasRequest;
    /** Where credentials for the media relay are asked for, once it is known. */
    private String mrasUri = "";

    private final Step[] steps;
    private final long[] sentNanos;
    private final byte[] attempts;
    private final int[] versions = new int[PUBLICATIONS];
    private final Dialogs dialogs;
    private boolean leaving;

    Presence(LogonMachine machine, RequestTemplates templates, Endpoint endpoint, Answer answer) {
        this.machine = machine;
        this.session = machine.rules.session();
        this.endpoint = endpoint;
        this.answer = answer;
        subscriptions = templates.subscriptions();
        contactsRequest = templates.contacts();
        publishRequest = templates.publish();
        mrasRequest = templates.mras();
        steps = new Step[session.web() == null ? mrasSlot() : mrasSlot() + 1];
        sentNanos = new long[steps.length];
        attempts = new byte[steps.length];
        dialogs = new Dialogs(session, answer, steps.length);
    }

    /** Whether a plan asks for any of this. */
    static boolean isWanted(SessionPlan session) {
        return session.subscribe() || session.contacts() > 0;
    }

    /** A life or a new sign-in begins. */
    void clear() {
        Arrays.fill(steps, Step.NOT_WANTED);
        Arrays.fill(attempts, (byte) 0);
        Arrays.fill(versions, 0);
        dialogs.clear();
        leaving = false;
    }

    /** The client has signed in: subscribes to everything at once. */
    void begin(long nowNanos) {
        boolean listFirst = false;
        if (session.subscribe()) {
            for (int slot = 0; slot < subscriptions.size(); slot++) {
                listFirst |= isContactList(slot);
                send(slot, nowNanos);
            }
        }
        if (!listFirst) {
            watchContacts(nowNanos);
        }
    }

    private void watchContacts(long nowNanos) {
        if (session.contacts() > 0 && steps[contactsSlot()] == Step.NOT_WANTED) {
            send(contactsSlot(), nowNanos);
        }
    }

    /** Sends again what a new security association is needed for. */
    void resume(long nowNanos) {
        for (int slot = 0; slot < steps.length; slot++) {
            if (steps[slot] == Step.TO_BE_SENT) {
                send(slot, nowNanos);
            }
        }
    }

    private void send(int slot, long nowNanos) {
        Dialog known = dialogs.at(slot);
        if (known != null) {
            known.cseq++;
        }
        steps[slot] = Step.SENT;
        sentNanos[slot] = nowNanos;
        machine.io.request(slot);
    }

    // ---- answers ----

    /**
     * An answer to what was sent in a slot; the message is lent, its signature is right.
     *
     * @return whether the server has forgotten the security association: the request waits for {@link #resume}
     */
    boolean onResponse(int slot, SipMessage response, long nowNanos) {
        int status = response.status();
        if (status < 300) {
            steps[slot] = Step.DONE;
            machine.answered(stage(slot), nowNanos - sentNanos[slot]);
            Dialog known = dialogs.at(slot);
            if (known != null) {
                dialogs.renewed(known, response, nowNanos);
                return false;
            }
            if (isSubscription(slot)
                    && !dialogs.begin(slot, response, endpoint.userUri, nowNanos, machine.leaveNanos())) {
                setback(slot, Fault.SIP_TOO_LARGE, "Record-Route names more than a client follows");
            }
            succeeded(slot, response, nowNanos);
        } else if (status == 401 || status == 407) {
            steps[slot] = Step.TO_BE_SENT;
            return true;
        } else if (status == 481 && tryAgain(slot)) {
            dialogs.forget(slot);
            setback(slot, Fault.SIP_NO_DIALOG, answer.describe(response));
            send(slot, nowNanos);
        } else if (status == 409 && slot == publishSlot() && tryAgain(slot)) {
            setback(slot, Fault.SIP_VERSION_CONFLICT, answer.describe(response));
            answer.publications().readConflict(response, versions);
            send(slot, nowNanos);
        } else {
            refused(slot, Refusal.of(status, answer.errorId(response)), answer.describe(response), nowNanos);
        }
        return false;
    }

    /** There is no way to a usable answer in this slot. */
    void refused(int slot, Fault fault, String detail, long nowNanos) {
        setback(slot, fault, detail);
        steps[slot] = Step.DONE;
        dialogs.forget(slot);
        if (isContactList(slot)) {
            watchContacts(
                    nowNanos); // a pool whose users keep their contacts elsewhere knows about their presence all the
            // same
        }
    }

    // ---- the end ----

    /** The client signs out: ends its subscriptions, if it is one that does. The answers are not waited for. */
    void leave(long nowNanos) {
        leaving = true;
        for (int slot = 0; slot < steps.length; slot++) {
            if (session.unsubscribe() && steps[slot] == Step.DONE && dialogs.at(slot) != null) {
                send(slot, nowNanos);
            }
        }
    }

    /** Whether requests in dialogs are the last ones there. */
    boolean isLeaving() {
        return leaving;
    }

    /** An answer that comes when the client is leaving: to the end of a subscription, or too late to be of use. */
    void ended(int slot, @Nullable Fault unsigned, SipMessage response) {
        if (dialogs.at(slot) == null) {
            return;
        }
        steps[slot] = Step.DONE;
        dialogs.forget(slot);
        int status = response.status();
        if (unsigned != null || status >= 300) {
            Fault fault = unsigned == null ? Refusal.of(status, answer.errorId(response)) : unsigned;
            setback(slot, fault, answer.describe(response));
        }
    }

    private void succeeded(int slot, SipMessage response, long nowNanos) {
        if (isContactList(slot)) {
            watchContacts(nowNanos);
        } else if (slot < subscriptions.size()
                && subscriptions.get(slot).event().equals(OWN_DATA)) {
            answer.publications().readOwn(response, endpoint.identity, versions);
            if (session.publish()) {
                send(publishSlot(), nowNanos);
            }
        } else if (slot < subscriptions.size()
                && subscriptions.get(slot).event().equals(PROVISIONING)) {
            WebErrands web = machine.web();
            if (web != null) {
                web.provisioned(response, nowNanos);
                askForMediaRelay(web, response, nowNanos);
            }
        } else if (slot == mrasSlot()) {
            String trouble = answer.mediaRelay().trouble(response);
            if (trouble != null) {
                setback(slot, Fault.MRAS_REFUSED, trouble);
            }
        }
    }

    private void askForMediaRelay(WebErrands web, SipMessage response, long nowNanos) {
        if (!web.wantsMediaRelay()) {
            return;
        }
        String uri = answer.provisioned(response, Service.MEDIA_RELAY, web.isOutside());
        if (uri == null || !MediaRelay.isUri(uri)) {
            setback(mrasSlot(), Fault.MRAS_NO_URI, uri == null ? "mrasUri is missing" : "this is no SIP URI: " + uri);
            return;
        }
        mrasUri = uri;
        send(mrasSlot(), nowNanos);
    }

    private boolean tryAgain(int slot) {
        return ++attempts[slot] < MOST_ATTEMPTS;
    }

    private void setback(int slot, Fault fault, String detail) {
        machine.setback(stage(slot), fault, detail);
    }

    /** Whether something is under way, or waits to be sent again. */
    boolean awaitsAnswers() {
        for (Step each : steps) {
            if (each == Step.SENT || each == Step.TO_BE_SENT) {
                return true;
            }
        }
        return false;
    }

    // ---- time ----

    /** When the next answer is overdue; {@code Long.MAX_VALUE} when none is awaited. */
    long nextNanos() {
        long next = Long.MAX_VALUE;
        for (int slot = 0; slot < steps.length; slot++) {
            if (steps[slot] == Step.SENT) {
                next = Math.min(next, sentNanos[slot] + machine.rules.limits().answerNanos());
            }
            Dialog known = dialogs.at(slot);
            if (known != null && steps[slot] == Step.DONE) {
                next = Math.min(next, known.renewNanos);
            }
        }
        return next;
    }

    /** Gives up what is overdue, and renews what would end. */
    void wake(long nowNanos) {
        for (int slot = 0; slot < steps.length; slot++) {
            if (steps[slot] == Step.SENT
                    && nowNanos >= sentNanos[slot] + machine.rules.limits().answerNanos()) {
                refused(
                        slot,
                        Fault.SIP_TIMEOUT,
                        LogonMachine.waited(machine.rules.limits().answerNanos()),
                        nowNanos);
            }
            Dialog known = dialogs.at(slot);
            if (known != null && steps[slot] == Step.DONE && nowNanos >= known.renewNanos) {
                send(slot, nowNanos);
            }
        }
    }

    // ---- slots ----

    private int contactsSlot() {
        return subscriptions.size();
    }

    private int publishSlot() {
        return subscriptions.size() + 1;
    }

    private int mrasSlot() {
        return subscriptions.size() + 2;
    }

    private boolean isSubscription(int slot) {
        return slot <= contactsSlot();
    }

    private boolean isContactList(int slot) {
        return slot < subscriptions.size() && subscriptions.get(slot).event().equals(CONTACT_LIST);
    }

    private Stage stage(int slot) {
        if (slot < subscriptions.size()) {
            return Stage.SUBSCRIBE;
        }
        return slot == contactsSlot() ? Stage.CONTACTS : slot == publishSlot() ? Stage.PUBLISH : Stage.MRAS;
    }

    /**
     * The slot whose request has this Call-ID, if its answer is awaited; -1: none.
     *
     * @param scratch room for a dialog's identifiers
     */
    int slotOf(byte[] array, int offset, int length, byte[] scratch) {
        if (length != Identity.CALL_ID_LENGTH) {
            return -1;
        }
        for (int slot = 0; slot < steps.length; slot++) {
            if (steps[slot] == Step.SENT) {
                endpoint.identity.dialog(slot, attempts[slot], scratch);
                if (Arrays.equals(scratch, 0, length, array, offset, offset + length)) {
                    return slot;
                }
            }
        }
        return -1;
    }

    /** The dialog that the slot's request belongs to; null for one that begins its own. */
    @Nullable
    Dialog dialog(int slot) {
        return dialogs.at(slot);
    }

    Request request(int slot) {
        if (slot < subscriptions.size()) {
            return subscriptions.get(slot);
        }
        return slot == contactsSlot() ? contactsRequest : slot == publishSlot() ? publishRequest : mrasRequest;
    }

    /** Whether the slot's request goes to the media relay's service and not to the user. */
    boolean isToMediaRelay(int slot) {
        return slot == mrasSlot();
    }

    String mrasUri() {
        return mrasUri;
    }

    /** Whether the client is one from outside, as far as somebody has to know. */
    boolean isOutside() {
        WebErrands web = machine.web();
        return web != null && web.isOutside();
    }

    /** How often the slot's request was tried before. */
    int attempt(int slot) {
        return attempts[slot];
    }

    /** Of the client's own publications, in the order of the request. */
    int[] versions() {
        return versions;
    }

    int contacts() {
        return session.contacts();
    }
}
