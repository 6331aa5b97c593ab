package rollcall.sip;

/** Looks up {@code ;name=value} in a run of parameters. */
final class Params {
    private Params() {}

    /**
     * Sets {@code into} to the value of the first parameter of a name, without quotes; empty when it has none.
     *
     * @param from where the run begins, at or before its first separator
     * @return whether there is a parameter of this name; if not, {@code into} is cleared
     */
    static boolean find(byte[] a, int from, int to, int separator, String name, AsciiSlice into) {
        int i = from;
        while (i < to) {
            int nameFrom = skip(a, i, to, separator);
            int nameEnd = nameFrom;
            while (nameEnd < to && a[nameEnd] != '=' && a[nameEnd] != separator && !Ascii.isSpace(a[nameEnd])) {
                nameEnd++;
            }
            int valueFrom = Ascii.skipSpace(a, nameEnd, to);
            int valueEnd = valueFrom;
            i = valueFrom;
            if (valueFrom < to && a[valueFrom] == '=') {
                valueFrom = Ascii.skipSpace(a, valueFrom + 1, to);
                if (valueFrom < to && a[valueFrom] == '"') {
                    i = Ascii.skipQuoted(a, valueFrom, to);
                    if (i < 0) {
                        break;
                    }
                    valueFrom++;
                    valueEnd = i - 1;
                } else {
                    i = valueFrom;
                    while (i < to && a[i] != separator) {
                        i++;
                    }
                    valueEnd = Ascii.trimEnd(a, valueFrom, i);
                }
            }
            if (Ascii.equalsIgnoreCase(a, nameFrom, nameEnd, name)) {
                into.setRange(a, valueFrom, valueEnd);
                return true;
            }
            // Junk between a value and the next separator belongs to nobody.
            while (i < to && a[i] != separator) {
                i++;
            }
        }
        into.clear();
        return false;
    }

    private static int skip(byte[] a, int from, int to, int separator) {
        int i = from;
        while (i < to && (a[i] == separator || Ascii.isSpace(a[i]))) {
            i++;
        }
        return i;
    }
}
