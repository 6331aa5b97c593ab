package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.plan.AuthPlan.Scheme;

/** {@code clients}: several kinds with shares. */
class ClientsReaderTest {
    private static final String MIXED = """
            target: {automatic: {domain: example.com, dns: 192.0.2.53}}
            users: {pattern: "user{0001..1000}@example.com"}
            auth: {scheme: kerberos, kerberos: {realm: CORP.EXAMPLE.COM}}
            clients:
              - {like: moc-2007-r2, share: 70%}
              - {like: moc-2007, share: 20%}
              - name: outside
                share: 10%
                target: {server: {address: "edge.example.com:443"}}
                auth: {scheme: ntlm}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Plan plan(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("test.yaml"), yaml);
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    @Test
    void aKindHasTheRunsTargetAndSchemeUnlessItHasItsOwn() throws Exception {
        Plan plan = plan(MIXED);
        ClientKind outside = plan.kinds().get(2);

        assertThat(plan.kinds()).extracting(ClientKind::name).containsExactly("moc-2007-r2", "moc-2007", "outside");
        assertThat(plan.kinds()).extracting(ClientKind::share).containsExactly(0.7, 0.2, 0.1);
        assertThat(plan.kinds().get(1).profile().id()).isEqualTo("moc-2007");
        assertThat(plan.kinds().get(1).target()).isEqualTo(plan.target());
        assertThat(plan.kinds().get(1).auth()).isEqualTo(plan.auth());
        assertThat(outside.profile().id()).isEqualTo("moc-2007-r2");
        assertThat(((TargetPlan.Server) outside.target()).host()).isEqualTo("edge.example.com");
        assertThat(outside.auth())
                .isEqualTo(new AuthPlan(Scheme.NTLM, plan.auth().kerberos()));
    }

    @Test
    void oneClientIsTheOnlyKind() throws Exception {
        Plan plan = plan("target: mock\nclient: {like: lync-2010}\n");

        assertThat(plan.kinds()).singleElement().satisfies(kind -> {
            assertThat(kind.name()).isEqualTo("lync-2010");
            assertThat(kind.share()).isEqualTo(1);
            assertThat(kind.target()).isSameAs(plan.target());
        });
        assertThat(IntStream.range(0, 100).map(plan.shares()::kindOf)).containsOnly(0);
    }

    @Test
    void aThousandUsersHaveTheSharesExactly() throws Exception {
        Shares shares = plan(MIXED).shares();
        int[] users = new int[3];
        IntStream.range(0, 1_000).forEach(user -> users[shares.kindOf(user)]++);

        assertThat(users).containsExactly(700, 200, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7000,2000,1000", "5000,5000", "3333,3333,3334", "9999,1", "100,9900", "1250,6250,2500"})
    void everyBlockHasTheSharesExactlyAndBeginsWithOneOfEach(String written) throws Exception {
        int[] basisPoints = Arrays.stream(written.split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        ClientKind any = plan("target: mock").kinds().get(0);
        Shares shares = new Shares(Arrays.stream(basisPoints)
                .mapToObj(each -> new ClientKind("any", each, any.profile(), any.target(), any.auth()))
                .toList());
        int[] users = new int[basisPoints.length];
        for (int user = 0; user < 2 * ClientKind.ALL; user++) {
            users[shares.kindOf(user)]++;
            for (int kind = 0; kind < users.length; kind++) {
                // and is never far from them in between
                double exact = (user + 1.0) * basisPoints[kind] / ClientKind.ALL;
                assertThat(users[kind] - exact).as("user %s", user).isBetween(-2.0, 2.0);
            }
            if (user + 1 == basisPoints.length) {
                assertThat(users).containsOnly(1);
            }
            if (user + 1 == ClientKind.ALL) {
                assertThat(users).isEqualTo(basisPoints);
            }
        }
        assertThat(users)
                .isEqualTo(Arrays.stream(basisPoints).map(each -> 2 * each).toArray());
    }

    @Test
    void anotherTargetForTheRunIsOneForEveryKindWithoutItsOwn() throws Exception {
        Plan plan = plan(MIXED);
        TargetPlan other = new TargetPlan.Server("127.0.0.1", 5061, Transport.TLS, List.of());
        Plan there = plan.at(other, plan.tls());

        assertThat(there.kinds().get(0).target()).isSameAs(other);
        assertThat(there.kinds().get(2).target()).isEqualTo(plan.kinds().get(2).target());
    }

    @Test
    void aPasswordThatOneKindSendsIsReasonForACanary() throws Exception {
        String none = MIXED.replace("kerberos, kerberos: {realm: CORP.EXAMPLE.COM}", "none");

        assertThat(plan(none).canaryFirst()).isTrue();
        assertThat(plan(none).mayUseKerberos()).isFalse();
        assertThat(plan(none.replace("ntlm", "none")).canaryFirst()).isFalse();
        assertThat(plan(none.replace("ntlm", "auto")).mayUseKerberos()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {MIXED, """
                target: {mock: {edge: true, auth: ntlm, frontEnds: 2}}
                clients: [{share: 12.5%, name: a, discovery: [_sip._tls]}, {share: 87.5%, like: lync-2013}]
                """, """
                target: {mock: {edge: {edges: 2, domains: [a.test, b.test], publicIm: [im.test], port: 4433}, auth: ntlm}}
                clients: [{share: 100%, name: a, discovery: [_sip._tls]}]
                """, "target: mock\nendpoints: 2\nclients: [{name: all, share: 100%}]"})
    void writtenAndReadAgainItIsTheSamePlan(String scenario) throws Exception {
        Plan plan = plan(scenario);
        String yaml = PlanYaml.write(plan);
        String password = yaml.contains("auth: [ntlm]") ? "the mock's is drawn by lot" : "";

        assertThat(plan(yaml).kinds().stream().map(ClientKind::name))
                .isEqualTo(plan.kinds().stream().map(ClientKind::name).toList());
        if (password.isEmpty()) {
            assertThat(plan(yaml)).isEqualTo(plan);
        } else {
            assertThat(PlanYaml.write(plan(yaml))).isEqualTo(yaml);
        }
    }

    @Test
    void theDescriptionTellsSharesAndWays() throws Exception {
        String text = PlanText.describe(plan(MIXED));

        assertThat(text)
                .contains(
                        "# clients: 1,000 within 1m40s\n",
                        "# 70% moc-2007-r2: Microsoft Office Communicator 2007 R2; target: the pool of example.com, found by"
                                + " SRV _sipinternaltls._tcp",
                        "# 10% outside: Microsoft Office Communicator 2007 R2; target: edge.example.com port 443 over TLS,"
                                + " address from the system's DNS servers; authentication: NTLM\n",
                        "# first: user0001@example.com and the first of each other kind go alone, one after the other;",
                        "# Each client of moc-2007-r2 and outside sends, with the braces filled in:\n",
                        "# Each client of moc-2007 sends, with the braces filled in:\n");
    }

    private void assertProblem(String clients, String problem) {
        assertThatThrownBy(() -> plan("target: mock\n" + clients + "\n"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void sharesThatAreNotTheWholeAreToldWithTheirSum() {
        assertProblem(
                "clients: [{share: 70%}, {like: moc-2007, share: 20%}]",
                "clients: expected shares that add up to 100%, found 90%");
        assertProblem(
                "clients: [{share: 70%}, {like: moc-2007, share: 30.01%}]",
                "clients: expected shares that add up to 100%, found 100.01%");
    }

    @Test
    void aShareOfNothingIsNone() {
        String expected = "expected a share of the users, more than 0% and to a hundredth of a percent, such as 12.5%";
        assertProblem("clients: [{share: 100%}, {like: moc-2007, share: 0%}]", "clients[1].share: " + expected);
        assertProblem("clients: [{share: 99.999%}]", "clients[0].share: " + expected + ", found \"99.999%\"");
        assertProblem("clients: [{share: 0.7}]", "clients[0].share: " + expected + ", found \"0.7\"");
        assertProblem("clients: [{name: a}]", "clients[0].share: missing; " + expected);
    }

    @Test
    void twoKindsHaveTwoNames() {
        assertProblem(
                "clients: [{share: 50%}, {share: 50%}]",
                "clients[1].name: two kinds are called moc-2007-r2; expected a name of its own for each");
    }

    @Test
    void whatElseIsWrongIsTold() {
        assertProblem(
                "client: {like: moc-2007}\nclients: [{share: 100%}]",
                "clients: expected either client or clients, found both");
        assertProblem("clients: []", "clients: expected a list of 1 to 32 kinds of clients");
        assertProblem("clients: moc-2007", "clients: expected a list, found");
        assertProblem("clients: [{share: 100%, kind: moc-2007}]", "clients[0].kind: unknown key");
        assertProblem(
                "clients: [{share: 100%, auth: {kerberos: {realm: A.B}}}]", "clients[0].auth.kerberos: unknown key");
        assertProblem(
                "auth: {scheme: ntlm}\nclients: [{share: 100%, auth: {scheme: digest}}]",
                "clients[0].auth.scheme: the users' logon names are made for Digest or for the other schemes;");
        assertProblem(
                "clients: [{share: 100%, target: {server: {address: edge.example.com}}}]",
                "clients[0].target: the mock pool is the target of all kinds;");
        assertProblem(
                "users: {count: 1}\nclients: [{share: 50%, name: a}, {share: 50%}]",
                "clients: expected a user for each kind or more, found 1 for 2");
    }

    @Test
    void aLoadBringsEveryUserFromEveryEndpoint() throws Exception {
        Plan plan = plan("target: {mock: {users: 250}}\nendpoints: 2\nload: [hold: {rate: 100/s}]\n");

        assertThat(plan.arrivals().count()).isEqualTo(500);
        assertThat(PlanText.describe(plan)).contains("EXAMPLE\\user0250, no password, each from 2 machines\n");
        assertThat(plan("target: {mock: {users: 250}}\nendpoints: 2").arrivals().count())
                .isEqualTo(500);
        assertProblem("endpoints: 21", "endpoints: expected a whole number from 1 to 20, found \"21\"");
        assertProblem(
                "endpoints: 2\nload: [{hold: {rate: 100/s}}, {atOnce: {}}]",
                "load[1].atOnce.clients: missing; expected a number, because all 1000 users have arrived from all"
                        + " endpoints in the phases before");
    }

    @Test
    void aPlanSaysThatEdgesStandBeforeTheMock() throws Exception {
        String edges = "target: {mock: {edge: {edges: 2}, auth: ntlm}}\nauth: {scheme: ntlm}\n";
        assertThat(PlanText.describe(plan(edges))).contains(", Access Edges before it: 2; found by");
        assertThat(PlanText.describe(plan("target: mock\n"))).doesNotContain("Access Edges");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge: {edges: 0} | target.mock.edge.edges",
                "edge: {edges: 5} | target.mock.edge.edges",
                "edge: {domains: [\"a b\"]} | target.mock.edge.domains[0]",
                "edge: {publicIm: [\"-\", \"@\"]} | target.mock.edge.publicIm",
                "edge: {port: 65536} | target.mock.edge.port",
                "edge: {count: 2} | target.mock.edge.count",
                "edge: many | target.mock.edge",
                "edge: true, auth: digest | target.mock.edge"
            })
    void whatNoEdgeCanBeIsSaidWithItsKey(String row) {
        String mock = row.substring(0, row.indexOf(" |"));
        String key = row.substring(row.indexOf("| ") + 2);
        String auth = mock.contains("auth") ? "" : ", auth: ntlm";
        assertThatThrownBy(() -> plan("target: {mock: {" + mock + auth + "}}\n"))
                .hasMessageContaining(key);
    }

    @Test
    void aTargetOfItsOwnIsOneWay() {
        assertThatThrownBy(() -> plan(MIXED.replace("{server: {address: \"edge.example.com:443\"}}", "{mock: {}}")))
                .hasMessageContaining("clients[2].target: expected exactly one of automatic, server");
    }
}
