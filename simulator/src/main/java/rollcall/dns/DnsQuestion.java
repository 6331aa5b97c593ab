package rollcall.dns;

import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A name and a type to ask for, in the forms in which they are needed again and again. */
final class DnsQuestion {
    private final Name name;
    private final int type;
    private final String text;
    private final byte[] wire;
    private final int hash;

    private DnsQuestion(Name name, int type) {
        this.name = name;
        this.type = type;
        this.text = name.toString(true);
        DNSOutput out = new DNSOutput();
        name.toWire(out, null);
        out.writeU16(type);
        out.writeU16(DClass.IN);
        this.wire = out.toByteArray();
        this.hash = 31 * name.hashCode() + type;
    }

    /**
     * @param host a name, absolute with or without a trailing dot
     * @throws TextParseException when that is not a name: an empty label, one above 63 octets, more than 255 in all
     */
    static DnsQuestion of(String host, int type) throws TextParseException {
        return new DnsQuestion(Name.fromString(host, Name.root), type);
    }

    /** The same type for another name. */
    DnsQuestion at(Name other) {
        return new DnsQuestion(other, type);
    }

    Name name() {
        return name;
    }

    /** As in {@link Type}. */
    int type() {
        return type;
    }

    /** The name without a trailing dot. */
    String host() {
        return text;
    }

    /** The question section; not to be written to. */
    byte[] wire() {
        return wire;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsQuestion that
                && type == that.type
                && hash == that.hash
                && (Arrays.equals(wire, that.wire) || name.equals(that.name));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As a person writes it: {@code _sip._tls.example.com SRV}. */
    @Override
    public String toString() {
        return text + " " + Type.string(type);
    }
}
