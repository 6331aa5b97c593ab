package rollcall.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rollcall.mock.MockPool;
import rollcall.peers.Kamailio;
import rollcall.peers.NeedsPeer;
import rollcall.peers.Nsd;
import rollcall.peers.Peer;
import rollcall.peers.PeerFiles;
import rollcall.peers.Unbound;
import rollcall.plan.Account;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfiles;
import rollcall.plan.Secret;
import rollcall.plan.TlsPlan;
import rollcall.report.Style;

/** Checks of zones, servers and a registrar that others wrote: exactly what is wrong is found, and nothing else. */
class CheckPeersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String PASSWORD = "secret";
    private static final TestChecks CHECKS = new TestChecks();

    /** Who answers for the zone. */
    enum NameServer {
        NSD,
        UNBOUND_BEFORE_NSD
    }

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    /** Whom the zones of the tests of DNS lead to, unless they are wrong. */
    private static MockPool pool;

    @BeforeAll
    static void start() throws Exception {
        pool = MockPool.start(TestChecks.ntlmPool(PASSWORD), shared, InstantSource.system(), answer -> {});
    }

    @AfterAll
    static void stop() {
        pool.close();
        CHECKS.close();
    }

    // ---- DNS ----

    @NeedsPeer({"nsd", "unbound"})
    @ParameterizedTest
    @EnumSource
    void aZoneThatIsRightHasNoFinding(NameServer who) throws Exception {
        CheckReport report = zone(
                who,
                "_sipinternaltls._tcp IN SRV 0 0 @PORT@ sip",
                "_sip._tls IN SRV 0 0 @PORT@ sip",
                "sip IN A 127.0.0.1");
        assertThat(ids(report)).isEmpty();
        assertThat(report.works()).isTrue();
    }

    @NeedsPeer({"nsd", "unbound"})
    @ParameterizedTest
    @EnumSource
    void aZoneWithoutARecordForThePoolIsToldApartFromOneThatCannotBeAsked(NameServer who) throws Exception {
        CheckReport report = zone(who);
        assertThat(ids(report)).containsExactly("RC-DNS-001");
        assertThat(report.works()).isFalse();
        assertThat(TreeText.of(report, Style.PLAIN))
                .contains("no such name")
                .contains("IN SRV 0 0 5061 sip.example.test.");
    }

    @NeedsPeer({"nsd", "unbound"})
    @ParameterizedTest
    @EnumSource
    void anAliasAsTargetIsAWarningAndTheClientIsIn(NameServer who) throws Exception {
        CheckReport report = zone(
                who,
                "_sipinternaltls._tcp IN SRV 0 0 @PORT@ sip",
                "_sip._tls IN SRV 0 0 @PORT@ sip",
                "sip IN CNAME front",
                "front IN A 127.0.0.1");
        assertThat(ids(report)).containsExactly("RC-DNS-004");
        assertThat(report.works()).isTrue();
    }

    @NeedsPeer("unbound")
    @Test
    void aResolverThatCannotReachTheZonesServerHasFailed() throws Exception {
        try (Unbound unbound = Unbound.askingNobody(folder)) {
            assertThat(ids(check(pool.caCertificate(), unbound.address()))).containsExactly("RC-DNS-012");
        }
    }

    @NeedsPeer("nsd")
    @Test
    void aServerOfOtherZonesRefuses() throws Exception {
        try (Nsd nsd = Nsd.serving(folder)) {
            CheckReport report =
                    check("user0001@elsewhere.test", TestChecks.trusting(pool.caCertificate()), nsd.address());
            assertThat(ids(report)).containsExactly("RC-DNS-014");
        }
    }

    @NeedsPeer("unbound")
    @Test
    void aResolverForOthersRefuses() throws Exception {
        try (Unbound unbound = Unbound.refusing(folder)) {
            assertThat(ids(check(pool.caCertificate(), unbound.address()))).containsExactly("RC-DNS-014");
        }
    }

    @NeedsPeer({"nsd", "unbound"})
    @Test
    void splitDnsIsShownSideBySide() throws Exception {
        int port = pool.tlsAddress().getPort();
        try (Nsd inside = Nsd.serving(
                        sub("inside"), "_sipinternaltls._tcp IN SRV 0 0 " + port + " sip", "sip IN A 127.0.0.1");
                Unbound outside = Unbound.knowing(
                        sub("outside"),
                        "_sip._tls.example.test. IN SRV 0 0 " + port + " pool01.example.test.",
                        "pool01.example.test. IN A 127.0.0.1")) {
            CheckReport report = check(pool.caCertificate(), inside.address(), outside.address());
            assertThat(ids(report)).containsExactly("RC-DNS-016");
            assertThat(report.works()).isTrue();
            assertThat(TreeText.of(report, Style.PLAIN).replaceAll("\\s+", " "))
                    .contains(
                            ":" + inside.address().getPort() + " leads to sip.example.test:" + port,
                            ":" + outside.address().getPort() + " leads to pool01.example.test:" + port);
        }
    }

    /** Checks a zone that NSD serves, in which {@code @PORT@} is the pool's. */
    private CheckReport zone(NameServer who, String... records) throws Exception {
        List<String> filled = new ArrayList<>();
        for (String each : records) {
            filled.add(each.replace("@PORT@", Integer.toString(pool.tlsAddress().getPort())));
        }
        try (Nsd nsd = Nsd.serving(sub("nsd"), filled.toArray(String[]::new))) {
            if (who == NameServer.NSD) {
                return check(pool.caCertificate(), nsd.address());
            }
            try (Unbound unbound = Unbound.asking(sub("unbound"), nsd.address())) {
                return check(pool.caCertificate(), unbound.address());
            }
        }
    }

    // ---- TLS ----

    /** None of them speaks SIP: where the way there is open, that is the last thing that is found. */
    @NeedsPeer({"nsd", "openssl"})
    @ParameterizedTest
    @CsvSource({
        "ecp256,  '',                                      RC-SIP-014",
        "ecp384,  '',                                      RC-SIP-014",
        "rsa2048, '-tls1 -cipher ALL:@SECLEVEL=0',         RC-TLS-015 RC-TLS-024",
        "orphan,  '',                                      RC-TLS-003",
        "orphan,  '-cert_chain middle.crt',                RC-SIP-014",
        "expired, '',                                      RC-TLS-005",
        "rsa2048, '-Verify 1',                             RC-TLS-014",
    })
    void findsExactlyWhatIsWrongWithAServerOfOpenssl(String certificate, String options, String expected)
            throws Exception {
        Path certificates = certificates();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), PeerFiles.freePort());
        List<String> arguments = new ArrayList<>(List.of(
                "s_server",
                "-accept",
                "127.0.0.1:" + address.getPort(),
                "-cert",
                certificate + ".crt",
                "-key",
                certificate + ".key"));
        if (!options.isEmpty()) {
            Collections.addAll(arguments, options.split(" ", -1));
        }
        try (Peer server = Peer.start(certificates, "openssl", arguments.toArray(String[]::new));
                Nsd nsd = leadingTo(address)) {
            server.awaitOutput("ACCEPT");
            CheckReport report = check(certificates.resolve("ca.crt"), nsd.address());
            assertThat(ids(report)).as(TreeText.of(report, Style.PLAIN)).containsExactly(expected.split(" ", -1));
            assertThat(report.works()).isFalse();
        }
    }

    /** Made once, when first needed: it takes the openssl program a second. */
    private static Path certificates() throws Exception {
        Path made = shared.resolve("certificates");
        return Files.exists(made) ? made : PeerFiles.certificates(Files.createDirectory(made));
    }

    // ---- SIP ----

    @NeedsPeer({"nsd", "kamailio", "openssl"})
    @Test
    void aRegistrarWithoutMicrosoftsExtensionsIsNamed() throws Exception {
        try (Kamailio kamailio = Kamailio.open(folder);
                Nsd nsd = leadingTo(kamailio.tls())) {
            assertIsKamailio(check(kamailio.trust(), nsd.address()), kamailio);
        }
    }

    @NeedsPeer({"nsd", "kamailio", "openssl"})
    @Test
    void aRegistrarThatKnowsDigestIsNamedToo() throws Exception {
        try (Kamailio kamailio = Kamailio.withDigest(folder);
                Nsd nsd = leadingTo(kamailio.tls())) {
            CheckReport report = check(kamailio.trust(), nsd.address());
            assertIsKamailio(report, kamailio);
            assertThat(TreeText.of(report, Style.PLAIN)).contains("the server offers Digest");
        }
    }

    private static void assertIsKamailio(CheckReport report, Kamailio kamailio) {
        String text = TreeText.of(report, Style.PLAIN);
        assertThat(ids(report)).as(text).containsExactly("RC-SIP-021");
        assertThat(report.works()).isTrue();
        assertThat(text).contains("the server calls itself kamailio", "not served: 405");
        assertThat(kamailio.rpc("ul.dump"))
                .as("who was checked has signed out again")
                .doesNotContain("AoR: user0001");
    }

    // ---- what they share ----

    private Nsd leadingTo(InetSocketAddress server) throws Exception {
        return Nsd.serving(
                sub("nsd"),
                "_sipinternaltls._tcp IN SRV 0 0 " + server.getPort() + " sip",
                "_sip._tls IN SRV 0 0 " + server.getPort() + " sip",
                "sip IN A 127.0.0.1");
    }

    private Path sub(String name) throws Exception {
        return Files.createDirectory(folder.resolve(name));
    }

    private static CheckReport check(Path trust, InetSocketAddress... dns) throws Exception {
        return check("user0001@example.test", TestChecks.trusting(trust), dns);
    }

    private static CheckReport check(String user, TlsPlan tls, InetSocketAddress... dns) throws Exception {
        CheckPlan plan = new CheckPlan(
                new Account(user, "user0001", Secret.of(PASSWORD)),
                ClientProfiles.named("moc-2007-r2"),
                List.of(dns),
                null,
                new AuthPlan(AuthPlan.Scheme.AUTO),
                tls,
                true,
                new CheckLimits(10 * SECOND, 10 * SECOND, 10 * SECOND, 2 * SECOND));
        return CHECKS.run(plan);
    }

    private static List<String> ids(CheckReport report) {
        return report.found().stream()
                .map(each -> each.finding().id())
                .distinct()
                .sorted()
                .toList();
    }
}
