package rollcall.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C, and the TERM of a service manager: the first asks, the second does not. */
final class Interrupt {
    private final AtomicInteger count = new AtomicInteger();
    private final Runnable first;
    private final Runnable second;
    private final Object previousInt;
    private final Object previousTerm;

    /**
     * @param first told on the first signal, on a thread of its own
     * @param second told on the second; is expected not to return
     */
    Interrupt(Runnable first, Runnable second) {
        this.first = first;
        this.second = second;
        previousInt = Signals.register("INT", this::come);
        previousTerm = Signals.register("TERM", this::come);
    }

    /** The same as a signal. */
    void come() {
        if (count.incrementAndGet() == 1) {
            first.run();
        } else {
            second.run();
        }
    }

    /** Back to what signals did before. */
    void close() {
        Signals.unregister("INT", previousInt);
        Signals.unregister("TERM", previousTerm);
    }
}
