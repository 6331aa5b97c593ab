package rollcall.plan;

/**
 * Where something was written.
 *
 * @param source a file as the user named it, or an option: {@code --set load[0].hold.rate}
 * @param line from 1; 0 when the source has no lines
 * @param column from 1; 0 when only the line is known
 */
record Place(String source, int line, int column) {
    /** A place on the command line. */
    static Place option(String option) {
        return new Place(option, 0, 0);
    }

    boolean onCommandLine() {
        return line == 0;
    }

    /** {@code scenarios/monday.yaml:7:3}, as compilers write it. */
    @Override
    public String toString() {
        return source + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
    }
}
