package rollcall.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** What a peer needs before it starts: its files with the values filled in, certificates, ports. */
public final class PeerFiles {
    private PeerFiles() {}

    /** Copies the resource {@code name} into {@code folder}, with each {@code @KEY@} replaced by its value. */
    public static Path fill(Path folder, String name, Map<String, String> values) {
        try (InputStream resource =
                Objects.requireNonNull(PeerFiles.class.getResourceAsStream("/peers/" + name), name)) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes certificates in {@code folder}, by the openssl program: {@code ca.crt}; {@code rsa2048}, {@code ecp256} and
     * {@code ecp384} for pool.example.test and sip.example.test; {@code wrongname}, {@code selfsigned}, {@code expired} and
     * {@code orphan}, which a client must refuse (each {@code .crt} and {@code .key}, PEM).
     */
    public static Path certificates(Path folder) {
        Peer.run(folder, "sh", fill(folder, "make-certs.sh", Map.of()).toString());
        return folder;
    }

    /**
     * A port of 127.0.0.1 that is free for TCP and UDP now. It lies below the ports that outgoing connections get, so
     * that none of ours takes it before the peer does.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    ThreadLocalRandom.current().nextInt(15_000, 30_000));
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(address)) {
                tcp.bind(address);
                return udp.getLocalPort();
            } catch (IOException e) {
                // Taken: try another.
            }
        }
        throw new AssertionError("no free port on loopback");
    }
}
