package rollcall.mock;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * A ClientHello byte by byte, and what a server makes of it: independent of the engines here, which no longer offer TLS
 * 1.0 of themselves. RFC 2246 §7.4.1, RFC 8446 §4.1.
 */
final class TlsHello {
    private static final Map<String, Integer> VERSIONS =
            Map.of("TLSv1", 0x0301, "TLSv1.1", 0x0302, "TLSv1.2", 0x0303, "TLSv1.3", 0x0304);

    private static final String OLD_SUITES = "c009c00ac013c014002f0035c02bc02f";
    private static final String SUITES_OF_13 = "13011302";
    private static final String GROUPS = "000a0006" + "0004" + "0017001d";
    private static final String POINTS = "000b0002" + "0100";
    private static final String SIGNATURES = "000d000c" + "000a" + "04030804040102030201";
    private static final String VERSION_13 = "002b0003" + "02" + "0304";
    /** No share yet: a server that speaks 1.3 asks for one, which is answer enough. */
    private static final String NO_SHARE = "00330002" + "0000";

    private TlsHello() {}

    static byte[] of(String protocol) {
        boolean is13 = protocol.equals("TLSv1.3");
        byte[] suites = HexFormat.of().parseHex(is13 ? SUITES_OF_13 : OLD_SUITES);
        byte[] extensions = HexFormat.of().parseHex(GROUPS + POINTS + SIGNATURES + (is13 ? VERSION_13 + NO_SHARE : ""));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        two(body, is13 ? 0x0303 : version(protocol));
        body.writeBytes(new byte[32]);
        body.write(0);
        two(body, suites.length);
        body.writeBytes(suites);
        body.write(1);
        body.write(0);
        two(body, extensions.length);
        body.writeBytes(extensions);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(0x16);
        two(record, 0x0301);
        two(record, body.size() + 4);
        record.write(1);
        record.write(0);
        two(record, body.size());
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }

    /** Whether a server answers this protocol's hello by a ServerHello of the same. */
    static boolean serverTakes(InetSocketAddress server, String protocol) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(of(protocol));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            in.readUnsignedShort();
            byte[] content = in.readNBytes(in.readUnsignedShort());
            boolean hello = type == 0x16 && content[0] == 2;
            int chosen = hello ? ((content[4] & 0xFF) << 8) | (content[5] & 0xFF) : 0;
            boolean says13 = hello && HexFormat.of().formatHex(content).contains("002b00020304");
            return protocol.equals("TLSv1.3") ? says13 : chosen == version(protocol) && !says13;
        }
    }

    private static int version(String protocol) {
        return Objects.requireNonNull(VERSIONS.get(protocol));
    }

    private static void two(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
