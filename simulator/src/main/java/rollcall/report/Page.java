package rollcall.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of text within a width: headings, wrapped paragraphs, tables. */
public final class Page {
    private final StringBuilder out = new StringBuilder();
    private final Style style;

    /** An empty page for a place that shows this. */
    public Page(Style style) {
        this.style = style;
    }

    /** An empty line. */
    public void blank() {
        out.append('\n');
    }

    /** A heading, with an empty line before it. */
    public void heading(String text) {
        out.append('\n').append(style.strong(text)).append('\n');
    }

    /** One line, as it is. */
    public void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    /**
     * A paragraph, broken at blanks.
     *
     * @param first in front of its first line; what follows stands under the first letter after it
     */
    public void paragraph(String first, String text) {
        int indent = visible(first);
        int room = Math.max(20, style.width() - indent);
        String before = first;
        int from = 0;
        while (text.length() - from > room) {
            int cut = text.lastIndexOf(' ', from + room);
            boolean tooLong = cut <= from;
            int to = tooLong ? from + room : cut;
            line(before + text.substring(from, to));
            from = tooLong ? to : cut + 1;
            before = " ".repeat(indent);
        }
        line(before + text.substring(from));
    }

    void table(Table table) {
        for (String line : table.lines(style.width())) {
            line(line);
        }
    }

    @Override
    public String toString() {
        return style.shown(out.toString());
    }

    /** How many columns a text takes on the screen; colours take none. */
    static int visible(CharSequence text) {
        int columns = 0;
        boolean colour = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                colour = true;
            } else if (colour) {
                colour = c != 'm';
            } else if (!Character.isLowSurrogate(c)) {
                columns++;
            }
        }
        return columns;
    }

    /** Columns of text. What does not fit loses its least needed column. */
    static final class Table {
        private static final String INDENT = "  ";
        private static final int GAP = 2;
        private final List<String[]> rows = new ArrayList<>();
        private final int[] expendable;
        private final int left;

        /**
         * @param left how many columns stand to the left; the others stand to the right
         * @param expendable columns that may be left out, the least needed first
         */
        Table(int left, int... expendable) {
            this.left = left;
            this.expendable = expendable;
        }

        void row(String... cells) {
            rows.add(cells);
        }

        List<String> lines(int width) {
            int[] widths = widths();
            for (int i = 0; i < expendable.length && total(widths) > width; i++) {
                widths[expendable[i]] = 0;
            }
            List<String> lines = new ArrayList<>(rows.size());
            for (String[] row : rows) {
                lines.add(line(row, widths));
            }
            return lines;
        }

        private String line(String[] row, int[] widths) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < row.length; i++) {
                if (widths[i] > 0) {
                    String padding = " ".repeat(widths[i] - visible(row[i]));
                    line.append(i == 0 ? "" : " ".repeat(GAP)).append(i < left ? row[i] + padding : padding + row[i]);
                }
            }
            return line.toString();
        }

        private int[] widths() {
            int[] widths = new int[rows.get(0).length];
            for (String[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    widths[i] = Math.max(widths[i], visible(row[i]));
                }
            }
            return widths;
        }

        private static int total(int[] widths) {
            int total = INDENT.length() - GAP;
            for (int width : widths) {
                total += width == 0 ? 0 : width + GAP;
            }
            return total;
        }
    }
}
