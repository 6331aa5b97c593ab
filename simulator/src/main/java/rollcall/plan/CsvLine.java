package rollcall.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Walks over the records of a CSV file, RFC 4180: a quoted field may hold separators, line ends and doubled quotes. */
final class CsvLine {
    private final byte[] text;
    private final List<String> fields = new ArrayList<>();
    private int at;
    private int start;
    private int line;
    private int nextLine = 1;
    private boolean open;

    /** Before the record that begins at {@code from}. */
    CsvLine(byte[] text, int from) {
        this.text = text;
        this.at = from;
    }

    /** Where a file's first record begins: behind a byte order mark, which Windows programs write. */
    static int bodyStart(byte[] text) {
        boolean marked = text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /** Comma, semicolon or tab: whichever the line ahead has first; comma when it has none. */
    byte separator() {
        for (int i = at; i < text.length && text[i] != '\n'; i++) {
            if (text[i] == ',' || text[i] == ';' || text[i] == '\t') {
                return text[i];
            }
        }
        return ',';
    }

    /** Goes to the next record; false at the end of the file. */
    boolean next(byte separator) {
        fields.clear();
        open = false;
        if (at >= text.length) {
            return false;
        }
        start = at;
        line = nextLine;
        boolean more = true;
        while (more) {
            more = readField(separator);
        }
        return true;
    }

    /** Reads one field and what ends it; false when that was the end of the record. */
    private boolean readField(byte separator) {
        if (at < text.length && text[at] == '"') {
            at++;
            open = true;
        }
        byte[] field = new byte[fieldEnd(separator) - at];
        int length = 0;
        while (at < text.length) {
            byte b = text[at++];
            if (open && b == '"') {
                if (at < text.length && text[at] == '"') {
                    field[length++] = text[at++];
                } else {
                    open = false;
                }
            } else if (!open && (b == separator || b == '\n')) {
                nextLine += b == '\n' ? 1 : 0;
                add(field, length);
                return b == separator;
            } else {
                nextLine += b == '\n' ? 1 : 0;
                field[length++] = b;
            }
        }
        add(field, length);
        return false;
    }

    /** Where the field that begins here ends at the latest. */
    private int fieldEnd(byte separator) {
        boolean inside = open;
        int end = at;
        while (end < text.length && (inside || (text[end] != separator && text[end] != '\n'))) {
            inside ^= text[end] == '"' && open;
            end++;
        }
        return end;
    }

    private void add(byte[] field, int length) {
        int end = length > 0 && field[length - 1] == '\r' ? length - 1 : length;
        fields.add(new String(field, 0, end, StandardCharsets.UTF_8));
    }

    /** Whether the record has nothing in it. */
    boolean isBlank() {
        return fields.size() == 1 && fields.get(0).isBlank();
    }

    /** Whether a quote was opened and the file ended before it was closed. */
    boolean isOpen() {
        return open;
    }

    int fields() {
        return fields.size();
    }

    String field(int index) {
        return fields.get(index);
    }

    /** Where the record begins in the file. */
    int start() {
        return start;
    }

    /** The line in which the record begins, from 1. */
    int line() {
        return line;
    }
}
