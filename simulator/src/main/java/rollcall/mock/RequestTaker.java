package rollcall.mock;

import rollcall.sip.SipMessage;

/** What takes the messages of one server on one event loop: the registrar of a home server, or an Access Edge. */
@FunctionalInterface
interface RequestTaker {
    /** Takes a message, which is lent, and answers it if it is to be answered. */
    void onMessage(MockConnection connection, SipMessage message, long nowMillis);
}
