package rollcall.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthKit;
import rollcall.auth.Credentials;
import rollcall.auth.Kerberos;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosServer;
import rollcall.auth.KerberosSource;
import rollcall.auth.KerberosVerifier;

/** A KDC in the process with a user and a pool, and both ends of a Kerberos sign-in. */
final class KerberosSamples {
    private static final Credentials ALICE = Credentials.of("alice@EXAMPLE.COM", "secret");

    private final KerberosLogins logins =
            new KerberosLogins(new KerberosSource("EXAMPLE.COM", null, false), KerberosSamples::wallNanos);
    private final KerberosServer server;

    private KerberosSamples(Path keytab) throws IOException {
        server = new KerberosServer("SIP Communications Service", "pool01.example.com", 4, keytab);
    }

    /** Starts the KDC; it ends with the process. */
    static KerberosSamples open() {
        try {
            Path folder = Files.createTempDirectory("rollcall-kdc");
            Path keytab = folder.resolve("keytab");
            SimpleKdcServer kdc = new SimpleKdcServer();
            kdc.setWorkDir(folder.toFile());
            kdc.setKdcRealm("EXAMPLE.COM");
            kdc.setKdcHost("127.0.0.1");
            kdc.setKdcTcpPort(freePort());
            kdc.setAllowUdp(false);
            kdc.init();
            kdc.createPrincipal(ALICE.user(), ALICE.password());
            kdc.createPrincipals("sip/pool01.example.com@EXAMPLE.COM");
            kdc.exportPrincipal("sip/pool01.example.com@EXAMPLE.COM", keytab.toFile());
            kdc.start();
            System.setProperty(
                    "java.security.krb5.conf", folder.resolve("krb5.conf").toString());
            return new KerberosSamples(keytab);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static long wallNanos() {
        return System.currentTimeMillis() * 1_000_000;
    }

    Kerberos client() {
        return new Kerberos(kit(logins), logins);
    }

    KerberosVerifier verifier() {
        return new KerberosVerifier(kit(null), server);
    }

    private static AuthKit kit(@Nullable KerberosLogins logins) {
        return new AuthKit(new SplittableRandom(1), KerberosSamples::wallNanos, "WS01", logins);
    }

    /** Takes {@code client} up to where it can answer; after the first time without asking the KDC. */
    void challenge(Kerberos client) {
        client.reset(ALICE);
        client.challenged(AuthSamples.params(AuthSamples.written(out -> KerberosVerifier.offer(server, out))));
        Runnable preparation = client.preparation();
        if (preparation != null) {
            preparation.run();
        }
        if (client.prepared() != null) {
            throw new IllegalStateException(client.unprepared());
        }
    }
}
