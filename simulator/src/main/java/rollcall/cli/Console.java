package rollcall.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.report.Style;

/**
 * Where a verb speaks: results to standard output, everything else to standard error. On a terminal a progress line is
 * written over again each second; elsewhere it is a plain line every ten.
 */
final class Console {
    private static final int PLAIN_EVERY = 10;
    /** What a terminal shows is decided by the locale, whatever Java's own default is (JEP 400). */
    private static final boolean UNICODE = Charset.forName(System.getProperty("native.encoding", "UTF-8"))
            .newEncoder()
            .canEncode('✔');

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colour;
    private final boolean live;
    private int shown;
    private int screenLines;
    private int lines;

    /**
     * @param terminal whether both streams go to a terminal that shows colours
     * @param live whether the user wants an updating line there
     */
    Console(PrintWriter out, PrintWriter err, boolean terminal, boolean live) {
        this.out = out;
        this.err = err;
        this.colour = terminal;
        this.live = terminal && live;
    }

    PrintWriter out() {
        return out;
    }

    /** What standard output can show. */
    Style outStyle() {
        return new Style(colour, UNICODE, width());
    }

    /** What a screen with so many columns can show. */
    Style style(int columns) {
        return new Style(colour, UNICODE, columns);
    }

    /** What the progress line may use; one column is left free, so that a terminal does not wrap. */
    Style errStyle() {
        return new Style(colour, UNICODE, width() - 1);
    }

    void warn(String sentence) {
        say(colour ? "\u001b[33mWarning:\u001b[0m " + sentence : "Warning: " + sentence);
    }

    synchronized void say(String sentence) {
        clear();
        err.println(sentence);
        err.flush();
    }

    /** Once a second: how far the run is. */
    synchronized void progress(String line) {
        if (live) {
            err.print('\r' + line + " ".repeat(Math.max(0, shown - line.length())));
            err.flush();
            shown = line.length();
        } else if (lines++ % PLAIN_EVERY == 0) {
            say(line);
        }
    }

    /** Draws lines over those drawn before, in one go so that nothing flickers. What is said goes above them. */
    synchronized void screen(List<String> screen) {
        StringBuilder text = new StringBuilder(up());
        for (String line : screen) {
            text.append(line).append("\u001b[K\r\n"); // ECMA-48 EL: nothing is left of a longer line
        }
        err.print(text.append("\u001b[J")); // ECMA-48 ED: nor of a longer screen
        err.flush();
        screenLines = screen.size();
    }

    /** The terminal has another size, and what was drawn lies broken on it: begins on an empty one. */
    synchronized void wipe() {
        err.print("\u001b[2J\u001b[H");
        screenLines = 0;
    }

    private String up() {
        return screenLines == 0 ? "\r" : "\r\u001b[" + screenLines + "A"; // ECMA-48 CUU
    }

    /** Takes the progress line or the screen away. */
    synchronized void clear() {
        if (screenLines > 0) {
            err.print(up() + "\u001b[J");
            err.flush();
            screenLines = 0;
        }
        if (shown > 0) {
            err.print('\r' + " ".repeat(shown) + '\r');
            err.flush();
            shown = 0;
        }
    }

    /** How many columns a terminal has; a guess that fits most, where none says. */
    private static int width() {
        @Nullable String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? 100 : Math.max(60, Math.min(160, Integer.parseInt(columns)));
        } catch (NumberFormatException e) {
            return 100;
        }
    }
}
