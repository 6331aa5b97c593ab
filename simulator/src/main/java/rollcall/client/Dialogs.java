package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.plan.SessionPlan;
import rollcall.sip.SipMessage;

/**
 * The dialogs of one client's subscriptions, by the slot of {@link Presence}. Only those are kept that will have to be
 * renewed or ended: thousands of clients stay for hours.
 */
final class Dialogs {
    private final SessionPlan session;
    private final Answer answer;
    private final int slots;
    private @Nullable Dialog @Nullable [] kept;

    Dialogs(SessionPlan session, Answer answer, int slots) {
        this.session = session;
        this.answer = answer;
        this.slots = slots;
    }

    void clear() {
        kept = null;
    }

    /** The dialog that the slot's next request belongs to; null for one that begins its own. */
    @Nullable
    Dialog at(int slot) {
        @Nullable Dialog[] all = kept;
        return all == null ? null : all[slot];
    }

    void forget(int slot) {
        @Nullable Dialog[] all = kept;
        if (all != null) {
            all[slot] = null;
        }
    }

    /**
     * The 200 that begins a dialog.
     *
     * @param ownUri of the user
     * @param leaveNanos when the client leaves
     * @return false when its Record-Route is longer than anybody's who means it well: nothing is kept then
     */
    boolean begin(int slot, SipMessage response, byte[] ownUri, long nowNanos, long leaveNanos) {
        long seconds = answer.grantedSeconds(response);
        long renewNanos = nowNanos + Dialog.renewAfterNanos(seconds);
        if (seconds == 0 || (!session.unsubscribe() && renewNanos >= leaveNanos)) {
            return true;
        }
        Dialog begun = answer.dialogs().read(response, ownUri);
        if (begun == null) {
            return false;
        }
        begun.renewNanos = renewNanos;
        @Nullable Dialog[] all = kept;
        if (all == null) {
            all = new @Nullable Dialog[slots];
            kept = all;
        }
        all[slot] = begun;
        return true;
    }

    /** The 200 that lets a subscription go on. */
    void renewed(Dialog known, SipMessage response, long nowNanos) {
        known.renewNanos = nowNanos + Dialog.renewAfterNanos(answer.grantedSeconds(response));
    }
}
