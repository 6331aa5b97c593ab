package rollcall.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.peers.NeedsPeer;
import rollcall.peers.Peer;
import rollcall.peers.PeerFiles;
import rollcall.plan.Account;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfiles;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;
import rollcall.report.Style;

/** A real nginx before the mock's web server, with the very configuration that the README has. */
@NeedsPeer({"nginx", "openssl"})
class NginxProxyTest {
    private static final String PASSWORD = "Tr0ub4dor&3";
    private static final String PROXY = "127.0.0.2";
    private static final TestChecks CHECKS = new TestChecks();

    @TempDir
    private Path folder;

    private String readme = "";

    @BeforeEach
    void readConfiguration() throws IOException {
        String text = Files.readString(Path.of("..", "README.md"));
        int from = text.indexOf("```nginx\n");
        assertThat(from).as("the README shows a configuration of nginx").isPositive();
        readme = text.substring(from + 9, text.indexOf("```", from + 9));
    }

    @AfterAll
    static void end() {
        CHECKS.close();
    }

    @Test
    void theConfigurationOfTheReadmeIsRightAndWithoutALocationItsPathIsNamed() throws Exception {
        PeerFiles.certificates(folder);
        try (MockPool pool = pool()) {
            try (Peer nginx = nginx(pool, readme)) {
                CheckReport report = check(pool);
                assertThat(report.found())
                        .as(TreeText.of(report, Style.PLAIN) + nginx.log())
                        .isEmpty();
            }
            String without = readme.replaceFirst("(?m)^.*/Abs/Ext/.*\\R", "");
            assertThat(without).isNotEqualTo(readme);
            try (Peer nginx = nginx(pool, without)) {
                CheckReport report = check(pool);
                String text = TreeText.of(report, Style.PLAIN);
                assertThat(report.found()).as(text + nginx.log()).hasSize(1);
                assertThat(report.found().get(0).finding()).isEqualTo(WebFinding.NOT_PUBLISHED);
                assertThat(text)
                        .contains("/Abs/Ext/Handler", "location ~* ^/Abs/Ext/ { proxy_pass https://web-farm; }")
                        .contains("clients outside get no address book");
            }
        }
    }

    private MockPool pool() throws Exception {
        MockPlan plan = TestChecks.ntlmPool(PASSWORD).withWeb(0);
        return MockPool.start(plan, folder, InstantSource.system(), answer -> {});
    }

    private static int port(MockPool pool, String host) {
        InetSocketAddress address = pool.webAddresses().get(host + ".example.test");
        return Objects.requireNonNull(address).getPort();
    }

    /** At the port that the pool names for clients outside, and at another address than the pool's own server there. */
    private Peer nginx(MockPool pool, String configuration) throws Exception {
        int port = port(pool, "webext");
        String here = folder.toAbsolutePath().toString();
        Files.writeString(
                folder.resolve("webext.conf"),
                configuration
                        .replace("listen 443 ssl", "listen " + PROXY + ":" + port + " ssl")
                        .replace("server web01.example.com:443", "server 127.0.0.1:" + port(pool, "web01"))
                        .replace("example.com", "example.test")
                        .replace("/etc/nginx/webext.pem", here + "/webext.crt")
                        .replace("/etc/nginx/webext.key", here + "/webext.key")
                        .replace("/etc/nginx/company-ca.pem", here + "/ca.pem"));
        PeerFiles.fill(folder, "nginx.conf", Map.of("DIR", here));
        Peer peer = Peer.start(folder, "nginx", "-e", "stderr", "-p", here, "-c", here + "/nginx.conf");
        return peer.awaitListening(new InetSocketAddress(PROXY, port));
    }

    private CheckReport check(MockPool pool) throws Exception {
        Path trust = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(pool.caCertificate()) + Files.readString(folder.resolve("ca.crt")));
        CheckPlan plan = new CheckPlan(
                        new Account("user0001@example.test", "EXAMPLE\\user0001", Secret.of(PASSWORD)),
                        ClientProfiles.named("moc-2007-r2"),
                        List.of(pool.dnsAddress()),
                        null,
                        new AuthPlan(AuthPlan.Scheme.NTLM),
                        TestChecks.trusting(trust),
                        true)
                .with(new CheckPlan.Web(
                        Map.of("webext.example.test", InetAddress.getByName(PROXY)), "sales@example.test"));
        return CHECKS.run(plan);
    }
}
