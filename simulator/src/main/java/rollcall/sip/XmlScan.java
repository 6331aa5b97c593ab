package rollcall.sip;

/**
 * Finds elements by name in the body of a message, their attributes and their text: as much of XML as subscriptions,
 * publications and provisioning need. Names are ASCII, entities and CDATA are not looked into, nothing is checked: a document that is not well formed
 * shows what it has. Made once, set anew for each document, allocating nothing; not thread-safe.
 */
public final class XmlScan {
    private static final String COMMENT = "!--";

    private byte[] array = {};
    private int end;
    private int at;
    private int nameFrom;
    private int attributesFrom;
    private int attributesEnd;

    /** Looks at this document from its start; its bytes are lent until the last call about it. */
    public void parse(AsciiSlice document) {
        array = document.array();
        at = document.offset();
        end = at + document.length();
    }

    /** Goes to the next element of this name, with or without a prefix; false when there is none. */
    public boolean next(String name) {
        while (next()) {
            if (Ascii.equals(array, nameFrom, attributesFrom, name)) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next tag, of whatever name; an end tag has none. False when there is no more. */
    public boolean next() {
        while (true) {
            int open = Ascii.indexOf(array, at, end, '<');
            if (open < 0) {
                at = end;
                return false;
            }
            int from = open + 1;
            int text = from + COMMENT.length();
            if (text <= end && Ascii.equals(array, from, text, COMMENT)) {
                at = commentEnd(text);
                continue;
            }
            int nameEnd = from;
            while (nameEnd < end && isName(array[nameEnd])) {
                nameEnd++;
            }
            int colon = Ascii.indexOf(array, from, nameEnd, ':');
            nameFrom = colon < 0 ? from : colon + 1;
            attributesFrom = nameEnd;
            attributesEnd = tagEnd(nameEnd);
            at = attributesEnd;
            return true;
        }
    }

    /** The name of this element, without its prefix. */
    public void name(AsciiSlice into) {
        into.setRange(array, nameFrom, attributesFrom);
    }

    /** What stands between this tag and the next, without the white space around it; entities are left as they are. */
    public void text(AsciiSlice into) {
        if (array[attributesEnd - 1] == '/') {
            into.clear();
            return;
        }
        int from = Math.min(end, attributesEnd + 1);
        int next = Ascii.indexOf(array, from, end, '<');
        int to = next < 0 ? end : next;
        while (from < to && array[from] <= ' ' && array[from] >= 0) {
            from++;
        }
        while (to > from && array[to - 1] <= ' ' && array[to - 1] >= 0) {
            to--;
        }
        into.setRange(array, from, to);
    }

    private int commentEnd(int from) {
        int i = from;
        while (true) {
            i = Ascii.indexOf(array, i, end, '>');
            if (i < 0) {
                return end;
            }
            if (i - from >= 2 && array[i - 1] == '-' && array[i - 2] == '-') {
                return i + 1;
            }
            i++;
        }
    }

    private static boolean isName(byte b) {
        return b > ' ' && b != '>' && b != '/' && b != '<' && b != '=';
    }

    private int tagEnd(int from) {
        int quote = 0;
        for (int i = from; i < end; i++) {
            byte b = array[i];
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '"' || b == '\'') {
                quote = b;
            } else if (b == '>') {
                return i;
            }
        }
        return end;
    }

    /** The value of an attribute of this element, entities left as they are; false and empty when it has none. */
    public boolean attribute(String name, AsciiSlice into) {
        int i = attributesFrom;
        while (i < attributesEnd) {
            while (i < attributesEnd && !isName(array[i])) {
                i++;
            }
            int nameFrom = i;
            while (i < attributesEnd && isName(array[i])) {
                i++;
            }
            int nameEnd = i;
            while (i < attributesEnd && array[i] != '"' && array[i] != '\'') {
                i++;
            }
            int close = i < attributesEnd ? Ascii.indexOf(array, i + 1, attributesEnd, array[i]) : -1;
            if (close < 0) {
                break;
            }
            if (Ascii.equals(array, nameFrom, nameEnd, name)) {
                into.set(array, i + 1, close - i - 1);
                return true;
            }
            i = close + 1;
        }
        into.clear();
        return false;
    }
}
