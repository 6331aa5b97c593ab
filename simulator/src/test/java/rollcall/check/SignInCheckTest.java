package rollcall.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.mock.MockPool;
import rollcall.outcome.Stage;
import rollcall.peers.MitKdc;
import rollcall.peers.NeedsPeer;
import rollcall.plan.Account;
import rollcall.plan.Addresses.HostPort;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfiles;
import rollcall.plan.EdgePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.PoolServer.Role;
import rollcall.plan.Secret;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;
import rollcall.report.Style;

/** Checks of mock pools, healthy and broken in one way: exactly what is wrong is found, and nothing else. */
class SignInCheckTest {
    private static final String PASSWORD = "Tr0ub4dor&3";
    private static final TestChecks CHECKS = new TestChecks();

    @TempDir
    private Path folder;

    @AfterAll
    static void end() {
        CHECKS.close();
    }

    private MockPool pool(String... faults) throws Exception {
        return pool(TestChecks.ntlmPool(PASSWORD, faults));
    }

    private MockPool pool(MockPlan plan) throws Exception {
        return MockPool.start(plan, folder, InstantSource.system(), answer -> {});
    }

    private static CheckReport check(
            MockPool pool, String user, @Nullable String password, TargetPlan.@Nullable Server server, Path trust)
            throws Exception {
        return check(pool, user, password, server, trust, AuthPlan.Scheme.AUTO);
    }

    private static CheckReport check(
            MockPool pool,
            String user,
            @Nullable String password,
            TargetPlan.@Nullable Server server,
            Path trust,
            AuthPlan.Scheme scheme)
            throws Exception {
        InetSocketAddress dns = pool.dnsAddress();
        CheckPlan plan = new CheckPlan(
                new Account(
                        user,
                        "EXAMPLE\\" + user.substring(0, user.indexOf('@')),
                        password == null ? null : Secret.of(password)),
                ClientProfiles.named("moc-2007-r2"),
                List.of(dns),
                server,
                new AuthPlan(scheme),
                TestChecks.trusting(trust),
                password != null);
        return CHECKS.run(plan.with(edge(pool)));
    }

    /** Its parts stand at ports that only the pool knows. */
    private static CheckPlan.Edge edge(MockPool pool) {
        Map<Role, HostPort> places = new EnumMap<>(Role.class);
        pool.edgeServices()
                .forEach(
                        (server, address) -> places.put(server.role(), new HostPort(server.host(), address.getPort())));
        return new CheckPlan.Edge(
                places.get(Role.INTERNAL_EDGE), places.get(Role.AV_AUTHENTICATION), places.get(Role.CONFERENCING_EDGE));
    }

    private static CheckReport check(MockPool pool) throws Exception {
        return check(pool, "user0001@example.test", PASSWORD, null, pool.caCertificate());
    }

    private static List<String> ids(CheckReport report) {
        return report.found().stream()
                .map(each -> each.finding().id())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void aHealthyPoolHasNoFindingAndEachStepIsTold() throws Exception {
        try (MockPool pool = pool()) {
            CheckReport report = check(pool);
            assertThat(ids(report)).isEmpty();
            assertThat(report.works()).isTrue();
            assertThat(TreeText.of(report, Style.PLAIN).replaceAll("\\s+", " "))
                    .contains(
                            "SRV _sipinternaltls._tcp.example.test",
                            "pool01.example.test:" + pool.tlsAddress().getPort() + " over TLS",
                            "certificate for pool01.example.test, sip.example.test",
                            "the server offers NTLM",
                            "focusFactoryUri",
                            "will work for internal clients, external clients and Communicator Phone Edition (user0001@")
                    .doesNotContain(PASSWORD, "gssapi-data=\"T");
            assertThat(pool.stats().accepted())
                    .as("one attempt with the password")
                    .isEqualTo(1);
            assertThat(pool.stats().registered()).isZero();
        }
    }

    @Test
    void aDomainThatTheAccessEdgeDoesNotServeIsNamed() throws Exception {
        MockPlan plan = TestChecks.ntlmPool(PASSWORD).withEdge(new EdgePlan(1, List.of("other.test"), List.of(), 0));
        try (MockPool pool = pool(plan)) {
            CheckReport report = check(pool);
            assertThat(ids(report)).containsExactly("RC-EDGE-002");
            assertThat(report.works()).as("inside").isTrue();
            assertThat(report.verdict())
                    .contains("will fail for external clients, because the Access Edge does not serve the SIP domain");
        }
    }

    @Test
    void mediaRelayAndPartsOfAnEdgeAreLookedAt() throws Exception {
        MockPlan plan = TestChecks.ntlmPool(PASSWORD).withEdge(EdgePlan.of("example.test"));
        try (MockPool pool = pool(plan)) {
            CheckReport report = check(pool);
            String text = TreeText.of(report, Style.PLAIN);
            assertThat(ids(report)).as(text).isEmpty();
            assertThat(text.replaceAll("\\s+", " "))
                    .contains(
                            "credentials are asked for at sip:edge01.example.test@example.test;gruu;opaque=srvr:MRAS:",
                            "relay av.example.test for clients inside",
                            "relay av.example.test for clients outside",
                            "UDP is not tried",
                            "edge, internal interface: edge01.example.test:",
                            "edge, A/V authentication: edge01.example.test:",
                            "edge, web conferencing: conf.example.test:",
                            "certificate for conf.example.test, needed for conf.example.test",
                            "the place is as told (--av-edge)")
                    .doesNotContain("bm90aGluZw==");
            assertThat(report.certificateEnds().keySet())
                    .anyMatch(place -> place.startsWith("conf.example.test:"))
                    .anyMatch(place -> place.startsWith("edge01.example.test:"));
            assertThat(report.stageNanos()).containsKey(Stage.MRAS);
        }
    }

    @Test
    void webServicesAreAskedForWhatClientsFetch() throws Exception {
        MockPlan plan = TestChecks.ntlmPool(PASSWORD).withWeb(0);
        try (MockPool pool = pool(plan)) {
            CheckReport report = check(pool);
            assertThat(ids(report)).isEmpty();
            assertThat(TreeText.of(report, Style.PLAIN).replaceAll("\\s+", " "))
                    .contains(
                            "web services for clients inside: web01.example.test:",
                            "address book at /Abs/Int/Handler F-",
                            "by NTLM",
                            "its operations: QueryDLMembers",
                            "web services for clients outside: webext.example.test:",
                            "device updates at /RequestHandler/ucdevice.upx published: the web server answers (405")
                    .doesNotContain(PASSWORD, "Signed in,");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no-record,        RC-DNS-001",
        "no-srv,           RC-DNS-017 RC-TLS-021",
        "no-address,       RC-DNS-010",
        "srv-dot,          RC-DNS-006",
        "strict-name,      RC-DNS-002",
        "servfail,         RC-DNS-012",
        "dns-refused,      RC-DNS-014",
        "dead-port,        RC-TLS-021",
        "wrong-name,       RC-TLS-001",
        "expired,          RC-TLS-005",
        "not-yet-valid,    RC-TLS-007",
        "unknown-root,     RC-TLS-003",
        "self-signed,      RC-TLS-002",
        "wrong-purpose,    RC-TLS-008",
        "tls-alert,        RC-TLS-016",
        "plain-text,       RC-TLS-017",
        "tls-drop,         RC-TLS-018",
        "client-certificate, RC-TLS-014",
        "wrong-password,   RC-SIP-001",
        "refuse=403/4004,  RC-SIP-002",
        "tls-dsk,          RC-SIP-003",
        "skew-refused,     RC-SIP-004",
        "refuse=403,       RC-SIP-006",
        "refuse=403/4003,  RC-SIP-007",
        "refuse=403/17002, RC-SIP-008",
        "reject=404/4005,  RC-SIP-009",
        "reject=503/17000, RC-SIP-010",
        "reject=504/1008,  RC-SIP-011",
        "reject=500,       RC-SIP-012",
        "drop,             RC-SIP-014",
        "garble,           RC-SIP-015",
        "bad-signature,    RC-SIP-018",
        "no-contacts,      RC-SIP-019",
        "old-client,       RC-SIP-020",
        "clock-skew=20m,   RC-SIP-004",
    })
    void findsExactlyWhatIsWrong(String fault, String expected) throws Exception {
        try (MockPool pool = pool(fault)) {
            CheckReport report = check(pool);
            assertThat(ids(report)).containsExactly(expected.split(" ", -1));
            assertThat(report.works()).isEqualTo(report.severity() != Severity.FAILURE);
            String text = TreeText.of(report, Style.PLAIN);
            for (String id : expected.split(" ", -1)) {
                assertThat(text).contains(id);
            }
        }
    }

    @NeedsPeer("krb5kdc")
    @Test
    void aTicketOfARealKdcSignsInAndWithoutOneNtlmDoes() throws Exception {
        try (MitKdc kdc = MitKdc.start(Files.createDirectory(folder.resolve("kdc")));
                MockPool pool = pool(TestChecks.pool(new MockPlan.Auth(
                        List.of("kerberos", "ntlm"),
                        Secret.of(MitKdc.PASSWORD),
                        MockPlan.Auth.VERSION,
                        false,
                        kdc.services())))) {
            CheckReport report = check(pool, MitKdc.PASSWORD, AuthPlan.Scheme.KERBEROS);
            assertThat(ids(report)).isEmpty();
            assertThat(report.works()).isTrue();
            assertThat(report.stageNanos()).containsKey(Stage.TICKET);

            kdc.die();
            CheckReport refused = check(pool, MitKdc.PASSWORD, AuthPlan.Scheme.KERBEROS);
            assertThat(ids(refused)).containsExactly("RC-SIP-005");
            assertThat(refused.works()).isFalse();

            CheckReport ntlm = check(pool, MitKdc.PASSWORD, AuthPlan.Scheme.AUTO);
            assertThat(ids(ntlm)).isEmpty();
            assertThat(ntlm.works()).isTrue();
            assertThat(TreeText.of(ntlm, Style.PLAIN)).contains("went on without a ticket: Kerberos");
        }
    }

    private static CheckReport check(MockPool pool, String password, AuthPlan.Scheme scheme) throws Exception {
        return check(pool, "user0001@example.test", password, null, pool.caCertificate(), scheme);
    }

    @Test
    void anUnknownUserIsNamed() throws Exception {
        try (MockPool pool = pool()) {
            CheckReport report = check(pool, "nobody@example.test", PASSWORD, null, pool.caCertificate());
            assertThat(ids(report)).containsExactly("RC-SIP-009");
        }
    }

    @Test
    void withoutAPasswordTheServersQuestionProvesTheWay() throws Exception {
        try (MockPool pool = pool()) {
            CheckReport report = check(pool, "user0001@example.test", null, null, pool.caCertificate());
            assertThat(ids(report)).isEmpty();
            assertThat(report.works()).isTrue();
            assertThat(report.verdict()).contains("Without a password");
            assertThat(pool.stats().accepted() + pool.stats().refusals()).isZero();
        }
    }

    @Test
    void aServerEnteredByHandNeedsNoRecord() throws Exception {
        try (MockPool pool = pool("no-srv")) {
            TargetPlan.Server server = new TargetPlan.Server(
                    "pool01.example.test", pool.tlsAddress().getPort(), Transport.TLS, List.of(pool.dnsAddress()));
            CheckReport report = check(pool, "user0001@example.test", PASSWORD, server, pool.caCertificate());
            assertThat(ids(report)).isEmpty();
            assertThat(report.works()).isTrue();
        }
    }

    @Test
    void aRepairOfTheZoneNamesTheRecordThatIsMissing() throws Exception {
        try (MockPool pool = pool("strict-name")) {
            String text = TreeText.of(check(pool), Style.PLAIN);
            assertThat(text)
                    .contains("_sipinternaltls._tcp.example.test. 3600 IN SRV 0 0 "
                            + pool.tlsAddress().getPort() + " sip.example.test.");
        }
    }

    @Test
    void machinesReadTheSameAsPeople() throws Exception {
        try (MockPool pool = pool("strict-name")) {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            CheckReport report = check(pool);
            CheckJson.write(report, json);
            assertThat(json.toString(StandardCharsets.UTF_8))
                    .contains(
                            "\"schema\" : \"rollcall.check/1\"",
                            "\"works\" : false",
                            "\"id\" : \"RC-DNS-002\"",
                            "3600 IN SRV 0 0")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void everyFindingHasAnIdentifierOfItsOwnAndAllItsTexts() {
        List<Finding> all = Findings.all();
        assertThat(all.stream().map(Finding::id).distinct()).hasSameSizeAs(all);
        assertThat(all).allSatisfy(each -> {
            assertThat(each.id()).matches("RC-(DNS|TLS|SIP|EDGE|WEB)-\\d{3}");
            assertThat(each.title()).isNotBlank().doesNotEndWith(".");
            assertThat(each.cause()).endsWith(".");
            assertThat(each.sees()).endsWith(".");
            assertThat(each.more()).matches("(?s).*[.?]");
            assertThat(Findings.of(each.id().toLowerCase(java.util.Locale.ROOT)))
                    .isSameAs(each);
        });
    }
}
