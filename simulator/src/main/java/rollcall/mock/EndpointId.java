package rollcall.mock;

import io.netty.buffer.ByteBuf;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.InstanceId;

/**
 * Which endpoint of a user: the UUID that {@code +sip.instance} carries, derived from the epid (MS-SIPRE 3.2.3.1) or as
 * the client gave it. Set anew for each request; one for an event loop.
 */
final class EndpointId {
    /** Where the byte that is printed n-th lies in a Windows GUID: its first three fields are little-endian. */
    private static final int[] PRINTED = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final String BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String URN = "<urn:uuid:";
    private static final int UUID_LENGTH = 36;

    private final InstanceId derived = new InstanceId();
    private final byte[] guid = new byte[16];

    /** The endpoint that this epid stands for. */
    void derive(AsciiSlice epid) {
        derived.of(epid.array(), epid.offset(), epid.length()).copyGuid(guid);
    }

    /** The endpoint as a client names it: {@code <urn:uuid:...>}; false when that is something else. */
    boolean parse(AsciiSlice instance) {
        byte[] a = instance.array();
        int from = instance.offset() + URN.length();
        if (instance.length() != URN.length() + UUID_LENGTH + 1
                || !Ascii.equalsIgnoreCase(a, instance.offset(), from, URN)) {
            return false;
        }
        int at = from;
        for (int printed = 0; printed < 16; printed++) {
            if (printed == 4 || printed == 6 || printed == 8 || printed == 10) {
                if (a[at++] != '-') {
                    return false;
                }
            }
            int high = Character.digit(a[at++], 16);
            int low = Character.digit(a[at++], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            guid[PRINTED[printed]] = (byte) (high << 4 | low);
        }
        return a[at] == '>';
    }

    long high() {
        return half(0);
    }

    long low() {
        return half(8);
    }

    private long half(int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = (value << 8) | (guid[i] & 0xFF);
        }
        return value;
    }

    /** The UUID of an endpoint in lower case, as the server answers it. */
    static void writeUuid(long high, long low, ByteBuf out) {
        for (int printed = 0; printed < 16; printed++) {
            if (printed == 4 || printed == 6 || printed == 8 || printed == 10) {
                out.writeByte('-');
            }
            Ascii.writeHex(out, octet(high, low, PRINTED[printed]), 2);
        }
    }

    /** What stands behind {@code user:epid:} in a GRUU: the sixteen bytes and two zeros in base64url. */
    static void writeGruuPart(long high, long low, ByteBuf out) {
        for (int i = 0; i < 18; i += 3) {
            int three = octet(high, low, i) << 16 | octet(high, low, i + 1) << 8 | octet(high, low, i + 2);
            for (int shift = 18; shift >= 0; shift -= 6) {
                out.writeByte(BASE64_URL.charAt(three >>> shift & 63));
            }
        }
    }

    private static int octet(long high, long low, int index) {
        if (index >= 16) {
            return 0;
        }
        return (int) ((index < 8 ? high : low) >>> ((7 - (index % 8)) * 8)) & 0xFF;
    }
}
