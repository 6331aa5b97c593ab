package rollcall.plan;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses, ports and names as people write them. Never asks a name server. */
public final class Addresses {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private Addresses() {}

    /** A host and a port; the host of {@code [::1]:53} is {@code ::1}. */
    public record HostPort(String host, int port) {}

    /** An IPv4 or IPv6 literal as an address; null for anything else. */
    public static @Nullable InetAddress literal(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        String allowed = v6 ? "0123456789abcdefABCDEF:." : "0123456789.";
        if (text.isEmpty() || !text.chars().allMatch(c -> allowed.indexOf(c) >= 0) || (!v6 && !isDottedQuad(text))) {
            return null;
        }
        try {
            // The brackets rule out a look-up: what stands in them is a literal or an error.
            return InetAddress.getByName(v6 ? "[" + text + "]" : text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean isDottedQuad(String text) {
        String[] parts = text.split("\\.", -1);
        for (String part : parts) {
            if (port(part) < 0 || port(part) > 255) {
                return false;
            }
        }
        return parts.length == 4;
    }

    /** {@code host}, {@code host:port}, {@code [::1]:port} or {@code ::1}, with a name or literal as host; or null. */
    public static @Nullable HostPort hostPort(String text, int defaultPort) {
        String host = text;
        int port = defaultPort;
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0 || (close + 1 < text.length() && close + 1 != colon)) {
                return null;
            }
            host = text.substring(1, close);
            port = close + 1 == colon ? port(text.substring(colon + 1)) : port;
        } else if (colon >= 0 && colon == text.indexOf(':')) {
            host = text.substring(0, colon);
            port = port(text.substring(colon + 1));
        }
        boolean hostFits = literal(host) != null || isName(host);
        return hostFits && port > 0 ? new HostPort(host, port) : null;
    }

    /** A DNS server: a literal or {@code localhost}, and a port (53 when none is given); or null. */
    public static @Nullable InetSocketAddress dnsServer(String text) {
        HostPort server = hostPort(text, 53);
        if (server == null) {
            return null;
        }
        InetAddress address = server.host.equals("localhost") ? literal("127.0.0.1") : literal(server.host);
        return address == null ? null : new InetSocketAddress(address, server.port);
    }

    /** 0 to 65535, or -1. */
    static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= 65535 ? port : -1;
    }

    /** Whether this can be a host or domain name; a name whose last label is a number cannot (it would be an address). */
    public static boolean isName(String text) {
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            boolean fits = !label.isEmpty()
                    && label.length() <= MAX_LABEL
                    && label.charAt(0) != '-'
                    && label.charAt(label.length() - 1) != '-'
                    && label.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
            if (!fits) {
                return false;
            }
        }
        return text.length() <= MAX_NAME && port(labels[labels.length - 1]) < 0;
    }

    /** Whether this is an address, a range of addresses or a name: what {@code guards.allow} may hold. */
    static boolean isHostOrRange(String text) {
        return literal(text) != null || isName(text) || range(text) != null;
    }

    /**
     * The addresses of a literal or a CIDR range that a socket can be bound to: network and broadcast address of an
     * IPv4 range of four or more are left out. Null for text that is neither; of a range that is too large, one more
     * than {@link Bounds#MOST_SOURCES}.
     */
    static @Nullable List<String> expand(String text) {
        Range range = range(text);
        if (range == null) {
            return null;
        }
        boolean trimmed = range.bytes == 4 && range.size.longValue() >= 4;
        long size = range.size.min(BigInteger.valueOf(Bounds.MOST_SOURCES + 3)).longValue();
        List<String> addresses = new ArrayList<>();
        for (long i = trimmed ? 1 : 0; i < (trimmed ? size - 1 : size); i++) {
            addresses.add(text(range.first.add(BigInteger.valueOf(i)), range.bytes));
        }
        return addresses;
    }

    private record Range(BigInteger first, BigInteger size, int bytes) {}

    private static @Nullable Range range(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.getAddress().length * 8;
        int prefix = slash < 0 ? bits : port(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            return null;
        }
        BigInteger number = new BigInteger(1, address.getAddress());
        BigInteger first = number.shiftRight(bits - prefix).shiftLeft(bits - prefix);
        return new Range(first, BigInteger.ONE.shiftLeft(bits - prefix), bits / 8);
    }

    private static String text(BigInteger number, int bytes) {
        byte[] digits = number.toByteArray();
        byte[] address = new byte[bytes];
        int length = Math.min(digits.length, bytes);
        System.arraycopy(digits, digits.length - length, address, bytes - length, length);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a socket can be bound to it to connect from: not "any", not multicast, not broadcast. */
    static boolean canBeSource(String literal) {
        InetAddress address = literal(literal);
        return address != null
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !literal.equals("255.255.255.255");
    }
}
