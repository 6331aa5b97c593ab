package rollcall.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users from a file: a header line with the columns {@code user}, {@code logonName} and {@code password} (the first is
 * needed, the order is free), then one user a line; comma, semicolon or tab between them; fields may stand in quotes. A
 * scenario that names the columns itself does without the header line, and may take a file made for SIPp's {@code -inf}: a
 * first line {@code SEQUENTIAL}, {@code RANDOM} or {@code USER}, semicolons, comments behind {@code #} at the beginning of a
 * line. Users come in the order of the file, whatever that first line says.
 * Kept as the file's bytes and the places of the lines, so that a million users cost little more than their file.
 */
final class CsvAccounts implements Accounts {
    private static final List<String> COLUMNS = List.of("user", "logonName", "password");

    /** A column that is of no use here. */
    private static final String IGNORED = "-";

    private static final List<String> SIPP_ORDERS = List.of("SEQUENTIAL", "RANDOM", "USER");

    private final Path file;
    private final byte[] text;
    private final int[] starts;
    private final int size;
    private final Columns columns;
    private final LogonName logonName;
    private final @Nullable Secret password;

    private CsvAccounts(
            Path file,
            byte[] text,
            int[] starts,
            int size,
            Columns columns,
            LogonName logonName,
            @Nullable Secret password) {
        this.file = file;
        this.text = text;
        this.starts = starts;
        this.size = size;
        this.columns = columns;
        this.logonName = logonName;
        this.password = password;
    }

    /** @param named by the scenario; empty when the file has a header line */
    private record Columns(byte separator, int count, int user, int logonName, int password, List<String> named) {}

    /** Reads and judges the whole file; what is wrong with it is noted by line, and null is the answer when nothing is usable. */
    static @Nullable CsvAccounts read(
            Path file, byte[] text, LogonName logonName, @Nullable Secret password, Problems problems) {
        return read(file, text, List.of(), logonName, password, problems);
    }

    /** @param named the columns, where the file does not name them itself; {@code -} for one that is of no use */
    static @Nullable CsvAccounts read(
            Path file,
            byte[] text,
            List<String> named,
            LogonName logonName,
            @Nullable Secret password,
            Problems problems) {
        CsvLine line = new CsvLine(text, CsvLine.bodyStart(text));
        boolean forSipp = isForSipp(text);
        if (forSipp) {
            line.next((byte) ';');
        }
        if (forSipp && named.isEmpty()) {
            problems.add(
                    new Place(file.toString(), 1, 0),
                    "",
                    "a file for SIPp names no columns: name them in the scenario, as users.columns: [user, -, password]");
            return null;
        }
        Columns columns = columns(file, line, named, problems);
        if (columns == null) {
            return null;
        }
        int[] starts = new int[1024];
        int size = 0;
        while (line.next(columns.separator)) {
            if (line.isBlank() || (forSipp && line.field(0).startsWith("#"))) {
                continue;
            }
            String wrong = wrong(line, columns);
            if (wrong != null) {
                problems.add(new Place(file.toString(), line.line(), 0), "", wrong);
            }
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
            }
            starts[size++] = line.start();
        }
        if (size == 0) {
            problems.add(new Place(file.toString(), line.line(), 0), "", "no users in it");
            return null;
        }
        return new CsvAccounts(file, text, Arrays.copyOf(starts, size), size, columns, logonName, password);
    }

    /** SIPp's manual, "Injecting values from an external CSV": the first line says in which order it takes the others. */
    private static boolean isForSipp(byte[] text) {
        CsvLine first = new CsvLine(text, CsvLine.bodyStart(text));
        return first.next((byte) ',') && SIPP_ORDERS.contains(first.field(0).strip());
    }

    private static @Nullable Columns columns(Path file, CsvLine line, List<String> named, Problems problems) {
        byte separator = line.separator();
        Place place = new Place(file.toString(), 1, 0);
        List<String> names = new ArrayList<>(named);
        if (named.isEmpty() && line.next(separator)) {
            for (int i = 0; i < line.fields(); i++) {
                names.add(line.field(i).strip());
            }
        }
        boolean known = true;
        for (String name : names) {
            if (name.equals(IGNORED) && !named.isEmpty()) {
                continue;
            }
            if (!COLUMNS.contains(name)) {
                String hint = Nearest.hint(name, COLUMNS);
                problems.add(
                        place,
                        "",
                        "unknown column \"" + name + '"'
                                + (hint.isEmpty() ? "; expected a header line such as user,logonName,password" : hint));
                known = false;
            } else if (names.indexOf(name) != names.lastIndexOf(name)) {
                problems.add(place, "", "the column " + name + " is there twice");
                known = false;
            }
        }
        if (known && !names.contains("user")) {
            problems.add(place, "", "no column user; expected a header line such as user,logonName,password");
            known = false;
        }
        return known
                ? new Columns(
                        separator,
                        names.size(),
                        names.indexOf("user"),
                        names.indexOf("logonName"),
                        names.indexOf("password"),
                        named)
                : null;
    }

    /** What is wrong with a line, or null. Names no field but the user: the others may be secret. */
    private static @Nullable String wrong(CsvLine line, Columns columns) {
        if (line.isOpen()) {
            return "a quote is opened and not closed";
        }
        if (line.fields() != columns.count) {
            return "expected " + columns.count + " fields as in the "
                    + (columns.named.isEmpty() ? "header line" : "scenario's columns") + ", found " + line.fields();
        }
        String user = line.field(columns.user).strip();
        return PatternAccounts.isAddress(user)
                ? null
                : "expected an address such as alice@example.com in the column user, found \"" + user + '"';
    }

    /** Only the first so many. */
    CsvAccounts limited(int count) {
        return new CsvAccounts(file, text, starts, Math.min(size, count), columns, logonName, password);
    }

    /** The columns as the scenario names them; empty when the file does. */
    List<String> named() {
        return columns.named;
    }

    Path file() {
        return file;
    }

    LogonName logonName() {
        return logonName;
    }

    @Nullable
    Secret password() {
        return password;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Account at(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        CsvLine line = new CsvLine(text, starts[index]);
        line.next(columns.separator);
        String user = line.field(columns.user).strip();
        String logon =
                columns.logonName < 0 ? "" : line.field(columns.logonName).strip();
        String own = columns.password < 0 ? "" : line.field(columns.password);
        return new Account(
                user, logon.isEmpty() ? logonName.of(user) : logon, own.isEmpty() ? password : Secret.of(own));
    }

    /** The file's name and size; no user and no password. */
    @Override
    public String toString() {
        return file + " (" + size + " users)";
    }
}
