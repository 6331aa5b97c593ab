package rollcall.client;

import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** Hands each message of a session to the part of its machine that it is meant for, by its Call-ID. */
final class Inbox {
    private final LogonMachine machine;
    private final Endpoint endpoint;
    private final LoopKit.Scratch scratch;

    Inbox(LogonMachine machine, Endpoint endpoint, LoopKit.Scratch scratch) {
        this.machine = machine;
        this.endpoint = endpoint;
        this.scratch = scratch;
    }

    /** Takes a message, which is lent for the call. */
    void take(SipMessage message, long nowNanos) {
        if (message.isRequest()) {
            machine.onRequest(message, nowNanos);
            return;
        }
        AsciiSlice callId = scratch.slice;
        if (!message.header(SipHeader.CALL_ID, 0, callId)) {
            return;
        }
        if (endpoint.identity.isCallId(callId.array(), callId.offset(), callId.length())) {
            machine.onResponse(message, nowNanos);
            return;
        }
        Presence presence = machine.presence();
        int slot = presence == null
                ? -1
                : presence.slotOf(callId.array(), callId.offset(), callId.length(), scratch.dialog);
        if (slot >= 0) {
            machine.onAnswer(slot, message, nowNanos);
        }
    }
}
