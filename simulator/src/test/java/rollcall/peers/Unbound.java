package rollcall.peers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/** Unbound, a resolver, on loopback over UDP and TCP. */
public final class Unbound implements AutoCloseable {
    private final Peer peer;
    private final InetSocketAddress address;

    private Unbound(Peer peer, InetSocketAddress address) {
        this.peer = peer;
        this.address = address;
    }

    /**
     * Starts one that asks this server about {@code example.test}.
     *
     * @param folder an empty folder
     */
    public static Unbound asking(Path folder, InetSocketAddress server) {
        return start(folder, stub(server.getPort()));
    }

    /**
     * Starts one that would ask a server about {@code example.test} where nobody is, and soon gives up.
     *
     * @param folder an empty folder
     */
    public static Unbound askingNobody(Path folder) {
        // with its usual patience it tries for longer than any client waits
        String impatient = "  outbound-msg-retry: 1\n  unknown-server-time-limit: 50\n";
        return start(folder, impatient + stub(PeerFiles.freePort()));
    }

    private static String stub(int port) {
        return """
                stub-zone:
                  name: "example.test."
                  stub-addr: 127.0.0.1@%d
                """.formatted(port);
    }

    /**
     * Starts one that knows these records of {@code example.test}, and no others.
     *
     * @param folder an empty folder
     * @param records lines of a zone file, with whole names
     */
    public static Unbound knowing(Path folder, String... records) {
        StringBuilder zone = new StringBuilder("  local-zone: \"example.test.\" static\n");
        for (String each : records) {
            zone.append("  local-data: \"").append(each).append("\"\n");
        }
        return start(folder, zone.toString());
    }

    /**
     * Starts one that talks to nobody.
     *
     * @param folder an empty folder
     */
    public static Unbound refusing(Path folder) {
        return start(folder, "  access-control: 127.0.0.0/8 refuse\n");
    }

    private static Unbound start(Path folder, String content) {
        int port = PeerFiles.freePort();
        Path configuration = PeerFiles.fill(
                folder,
                "unbound.conf",
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "DIR",
                        folder.toAbsolutePath().toString(),
                        "CONTENT",
                        content));
        Peer peer = Peer.start(
                folder,
                "unbound",
                "-d",
                "-p",
                "-c",
                configuration.toAbsolutePath().toString());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            peer.awaitListening(address);
        } catch (AssertionError e) {
            peer.close();
            throw e;
        }
        return new Unbound(peer, address);
    }

    /** Where it answers. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        peer.close();
    }
}
