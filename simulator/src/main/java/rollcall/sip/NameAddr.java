package rollcall.sip;

/**
 * A view on the elements of a From, To, Contact, Route, Via-like list: {@code "Display" <uri>;param=value, ...} or
 * {@code uri;param=value} (RFC 3261 §20.10). Made once, set anew for each value, allocating nothing.
 */
public final class NameAddr {
    private byte[] array = {};
    private int end;

    private int elementFrom;
    private int nameFrom;
    private int nameEnd;
    private int uriFrom;
    private int uriEnd;
    private int paramsFrom;

    /**
     * Looks at the first element of {@code value}.
     *
     * @return whether it is one; if not, everything is empty
     */
    public boolean parse(AsciiSlice value) {
        array = value.array();
        end = value.end();
        return element(value.offset());
    }

    /** Goes on to the next element of the list; false at its end, or where it is malformed. */
    public boolean next() {
        return element(elementEnd(paramsFrom));
    }

    private boolean element(int start) {
        int from = skipSeparators(start);
        elementFrom = from;
        nothing(from);
        if (from == end) {
            return false;
        }
        boolean good = array[from] == '"' ? quotedName(from) : bareName(from);
        if (!good) {
            nothing(end);
        }
        return good;
    }

    private int skipSeparators(int from) {
        int i = from;
        while (i < end && (array[i] == ',' || Ascii.isSpace(array[i]))) {
            i++;
        }
        return i;
    }

    private void nothing(int at) {
        nameFrom = nameEnd = uriFrom = uriEnd = paramsFrom = at;
    }

    private boolean quotedName(int from) {
        int close = Ascii.skipQuoted(array, from, end);
        if (close < 0) {
            return false;
        }
        int open = Ascii.skipSpace(array, close, end);
        if (open == end || array[open] != '<') {
            return false;
        }
        nameFrom = from + 1;
        nameEnd = close - 1;
        return bracketedUri(open);
    }

    private boolean bareName(int from) {
        int i = from;
        for (; i < end; i++) {
            byte b = array[i];
            if (b == '<') {
                nameFrom = from;
                nameEnd = Ascii.trimEnd(array, from, i);
                return bracketedUri(i);
            }
            if (b == '"' || b == '>') {
                return false;
            }
            // RFC 3261 §20.10: without brackets, comma, semicolon and question mark end the URI
            if (b == ',' || b == ';') {
                break;
            }
        }
        uriFrom = from;
        uriEnd = Ascii.trimEnd(array, from, i);
        paramsFrom = i;
        return uriEnd > uriFrom;
    }

    private boolean bracketedUri(int open) {
        int close = Ascii.indexOf(array, open + 1, end, '>');
        if (close < 0) {
            return false;
        }
        uriFrom = Ascii.skipSpace(array, open + 1, close);
        uriEnd = Ascii.trimEnd(array, uriFrom, close);
        paramsFrom = close + 1;
        return true;
    }

    /** The comma that ends the element; the end of all for the last one, or for a quoted string without an end. */
    private int elementEnd(int from) {
        int i = from;
        while (i < end && array[i] != ',') {
            i = array[i] == '"' ? Ascii.skipQuoted(array, i, end) : i + 1;
            if (i < 0) {
                return end;
            }
        }
        return i;
    }

    /** The whole element as it is written: name, URI and parameters, without the comma. */
    public void element(AsciiSlice into) {
        into.setRange(array, elementFrom, Ascii.trimEnd(array, elementFrom, elementEnd(paramsFrom)));
    }

    /** The name in front of the URI, without its quotes, backslashes left in; empty when there is none. UTF-8. */
    public void displayName(AsciiSlice into) {
        into.setRange(array, nameFrom, nameEnd);
    }

    /** The URI, without its angle brackets. */
    public void uri(AsciiSlice into) {
        into.setRange(array, uriFrom, uriEnd);
    }

    /**
     * The value of a parameter behind the URI, without quotes; empty when it has none, as in {@code ;lr}.
     *
     * @param name in any case
     * @return whether there is such a parameter; if not, {@code into} is cleared
     */
    public boolean param(String name, AsciiSlice into) {
        return Params.find(array, paramsFrom, end, ',', name, into);
    }
}
