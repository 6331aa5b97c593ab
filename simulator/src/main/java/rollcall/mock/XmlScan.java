package rollcall.mock;

import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;

/**
 * Finds elements by name in a document that a client sent, and their attributes: as much of XML as the bodies of
 * subscriptions and publications need. Made once, set anew for each document, allocating nothing.
 */
final class XmlScan {
    private byte[] array = {};
    private int end;
    private int at;
    private int attributesFrom;
    private int attributesEnd;

    void parse(AsciiSlice document) {
        array = document.array();
        at = document.offset();
        end = at + document.length();
    }

    /** Goes to the next element of this name, with or without a prefix; false when there is none. */
    boolean next(String name) {
        while (true) {
            int open = Ascii.indexOf(array, at, end, '<');
            if (open < 0) {
                at = end;
                return false;
            }
            int from = open + 1;
            int nameEnd = from;
            while (nameEnd < end && isName(array[nameEnd])) {
                nameEnd++;
            }
            int colon = Ascii.indexOf(array, from, nameEnd, ':');
            attributesFrom = nameEnd;
            attributesEnd = tagEnd(nameEnd);
            at = attributesEnd;
            if (Ascii.equals(array, colon < 0 ? from : colon + 1, nameEnd, name)) {
                return true;
            }
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
    boolean attribute(String name, AsciiSlice into) {
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
