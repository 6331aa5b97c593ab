package rollcall.sip;

/** Looks up {@code ;name=value} in a run of parameters. */
final class Params {
    private Params() {}

    /**
     * Sets {@code into} to the value of the first parameter of a name, without quotes; empty when it has none.
     *
     * @param from where the run begins, at or before its first semicolon
     * @param stop a byte that ends the run when it stands outside quotes: the comma in a list, else the semicolon
     *     itself, which ends nothing
     * @return whether there is a parameter of this name; if not, {@code into} is cleared
     */
    static boolean find(byte[] a, int from, int to, int stop, String name, AsciiSlice into) {
        int i = from;
        while (i < to && (a[i] != stop || stop == ';')) {
            if (a[i] == ';' || Ascii.isSpace(a[i])) {
                i++;
                continue;
            }
            int nameFrom = i;
            i = Ascii.skipToken(a, i, to);
            while (i < to && a[i] != '=' && a[i] != ';' && a[i] != stop && !Ascii.isSpace(a[i])) {
                i++;
            }
            int nameEnd = i;
            int valueFrom = nameEnd;
            int valueEnd = nameEnd;
            i = Ascii.skipSpace(a, nameEnd, to);
            if (i < to && a[i] == '=') {
                i = Ascii.skipSpace(a, i + 1, to);
                valueFrom = i;
                if (i < to && a[i] == '"') {
                    i = Ascii.skipQuoted(a, i, to);
                    if (i < 0) {
                        break;
                    }
                    valueFrom++;
                    valueEnd = i - 1;
                } else {
                    i = valueEnd(a, i, to, stop);
                    valueEnd = Ascii.trimEnd(a, valueFrom, i);
                }
            }
            if (Ascii.equalsIgnoreCase(a, nameFrom, nameEnd, name)) {
                into.setRange(a, valueFrom, valueEnd);
                return true;
            }
            i = valueEnd(a, i, to, stop); // junk behind a quoted value belongs to nobody
        }
        into.clear();
        return false;
    }

    private static int valueEnd(byte[] a, int from, int to, int stop) {
        int at = Ascii.indexOfEither(a, from, to, ';', stop);
        return at < 0 ? to : at;
    }
}
