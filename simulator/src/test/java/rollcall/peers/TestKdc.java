package rollcall.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.identity.backend.MemoryIdentityBackend;
import org.apache.kerby.kerberos.kerb.request.KrbIdentity;
import org.apache.kerby.kerberos.kerb.server.KdcConfigKey;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/**
 * A KDC in this process, Apache Kerby, for what is to be tested everywhere: the realm EXAMPLE.TEST with {@code user0001} to
 * {@code user0003}, whose password is {@value #PASSWORD}, and the services of pool01 and pool02. Until it is closed, the
 * JDK's Kerberos asks it, in the whole process.
 */
public final class TestKdc implements AutoCloseable {
    public static final String PASSWORD = "secret";

    private static final String[] SERVICES = {
        "sip/pool01.example.test@EXAMPLE.TEST", "sip/pool02.example.test@EXAMPLE.TEST"
    };

    private final SimpleKdcServer server;
    private final Path folder;
    private boolean stopped;

    private TestKdc(SimpleKdcServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Starts it in an empty folder.
     *
     * @param enctype the one kind of keys there is, as in {@code aes128-cts-hmac-sha1-96}
     */
    public static TestKdc start(Path folder, String enctype) throws KrbException, IOException {
        int port = PeerFiles.freePort();
        SimpleKdcServer server = new SimpleKdcServer();
        server.setWorkDir(folder.toFile());
        server.setKdcRealm("EXAMPLE.TEST");
        server.setKdcHost("127.0.0.1");
        server.setKdcTcpPort(port);
        server.setAllowUdp(false);
        server.getKdcConfig().setString(KdcConfigKey.ENCRYPTION_TYPES, enctype);
        server.getBackendConfig().setString(KdcConfigKey.KDC_IDENTITY_BACKEND, Principals.class.getName());
        server.init();
        for (int i = 1; i <= 3; i++) {
            server.createPrincipal("user000" + i + "@EXAMPLE.TEST", PASSWORD);
        }
        server.createPrincipals(SERVICES);
        server.exportPrincipal(
                "user0001@EXAMPLE.TEST", folder.resolve("users.keytab").toFile());
        for (String service : SERVICES) {
            server.exportPrincipal(service, folder.resolve("services.keytab").toFile());
        }
        server.start();
        Path config = Files.writeString(folder.resolve("client.conf"), """
                [libdefaults]
                    default_realm = EXAMPLE.TEST
                    dns_lookup_kdc = false
                    dns_lookup_realm = false
                    udp_preference_limit = 1
                    kdc_timeout = 3000
                    max_retries = 1
                    allow_weak_crypto = true
                    permitted_enctypes = %s
                [realms]
                    EXAMPLE.TEST = {
                        kdc = 127.0.0.1:%d
                    }
                """.formatted(enctype, port));
        JdkKerberos.use(config);
        return new TestKdc(server, folder);
    }

    /** How often it has looked up this user: once for each request of theirs. */
    public int lookUps(String principal) {
        Principals principals = (Principals) server.getIdentityService();
        return Collections.frequency(principals.lookedUp, principal);
    }

    /** The keys of the services. */
    public Path services() {
        return folder.resolve("services.keytab");
    }

    /** The key of user0001. */
    public Path users() {
        return folder.resolve("users.keytab");
    }

    /** From now on nobody answers. */
    public void stop() throws KrbException {
        if (!stopped) {
            stopped = true;
            server.stop();
        }
    }

    @Override
    public void close() throws KrbException {
        stop();
        JdkKerberos.forget();
    }

    /** Who is known, in memory. Kerby makes it by its name. */
    public static final class Principals extends MemoryIdentityBackend {
        private final List<String> lookedUp = new CopyOnWriteArrayList<>();

        @Override
        protected KrbIdentity doGetIdentity(String principal) {
            lookedUp.add(principal);
            return super.doGetIdentity(principal);
        }
    }
}
