package rollcall.benchmarks;

/** The least a SIP parser must do: find the line ends, byte by byte. */
final class LineEndSearch {
    private LineEndSearch() {}

    static int count(byte[] bytes) {
        int lines = 0;
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
                lines++;
            }
        }
        return lines;
    }
}
