package rollcall.mock;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.plan.MockPlan;
import rollcall.sip.SipMessage;

/** Who may pass: authentication, as the plan demands it and the script bends it. One for an event loop. */
final class Gate {
    /** What becomes of a request. */
    enum Decision {
        PASS,
        CHALLENGE,
        CHALLENGE_STALE,
        /** The credentials are wrong; no further challenge. */
        REFUSE,
        /** The credentials are right, but of another user than the sender. */
        OTHER_USER
    }

    Gate(MockPlan plan, MockStats stats) {}

    Decision judge(
            SipMessage request, int user, @Nullable OfAnswer behaviour, MockConnection connection, long nowMillis) {
        return Decision.PASS;
    }

    void writeChallenges(ByteBuf out, boolean stale, long nowMillis) {}
}
