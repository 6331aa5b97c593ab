package rollcall.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The terminal while a live view is shown: how large it is, and keys as they are pressed. It is given back as it was,
 * whatever ends the run, but for {@code kill -9}; then {@code stty sane} helps.
 */
final class LiveTerminal implements AutoCloseable {
    private static final int KEY_WAIT_MILLIS = 500;
    private static final Size USUAL = Size.of(80, 24);

    private final Terminal terminal;
    private final Attributes before;
    private final Object previousWinch;
    private final Thread atExit = new Thread(this::restore, "rollcall-terminal");
    private final AtomicBoolean restored = new AtomicBoolean();
    private volatile @Nullable Size size;

    private LiveTerminal(Terminal terminal) {
        this.terminal = terminal;
        Runtime.getRuntime().addShutdownHook(atExit);
        before = terminal.enterRawMode();
        previousWinch = Signals.register("WINCH", () -> size = null);
    }

    /** The terminal that reads keys and shows standard error; null where there is none that can be drawn on. */
    static @Nullable LiveTerminal open() {
        String type = System.getenv("TERM");
        if (type == null || type.equals("dumb") || inBackground()) {
            return null;
        }
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.ForcedSysErr)
                    .dumb(false)
                    .graphemeCluster(false) // it would ask the terminal, and the answer would look like keys
                    .nativeSignals(false)
                    .build();
            return new LiveTerminal(terminal);
        } catch (IOException | IllegalStateException e) {
            return null; // a pipe or a file
        }
    }

    /** Whoever touches the terminal from the background is stopped by the system. proc(5): fields 5 and 8. */
    private static boolean inBackground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            List<String> afterName =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return !afterName.get(2).equals(afterName.get(5));
        } catch (IOException | IndexOutOfBoundsException e) {
            return false; // not Linux
        }
    }

    /** Columns and rows. */
    Size size() {
        Size known = size;
        if (known == null) {
            known = terminal.getSize(); // starts a process: not at each look
            size = known.getColumns() > 0 && known.getRows() > 0 ? known : USUAL;
        }
        return known.getColumns() > 0 && known.getRows() > 0 ? known : USUAL;
    }

    /** Tells of each key from now on, on a thread of its own. */
    void keys(IntConsumer pressed) {
        Thread reader = new Thread(() -> read(pressed), "rollcall-keys");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(IntConsumer pressed) {
        NonBlockingReader reader = terminal.reader();
        try {
            int key;
            do {
                key = reader.read(KEY_WAIT_MILLIS);
                if (key >= 0) {
                    pressed.accept(key);
                }
            } while (key != NonBlockingReader.EOF && !restored.get());
        } catch (IOException e) {
            return; // the terminal has gone: no more keys
        }
    }

    /** Gives the terminal back. */
    @Override
    public void close() {
        Signals.unregister("WINCH", previousWinch);
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the hook is running or has run
        }
    }

    private void restore() {
        if (restored.compareAndSet(false, true)) {
            terminal.setAttributes(before);
        }
    }
}
