package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Writes addresses and numbers as SIP shows them, straight to the buffer. */
final class LocalAddress {
    private LocalAddress() {}

    /** The address; an IPv6 one in brackets (RFC 3261 §25.1, IPv6reference). */
    static void writeHost(InetSocketAddress local, ByteBuf out) {
        InetAddress address = local.getAddress();
        if (address instanceof Inet4Address) {
            byte[] octets = address.getAddress();
            for (int i = 0; i < octets.length; i++) {
                if (i > 0) {
                    out.writeByte('.');
                }
                writeNatural(octets[i] & 0xff, out);
            }
        } else {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            out.writeByte('[');
            ByteBufUtil.writeAscii(out, zone < 0 ? text : text.substring(0, zone));
            out.writeByte(']');
        }
    }

    /** The subnet id that Lync clients send: the address with its last octet 0, as for a /24. */
    static void writeSubnet(InetSocketAddress local, ByteBuf out) {
        byte[] octets = local.getAddress().getAddress();
        for (int i = 0; i < 3; i++) {
            writeNatural(octets[i] & 0xff, out);
            out.writeByte('.');
        }
        out.writeByte('0');
    }

    /** A number that is not negative, in decimal. */
    static void writeNatural(long number, ByteBuf out) {
        if (number >= 10) {
            writeNatural(number / 10, out);
        }
        out.writeByte('0' + (int) (number % 10));
    }
}
