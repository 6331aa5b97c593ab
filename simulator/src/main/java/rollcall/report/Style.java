package rollcall.report;

/**
 * What the place that shows a text can show.
 *
 * @param colour whether ANSI colours are understood and wanted
 * @param unicode whether anything beyond ASCII can be shown
 * @param width columns; at least {@value #NARROWEST}
 */
public record Style(boolean colour, boolean unicode, int width) {
    static final int NARROWEST = 40;

    /** Nothing but letters, 80 columns: right for a file or a pipe. */
    public static final Style PLAIN = new Style(false, false, 80);

    public Style {
        width = Math.max(NARROWEST, width);
    }

    /** Green, where there are colours. */
    public String good(String text) {
        return colour ? "\u001b[1;32m" + text + "\u001b[0m" : text;
    }

    /** Red. */
    public String bad(String text) {
        return colour ? "\u001b[1;31m" + text + "\u001b[0m" : text;
    }

    /** Yellow. */
    public String doubtful(String text) {
        return colour ? "\u001b[1;33m" + text + "\u001b[0m" : text;
    }

    /** Bold. */
    public String strong(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** Pale. */
    public String faint(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    /** The text with nothing in it that cannot be shown; as many characters as before. */
    public String shown(String text) {
        if (unicode) {
            return text;
        }
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii.append(c < 0x80 ? c : substitute(c));
        }
        return ascii.toString();
    }

    private static char substitute(char c) {
        return switch (c) {
            case 'µ' -> 'u';
            case '×', '✘' -> 'x';
            case '✔' -> '+';
            case '→' -> '>';
            case '·', '─', '░' -> '-';
            case '█' -> '#';
            case '…' -> '~';
            default -> '?';
        };
    }
}
