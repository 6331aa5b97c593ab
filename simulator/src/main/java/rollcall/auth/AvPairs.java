package rollcall.auth;

/** Walks a list of attribute-value pairs (MS-NLMP 2.2.2.1), in any order and of any kind, within its bounds. */
final class AvPairs {
    static final int END = 0;
    static final int COMPUTER = 1;
    static final int DOMAIN = 2;
    static final int DNS_COMPUTER = 3;
    static final int DNS_DOMAIN = 4;
    static final int DNS_TREE = 5;
    static final int FLAGS = 6;
    static final int TIMESTAMP = 7;

    /** Of the value of {@link #FLAGS}. */
    static final int FLAGS_LENGTH = 4;

    /** In {@link #FLAGS}: the message carries an integrity code. */
    static final int FLAG_MIC = 0x2;

    /** Identifier and length. */
    static final int HEAD = 4;

    private byte[] bytes = {};
    private int at;
    private int limit;
    private int id;
    private int length;
    private int valueFrom;
    private boolean complete;

    /** Looks at a range; call {@link #next} for the first pair. */
    void parse(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        limit = to;
        complete = false;
    }

    /** Goes to the next pair; false at the end of the list, and where it leaves its bounds. */
    boolean next() {
        if (complete || limit - at < HEAD) {
            return false;
        }
        id = LittleEndian.getShort(bytes, at);
        length = LittleEndian.getShort(bytes, at + 2);
        if (id == END) {
            complete = true;
            return false;
        }
        if (length > limit - at - HEAD) {
            return false;
        }
        valueFrom = at + HEAD;
        at = valueFrom + length;
        return true;
    }

    int id() {
        return id;
    }

    int length() {
        return length;
    }

    int valueFrom() {
        return valueFrom;
    }

    /** Has the walk met the pair that ends the list? */
    boolean isComplete() {
        return complete;
    }

    /** Where the walk stands: in the end, where the pair that ends the list begins. */
    int end() {
        return at;
    }
}
