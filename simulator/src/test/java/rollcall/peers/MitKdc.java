package rollcall.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * MIT's Kerberos KDC on loopback for the realm EXAMPLE.TEST, with {@value #USERS} users whose password is {@value #PASSWORD}:
 * see {@code make-kdc.sh} for what is in it. Until it is closed, the JDK's Kerberos asks it, in the whole process.
 */
public final class MitKdc implements AutoCloseable {
    public static final String PASSWORD = "secret";
    public static final int USERS = 20;

    private static final String ALL_ENCTYPES = "aes256-cts,aes128-cts,rc4-hmac";

    private final Path folder;
    private final Peer peer;

    private MitKdc(Path folder, Peer peer) {
        this.folder = folder;
        this.peer = peer;
    }

    /** Starts the KDC in an empty folder, and waits until it listens. */
    public static MitKdc start(Path folder) {
        return start(folder, ALL_ENCTYPES);
    }

    /** The same with services that have keys of these kinds alone, as in {@code rc4-hmac}. */
    public static MitKdc start(Path folder, String enctypes) {
        int port = PeerFiles.freePort();
        String script = PeerFiles.fill(folder, "make-kdc.sh", Map.of()).toString();
        Peer.run(
                folder,
                "env",
                "ROLLCALL_PASSWORD=" + PASSWORD,
                "ENCTYPES=" + enctypes,
                "sh",
                script,
                folder.toString(),
                Integer.toString(port),
                Integer.toString(USERS));
        Peer peer = Peer.start(
                folder,
                "env",
                "KRB5_CONFIG=" + folder.resolve("krb5.conf"),
                "KRB5_KDC_PROFILE=" + folder.resolve("kdc.conf"),
                PeerPrograms.find("krb5kdc").orElseThrow().toString(),
                "-n",
                "-P",
                folder.resolve("kdc.pid").toString());
        try {
            peer.awaitListening(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (AssertionError e) {
            peer.close();
            throw e;
        }
        JdkKerberos.use(folder.resolve("krb5.conf"));
        return new MitKdc(folder, peer);
    }

    /** The configuration that leads to it. */
    public Path config() {
        return folder.resolve("krb5.conf");
    }

    /** The keys of the services. */
    public Path services() {
        return folder.resolve("services.keytab");
    }

    /** The keys of the users. */
    public Path users() {
        return folder.resolve("users.keytab");
    }

    /** Everything that was asked of it, and its answers. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("kdc.log"));
    }

    /** Ends it; Java still knows where it was. */
    public void die() {
        peer.close();
    }

    @Override
    public void close() {
        peer.close();
        JdkKerberos.forget();
    }
}
