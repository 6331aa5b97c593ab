package rollcall.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/**
 * The download of the address book (TechNet dd572831): a client that has none asks for today's full file, and where there
 * is none for that of the day before (inferred), as far back as a server keeps them. One that has one asks for what has
 * changed since, and for the full file where nobody knows that any more. A file can be fetched in parts (RFC 9110 §14); they
 * are counted and not put together, so nothing is asked of them but that they follow each other.
 */
public final class AddressBook implements WebErrand {
    /** Days are counted from here. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2001, 1, 1);

    /** How many days a server keeps its files. */
    private static final int DAYS_KEPT = 30;

    private static final long MOST_BYTES = 256L << 20;
    private static final int KEPT_BYTES = 4_096;
    private static final long UNKNOWN = -1;

    /** [MS-ABS] 2.2.4: what the file of changes begins with. */
    private static final byte[] CHANGES = {
        0x16,
        (byte) 0xC1,
        0x4B,
        (byte) 0xB5,
        0x08,
        (byte) 0x90,
        (byte) 0xC7,
        0x47,
        (byte) 0xB9,
        (byte) 0xBD,
        (byte) 0xF3,
        (byte) 0xBB,
        0x1A,
        0x0A,
        (byte) 0xB6,
        (byte) 0xEB
    };

    private final WebUrl folder;
    private final int today;
    private int day;
    private final int partBytes;
    private int have;
    private long came;
    private long total = UNKNOWN;

    /** A download of whole files. */
    public AddressBook(WebUrl folder, int today, int have) {
        this(folder, today, have, 0);
    }

    /**
     * A download.
     *
     * @param folder as the pool names it
     * @param today as {@link #day} counts
     * @param have the day of the file that the client has; -1 when it has none
     * @param partBytes how many bytes it asks for at a time; 0 for the whole file
     */
    public AddressBook(WebUrl folder, int today, int have, int partBytes) {
        this.folder = folder;
        this.today = today;
        this.day = today;
        this.have = have;
        this.partBytes = partBytes;
    }

    /** The day that a moment belongs to, at the meridian of Greenwich, as the names of the files count it. */
    public static int day(Instant moment) {
        return (int) ChronoUnit.DAYS.between(FIRST_DAY, LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    @Override
    public Stage stage() {
        return Stage.ADDRESS_BOOK;
    }

    @Override
    public WebUrl url() {
        return folder;
    }

    @Override
    public WebRequest request() {
        WebUrl file = folder.child(name());
        return partBytes == 0 ? WebRequest.get(file) : WebRequest.part(file, came, partBytes);
    }

    private String name() {
        return have < 0
                ? String.format(Locale.ROOT, "F-%04X.lsabs", day)
                : String.format(Locale.ROOT, "D-%04X-%04X.lsabs", have, today);
    }

    @Override
    public int keptBytes() {
        return KEPT_BYTES;
    }

    @Override
    public long mostBytes() {
        return MOST_BYTES - came;
    }

    @Override
    public @Nullable WebResult answered(WebAnswer answer) {
        String name = name();
        if (answer.status() == 404) {
            return older()
                    ? null
                    : WebResult.failed(
                            Fault.WEB_NOT_FOUND, "no address book of the last " + DAYS_KEPT + " days at " + folder);
        }
        boolean part = answer.status() == 206 && partBytes > 0;
        if (answer.status() == 416 && came > 0 && total == UNKNOWN) { // it ended where the last part did
            return WebResult.fetched(name, came);
        }
        if (answer.status() != 200 && !part) {
            return WebResult.refused(answer, folder.child(name));
        }
        if ((came == 0 || !part) && (answer.bytes() == 0 || !isAddressBook(answer.head()))) {
            return WebResult.failed(Fault.WEB_MALFORMED, folder.child(name) + " is no address book");
        }
        return part
                ? continued(answer, name)
                : WebResult.fetched(name, answer.bytes()); // RFC 9110 §14.2: 200 is all of it
    }

    private @Nullable WebResult continued(WebAnswer answer, String name) {
        ContentRange part = answer.part();
        if (part == null
                || part.first() != came
                || part.bytes() != answer.bytes()
                || part.bytes() > partBytes // less is allowed (RFC 9110 §15.3.7)
                || (came > 0 && part.total() != total)) {
            return WebResult.failed(
                    Fault.WEB_MALFORMED,
                    folder.child(name) + ": the part from byte " + came + " is not what was asked for");
        }
        came += part.bytes();
        total = part.total();
        return came == total ? WebResult.fetched(name, came) : null;
    }

    /** Goes back to what may still be there; false when nothing may. */
    private boolean older() {
        came = 0;
        total = UNKNOWN;
        if (have >= 0) {
            have = -1;
            return true;
        }
        return --day > today - DAYS_KEPT;
    }

    /** How a full file begins is not known, but it is not a page for people. */
    private boolean isAddressBook(byte[] head) {
        return have >= 0
                ? head.length >= CHANGES.length && Arrays.equals(head, 0, CHANGES.length, CHANGES, 0, CHANGES.length)
                : head[0] != '<';
    }
}
