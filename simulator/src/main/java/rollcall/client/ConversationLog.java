package rollcall.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;

/** Keeps the conversations of the first N clients, and of the first N that fail. Thread-safe. */
public final class ConversationLog {
    private final int wanted;
    private final AtomicInteger failuresKept = new AtomicInteger();
    private final Consumer<Conversation> keep;

    /**
     * @param wanted N
     * @param keep takes a conversation that is worth keeping, on any event loop's thread; must not block for long
     */
    public ConversationLog(int wanted, Consumer<Conversation> keep) {
        this.wanted = wanted;
        this.keep = keep;
    }

    /** Whether this client must be listened to: as long as failures are wanted, everybody might become one. */
    @Nullable
    Conversation begin(LogonRecord logon) {
        return logon.arrival() < wanted || failuresKept.get() < wanted
                ? new Conversation(logon.arrival(), logon.user(), logon.startNanos())
                : null;
    }

    void end(Conversation conversation, LogonRecord logon) {
        Fault fault = logon.fault();
        if (fault != null) {
            conversation.event(
                    fault + " in " + logon.faultStage() + ": " + fault.cause() + " (" + logon.detail() + ")",
                    logon.endNanos());
        }
        if (logon.arrival() < wanted || (fault != null && failuresKept.getAndIncrement() < wanted)) {
            keep.accept(conversation);
        }
    }
}
