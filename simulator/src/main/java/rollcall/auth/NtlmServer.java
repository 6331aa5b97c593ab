package rollcall.auth;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;

/**
 * What a front end says of itself in its NTLM challenges.
 *
 * <p>Names as in {@code EXAMPLE}, {@code POOL01}, {@code example.com}, {@code pool01.example.com}.
 */
public final class NtlmServer {
    private final AsciiSlice realm;
    private final AsciiSlice targetName;
    private final int version;
    private final byte[] targetInfo;

    /**
     * @param realm {@code SIP Communications Service} on every pool that was not told otherwise
     * @param version of the protocol that it offers: 2, 3 or 4
     */
    public NtlmServer(String realm, int version, String domain, String computer, String dnsDomain, String dnsComputer) {
        this(realm, version, domain, computer, dnsDomain, dnsComputer, null);
    }

    /** @param fileTime as newer servers state it, in 100 ns since 1601, which obliges clients to an integrity code; null for none */
    public NtlmServer(
            String realm,
            int version,
            String domain,
            String computer,
            String dnsDomain,
            String dnsComputer,
            @Nullable Long fileTime) {
        this.realm = AsciiSlice.of(realm);
        this.targetName = AsciiSlice.of(dnsComputer);
        this.version = version;
        // In the order of Windows Server 2003.
        byte[] info = new byte[0];
        info = pair(info, AvPairs.DOMAIN, utf16(domain));
        info = pair(info, AvPairs.COMPUTER, utf16(computer));
        info = pair(info, AvPairs.DNS_DOMAIN, utf16(dnsDomain));
        info = pair(info, AvPairs.DNS_COMPUTER, utf16(dnsComputer));
        info = pair(info, AvPairs.DNS_TREE, utf16(dnsDomain));
        if (fileTime != null) {
            byte[] time = new byte[Long.BYTES];
            LittleEndian.putLong(time, 0, fileTime);
            info = pair(info, AvPairs.TIMESTAMP, time);
        }
        this.targetInfo = pair(info, AvPairs.END, new byte[0]);
    }

    private static byte[] utf16(String text) {
        byte[] bytes = new byte[2 * text.length()];
        NtlmFunctions.putUtf16(text, bytes, 0);
        return bytes;
    }

    private static byte[] pair(byte[] before, int id, byte[] value) {
        byte[] all = Arrays.copyOf(before, before.length + AvPairs.HEAD + value.length);
        LittleEndian.putShort(all, before.length, id);
        LittleEndian.putShort(all, before.length + 2, value.length);
        System.arraycopy(value, 0, all, before.length + AvPairs.HEAD, value.length);
        return all;
    }

    AsciiSlice realm() {
        return realm;
    }

    AsciiSlice targetName() {
        return targetName;
    }

    int version() {
        return version;
    }

    byte[] targetInfo() {
        return targetInfo;
    }
}
