package rollcall.engine;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PlanException;

/** Addresses that begin with the same bits, in CIDR notation (RFC 4632 §3.1); a single address is a range of one. */
final class AddressRange {
    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or an address.
     *
     * @return null when the entry is a name
     * @throws PlanException when it looks like a range and is none
     */
    static @Nullable AddressRange parse(String entry) throws PlanException {
        int slash = entry.indexOf('/');
        byte @Nullable [] network =
                NetUtil.createByteArrayFromIpAddressString(slash < 0 ? entry : entry.substring(0, slash));
        if (network == null) {
            if (slash < 0) {
                return null;
            }
            throw new PlanException("guards.allow: \"" + entry + "\" is not a range such as 192.0.2.0/24");
        }
        int longest = network.length * 8;
        int bits = slash < 0 ? longest : prefix(entry.substring(slash + 1));
        if (bits < 0 || bits > longest) {
            throw new PlanException(
                    "guards.allow: \"" + entry + "\" needs a prefix length from 0 to " + longest + " after the slash");
        }
        return new AddressRange(network, bits);
    }

    private static int prefix(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether the address, 4 or 16 bytes, lies in the range. */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((address[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }
}
