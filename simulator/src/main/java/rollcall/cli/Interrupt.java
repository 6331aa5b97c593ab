package rollcall.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C, and the TERM of a service manager: the first asks, the second does not. */
final class Interrupt {
    private final AtomicInteger count = new AtomicInteger();
    private final Object previousInt;
    private final Object previousTerm;

    /**
     * @param first told on the first signal, on a thread of its own
     * @param second told on the second; is expected not to return
     */
    Interrupt(Runnable first, Runnable second) {
        Runnable handler = () -> {
            if (count.incrementAndGet() == 1) {
                first.run();
            } else {
                second.run();
            }
        };
        previousInt = Signals.register("INT", handler);
        previousTerm = Signals.register("TERM", handler);
    }

    /** Back to what signals did before. */
    void close() {
        Signals.unregister("INT", previousInt);
        Signals.unregister("TERM", previousTerm);
    }
}
