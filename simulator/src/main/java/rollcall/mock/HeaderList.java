package rollcall.mock;

import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** Headers whose values are words with commas between them. */
final class HeaderList {
    private HeaderList() {}

    /** Whether one of the headers of this name has this word, in any case; parameters behind it do not matter. */
    static boolean has(SipMessage message, SipHeader header, String word, AsciiSlice scratch) {
        for (int i = 0; message.header(header, i, scratch); i++) {
            if (has(scratch, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(AsciiSlice list, String word) {
        byte[] a = list.array();
        int end = list.offset() + list.length();
        int from = list.offset();
        while (from < end) {
            int comma = Ascii.indexOf(a, from, end, ',');
            int to = comma < 0 ? end : comma;
            if (isWord(a, from, to, word)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static boolean isWord(byte[] a, int from, int to, String word) {
        int semicolon = Ascii.indexOf(a, from, to, ';');
        int first = from;
        int last = semicolon < 0 ? to : semicolon;
        while (first < last && a[first] <= ' ') {
            first++;
        }
        while (last > first && a[last - 1] <= ' ') {
            last--;
        }
        return Ascii.equalsIgnoreCase(a, first, last, word);
    }
}
