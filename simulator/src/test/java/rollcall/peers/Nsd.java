package rollcall.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * NSD, serving {@code example.test} on loopback over UDP and TCP.
 */
public final class Nsd implements AutoCloseable {
    private final Peer peer;
    private final InetSocketAddress address;

    private Nsd(Peer peer, InetSocketAddress address) {
        this.peer = peer;
        this.address = address;
    }

    /**
     * Starts NSD with what is in {@code peers/example.test.zone}, and waits until it answers.
     *
     * @param folder an empty folder
     * @param sipTlsPort the port that the zone's {@code _sipinternaltls._tcp} records name
     * @param sipTcpPort the port that its {@code _sipinternal._tcp} record names
     */
    public static Nsd start(Path folder, int sipTlsPort, int sipTcpPort) {
        PeerFiles.fill(
                folder,
                "example.test.zone",
                Map.of("SIP_TLS_PORT", Integer.toString(sipTlsPort), "SIP_TCP_PORT", Integer.toString(sipTcpPort)));
        return start(folder);
    }

    /**
     * Starts NSD with these records in {@code example.test}, and waits until it answers.
     *
     * @param folder an empty folder
     * @param records lines of a zone file, names relative to the zone
     */
    public static Nsd serving(Path folder, String... records) {
        String head = """
                $ORIGIN example.test.
                $TTL 300
                @ IN SOA ns hostmaster 1 3600 900 604800 60
                @ IN NS ns
                ns IN A 127.0.0.1
                """;
        try {
            Files.writeString(folder.resolve("example.test.zone"), head + String.join("\n", records) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(folder);
    }

    private static Nsd start(Path folder) {
        int port = PeerFiles.freePort();
        Path configuration = PeerFiles.fill(
                folder,
                "nsd.conf",
                Map.of(
                        "PORT",
                        Integer.toString(port),
                        "DIR",
                        folder.toAbsolutePath().toString()));
        Peer peer = Peer.start(
                folder, "nsd", "-d", "-c", configuration.toAbsolutePath().toString());
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            SimpleResolver resolver = new SimpleResolver(address);
            resolver.setTimeout(Duration.ofMillis(500));
            Record question = Record.newRecord(Name.fromString("example.test."), Type.SOA, DClass.IN);
            peer.await("answered for example.test", () -> answers(resolver, question));
        } catch (IOException e) {
            peer.close();
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            peer.close();
            throw e;
        }
        return new Nsd(peer, address);
    }

    /** Where it answers. */
    public InetSocketAddress address() {
        return address;
    }

    public Peer peer() {
        return peer;
    }

    @Override
    public void close() {
        peer.close();
    }

    private static boolean answers(SimpleResolver resolver, Record question) {
        try {
            return resolver.send(Message.newQuery(question)).getHeader().getFlag(Flags.AA);
        } catch (IOException e) {
            return false;
        }
    }
}
