package rollcall.peers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Kamailio as the registrar of {@code example.test} on loopback, over TLS and TCP, bindings in memory. Its certificate
 * names pool.example.test and sip.example.test and comes from the CA at {@link #trust()}.
 */
public final class Kamailio implements AutoCloseable {
    private final Peer peer;
    private final Path folder;
    private final InetSocketAddress tls;
    private final InetSocketAddress tcp;

    private Kamailio(Peer peer, Path folder, InetSocketAddress tls, InetSocketAddress tcp) {
        this.peer = peer;
        this.folder = folder;
        this.tls = tls;
        this.tcp = tcp;
    }

    /** Starts it in an empty folder; everybody may register. */
    public static Kamailio open(Path folder) {
        return start(folder);
    }

    /** Starts it in an empty folder; SIP Digest is asked for: any user, password {@code secret}. */
    public static Kamailio withDigest(Path folder) {
        return start(folder, "-A", "WITH_AUTH");
    }

    private static Kamailio start(Path folder, String... options) {
        InetSocketAddress tls = new InetSocketAddress(InetAddress.getLoopbackAddress(), PeerFiles.freePort());
        InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), PeerFiles.freePort());
        String here = folder.toAbsolutePath().toString();
        PeerFiles.certificates(folder);
        PeerFiles.fill(
                folder, "tls.cfg", Map.of("CERTIFICATE", here + "/rsa2048.crt", "PRIVATE_KEY", here + "/rsa2048.key"));
        Path configuration = PeerFiles.fill(
                folder,
                "kamailio.cfg",
                Map.of(
                        "SIP_TLS_PORT", Integer.toString(tls.getPort()),
                        "SIP_TCP_PORT", Integer.toString(tcp.getPort()),
                        "MODULES", PeerPrograms.kamailioModules().orElseThrow().toString(),
                        "DIR", here));
        List<String> arguments =
                new ArrayList<>(List.of("-f", configuration.toAbsolutePath().toString(), "-DD", "-E"));
        Collections.addAll(arguments, "-m", "256", "-M", "16", "-w", here, "-Y", here, "-P", here + "/kamailio.pid");
        Collections.addAll(arguments, options);
        Peer peer = Peer.start(folder, "kamailio", arguments.toArray(String[]::new));
        try {
            peer.awaitListening(tls).awaitListening(tcp);
        } catch (AssertionError e) {
            peer.close();
            throw e;
        }
        return new Kamailio(peer, folder, tls, tcp);
    }

    public InetSocketAddress tls() {
        return tls;
    }

    public InetSocketAddress tcp() {
        return tcp;
    }

    /** The PEM file of the CA that signed its certificate. */
    public Path trust() {
        return folder.resolve("ca.crt");
    }

    /** Asks its RPC interface, for example {@code ul.dump} for every binding it holds. */
    public String rpc(String... command) {
        List<String> arguments = new ArrayList<>(List.of("-s", "unix:" + folder.toAbsolutePath() + "/ctl.sock"));
        Collections.addAll(arguments, command);
        return Peer.run(folder, "kamcmd", arguments.toArray(String[]::new));
    }

    public Peer peer() {
        return peer;
    }

    @Override
    public void close() {
        peer.close();
    }
}
