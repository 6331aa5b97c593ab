package rollcall.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** One question under way. */
final class DnsQuery {
    /** RFC 1035 §4.1.1: the fixed head of every message. */
    static final int HEADER_BYTES = 12;

    private static final int RECURSION_DESIRED = 0x0100;

    /** What was asked by the caller; {@link #question} differs from it once an alias has been followed. */
    final DnsQuestion original;

    final DnsLookup.Taker taker;
    final int id;
    final long askedNanos;

    DnsQuestion question;
    int aliases;
    long ttlSeconds = Long.MAX_VALUE;

    /** The present try, from 1; try n goes to server n - 1 modulo their number. */
    int tries;

    boolean done;
    /** Whether the present try goes, or waits to go, over TCP. */
    boolean overTcp;

    /** Its connection, once it has one. */
    @Nullable
    Channel tcp;

    /** The server to which this try counts as on its way. */
    @Nullable
    DnsServer slotAt;

    long slotUntilNanos;

    /** Links of {@link Deadlines}. */
    @Nullable
    DnsQuery earlier;

    @Nullable
    DnsQuery later;

    long dueNanos;
    boolean timed;

    DnsQuery(DnsQuestion question, DnsLookup.Taker taker, int id, long askedNanos) {
        this.original = question;
        this.question = question;
        this.taker = taker;
        this.id = id;
        this.askedNanos = askedNanos;
    }

    int bytes() {
        return HEADER_BYTES + question.wire().length;
    }

    /**
     * RFC 1035 §4.1. Without EDNS, as Communicator's resolver asked: what is above 512 bytes comes by TCP, and old servers
     * that refuse an OPT record need no second try.
     */
    void write(ByteBuf out) {
        out.writeShort(id).writeShort(RECURSION_DESIRED);
        out.writeShort(1).writeShort(0).writeInt(0);
        out.writeBytes(question.wire());
    }
}
