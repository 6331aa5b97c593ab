package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFileTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("ROLLCALL_PASSWORD", "hunter2");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void aCertificateToTrust() throws Exception {
        Files.writeString(folder.resolve("ca.pem"), "");
    }

    /** A scenario that is wrong and the whole message it gets; see {@code bad-scenarios.txt}. */
    record Bad(String name, String yaml, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bad> badScenarios() throws Exception {
        String name = "bad-scenarios.txt";
        try (var in = Objects.requireNonNull(ScenarioFileTest.class.getResourceAsStream(name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Bad> rows = new ArrayList<>();
            for (String row : text.substring(text.indexOf("=== ") + 4).split("\n=== ", -1)) {
                int yaml = row.indexOf('\n');
                int message = row.indexOf("\n---\n");
                rows.add(new Bad(
                        row.substring(0, yaml),
                        row.substring(yaml + 1, message),
                        row.substring(message + 5).strip()));
            }
            return rows;
        }
    }

    @ParameterizedTest
    @MethodSource("badScenarios")
    void saysWhatIsWrongAndWhere(Bad bad) throws Exception {
        Files.writeString(folder.resolve("users.csv"), "usr,password\nalice@example.com,x\n");
        Files.writeString(folder.resolve("short.csv"), "user,password\nalice@example.com,x\nbob\n\"c\",d\n");

        assertThat(messageOf(bad.yaml, Overrides.NONE)).isEqualTo(bad.message);
    }

    @Test
    void theScenarioOfTheManualBecomesAPlan() throws Exception {
        Plan plan = plan("""
                name: monday-morning
                target:
                  mock: {users: 5000, latency: 2ms, faults: []}
                client: {like: moc-2007-r2}
                users: {pattern: "user{0001..5000}@example.com", password: {env: ROLLCALL_PASSWORD}}
                auth: {scheme: ntlm}
                tls: {engine: boringssl, trust: ca.pem, protocols: [TLSv1.2, TLSv1.3], resume: false}
                load:
                  - ramp: {from: 0/s, to: 200/s, over: 30s}
                  - hold: {rate: 200/s, for: 2m}
                session: {stay: 5m, refresh: true, keepAlive: true, subscribe: false, signOut: true}
                sources: ["127.0.0.0/24"]
                guards: {maxRefusedPasswords: 1, allow: ["127.0.0.0/8", "pool01.example.com"]}
                thresholds: ["failed < 0.1%", "logon.p99 < 500ms", "tls.p95 < 100ms", "lost == 0"]
                """);

        assertThat(plan.name()).isEqualTo("monday-morning");
        assertThat(((TargetPlan.Mock) plan.target()).mock().latencyNanos()).isEqualTo(2_000_000);
        assertThat(plan.accounts().at(0))
                .isEqualTo(new Account("user0001@example.com", "EXAMPLE\\user0001", Secret.of("hunter2")));
        assertThat(plan.tls().trust()).isEqualTo(folder.resolve("ca.pem"));
        assertThat(plan.load()).containsExactly(new Phase.Ramp(0, 200, 30_000_000_000L), new Phase.Hold(200, 24_000));
        assertThat(plan.session().stayNanos()).isEqualTo(300_000_000_000L);
        assertThat(plan.sources()).hasSize(254);
        assertThat(plan.thresholds())
                .first()
                .isEqualTo(new Threshold("failed < 0.1%", "failed", Threshold.Comparison.LESS, 0.001, true));
    }

    @Test
    void spikesAndStepsAreProfiles() throws Exception {
        List<Phase> load = plan("""
                target: mock
                load:
                  - spike: {base: 5/s, peak: 100/s, rise: 2s, for: 10s, fall: 3s}
                  - steps: {from: 50/s, to: 120/s, by: 40/s, every: 10s}
                """).load();

        assertThat(load)
                .containsExactly(
                        new Phase.Profile(List.of(at(0, 5), at(2, 100), at(12, 100), at(15, 5))),
                        new Phase.Profile(
                                List.of(at(0, 50), at(10, 50), at(10, 90), at(20, 90), at(20, 120), at(30, 120))));
        assertThat(load.get(1).clients()).isEqualTo(2_600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time,rate\n06:00,1\n06:01:30,20\n07:00,0.5\n",
                "\uFEFF0;1\r\n90;1200/min\r\n\r\n3600;0.5",
                "21600\t1\n21690\t20\n25200\t0.5"
            })
    void aProfileFromAFileBeginsWithItsFirstLine(String csv) throws Exception {
        Files.writeString(folder.resolve("day.csv"), csv);

        assertThat(plan("target: mock\nload: [profile: {csv: day.csv, scale: 50%}]")
                        .load())
                .containsExactly(new Phase.Profile(List.of(at(0, 0.5), at(90, 10), at(3600, 0.25))));
    }

    @Test
    void theUsersWhoAreLeftAreThoseOfNoPhaseBefore() throws Exception {
        List<Phase> load = plan("""
                target: {mock: {users: 100}}
                load:
                  - parallel: [[atOnce: {clients: 20}, hold: {rate: 1/s, clients: 30}], [poisson: {rate: 1/s, clients: 5}]]
                  - hold: {rate: 5/s}
                """).load();

        assertThat(load.get(1)).isEqualTo(new Phase.Hold(5, 45));
    }

    private static Phase.Point at(long seconds, double perSecond) {
        return new Phase.Point(seconds * 1_000_000_000L, perSecond);
    }

    @Test
    void aTargetIsEnough() throws Exception {
        Plan plan = plan("target: mock");

        assertThat(plan.name()).isEqualTo("scenario");
        assertThat(plan.accounts().size()).isEqualTo(1000);
        assertThat(plan.load()).containsExactly(new Phase.Hold(10, 1000));
        assertThat(plan.kinds().get(0).profile().id()).isEqualTo("moc-2007-r2");
        assertThat(plan.thresholds()).extracting(Threshold::expression).containsExactly("failed == 0", "lost == 0");
        assertThat(plan.guards().maxPerSecond()).isEqualTo(12);
        assertThat(plan.limits()).isEqualTo(LimitPlan.DEFAULT);
    }

    @Test
    void aMockWithDigestGetsAPasswordThatItsUsersHave() throws Exception {
        Plan plan = plan("target: {mock: {auth: digest}}");
        Secret password = ((TargetPlan.Mock) plan.target()).mock().auth().password();

        assertThat(password).isNotNull();
        assertThat(plan.accounts().at(0)).isEqualTo(new Account("user0001@example.test", "user0001", password));
    }

    @Test
    void aPasswordInClearTextGetsAWarningThatDoesNotRepeatIt() throws Exception {
        Files.writeString(folder.resolve("scenario.yaml"), "target: mock\nusers: {password: hunter2}\n");
        ScenarioFile.Read read = ScenarioFile.read(folder.resolve("scenario.yaml"), Overrides.NONE);

        assertThat(read.plan().accounts().at(0).password()).isEqualTo(Secret.of("hunter2"));
        assertThat(read.warnings())
                .singleElement()
                .asString()
                .endsWith("scenario.yaml:2:19: users.password: a password in clear text;"
                        + " safer: password: {env: NAME} or password: {file: path}");
    }

    @Test
    void doingWithoutTheCanaryGetsAWarning() throws Exception {
        Files.writeString(folder.resolve("scenario.yaml"), "target: mock\nguards: {canary: false}\n");
        ScenarioFile.Read read = ScenarioFile.read(folder.resolve("scenario.yaml"), Overrides.NONE);

        assertThat(read.plan().canaryFirst()).isFalse();
        assertThat(read.warnings()).singleElement().asString().contains("guards.canary: no client goes first");
    }

    @Test
    void aPasswordFileGivesItsFirstLine() throws Exception {
        Files.writeString(folder.resolve("password"), "hunter2\r\nnot this\n");
        Plan plan = plan("target: mock\nusers: {password: {file: password}}");

        assertThat(plan.accounts().at(0).password()).isEqualTo(Secret.of("hunter2"));
    }

    @Test
    void aMissingFileIsToldWithItsNeighbour() throws Exception {
        Files.writeString(folder.resolve("quickstart.yaml"), "target: mock");

        assertThatThrownBy(() -> ScenarioFile.read(folder.resolve("quikstart.yaml"), Overrides.NONE))
                .isInstanceOf(PlanException.class)
                .hasMessage(folder.resolve("quikstart.yaml") + " does not exist; near it there is quickstart.yaml");
    }

    @Test
    void aMissingFolderIsTold() {
        assertThatThrownBy(() -> ScenarioFile.read(folder.resolve("no/such.yaml"), Overrides.NONE))
                .hasMessage(folder.resolve("no/such.yaml") + " does not exist; nor does the folder "
                        + folder.resolve("no"));
    }

    @Test
    void aHugeFileIsNotRead() throws Exception {
        Files.writeString(folder.resolve("huge.yaml"), "#".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> ScenarioFile.read(folder.resolve("huge.yaml"), Overrides.NONE))
                .hasMessage(folder.resolve("huge.yaml") + " is larger than 1 MiB; that is not a scenario");
    }

    @Test
    void bytesThatAreNoTextAreTold() throws Exception {
        Files.write(folder.resolve("binary.yaml"), new byte[] {'a', ':', (byte) 0xFF});

        assertThatThrownBy(() -> ScenarioFile.read(folder.resolve("binary.yaml"), Overrides.NONE))
                .hasMessage(folder.resolve("binary.yaml") + " is not UTF-8 text");
    }

    @Test
    void aliasesThatExplodeAreStopped() throws Exception {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            yaml.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }

        assertThat(messageOf(yaml.toString(), Overrides.NONE)).contains("aliases");
    }

    @Test
    void nestingWithoutEndIsStopped() throws Exception {
        assertThat(messageOf("[".repeat(900_000), Overrides.NONE))
                .contains("bad.yaml")
                .contains("nested");
        assertThat(messageOf("[".repeat(40) + "]".repeat(40), Overrides.NONE)).contains("nested");
    }

    @Test
    void aByteOrderMarkIsSkipped() throws Exception {
        assertThat(plan("\uFEFFtarget: mock").accounts().size()).isEqualTo(1000);
    }

    @Test
    void setReplacesAddsAndAppends() throws Exception {
        String yaml = "target: mock\nload:\n  - hold: {rate: 5/s, for: 2s}\n";
        Plan plan = plan(
                yaml,
                Overrides.set(
                        "load[0].hold.rate=10/s",
                        "load[1].atOnce.clients=7",
                        "target.mock.latency=3ms",
                        "session.stay=1m",
                        "thresholds=[lost == 0]",
                        "guards.allow[0]=192.0.2.1"));

        assertThat(plan.load()).containsExactly(new Phase.Hold(10, 20), new Phase.AtOnce(7));
        assertThat(((TargetPlan.Mock) plan.target()).mock().latencyNanos()).isEqualTo(3_000_000);
        assertThat(plan.session().stayNanos()).isEqualTo(60_000_000_000L);
        assertThat(plan.thresholds()).hasSize(1);
        assertThat(plan.guards().allow()).containsExactly("192.0.2.1");
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void anOptionThatIsWrongIsNamed(Overrides overrides, String message) throws Exception {
        String yaml = "target: mock\nload:\n  - pause: {for: 1s}\n  - atOnce: {clients: 3}\n";

        assertThat(messageOf(yaml, overrides)).isEqualTo(message);
    }

    static List<Object[]> badOptions() {
        return List.of(
                new Object[] {
                    Overrides.set("session.stay=fast"),
                    "--set session.stay: session.stay: expected a duration such as 30s or 5m, found \"fast\""
                },
                new Object[] {
                    Overrides.set("sesion.stay=5s"), "--set sesion.stay: sesion: unknown key; did you mean \"session\"?"
                },
                new Object[] {Overrides.set("stay"), "--set stay: expected path=value, as load[0].hold.rate=10/s"},
                new Object[] {
                    Overrides.set("load[3].hold.rate=1/s"),
                    "--set load[3].hold.rate: load has 2 items; expected [0] to [1], or [2] for one more"
                },
                new Object[] {Overrides.set("load.hold.rate=1/s"), "--set load.hold.rate: load is a list, not a mapping"
                },
                new Object[] {Overrides.set("target[0]=x"), "--set target[0]: target is a mapping, not a list"},
                new Object[] {Overrides.set("a..b=x"), "--set a..b: expected a path such as load[0].hold.rate"},
                new Object[] {
                    Overrides.set("users.password=hunter2"),
                    "--set users.password: users.password: a password does not belong on a command line, where"
                            + " everybody sees it; use password: {env: NAME} or password: {file: path}"
                },
                new Object[] {
                    new Overrides(List.of(), "many", null, null, List.of()),
                    "--users: target.mock.users: expected a whole number from 1 to 10000000, found \"many\""
                },
                new Object[] {
                    new Overrides(List.of(), null, "10", null, List.of()),
                    "--rate: load[0].hold.rate: expected a rate such as 200/s or 600/min, more than 0, found \"10\""
                },
                new Object[] {
                    new Overrides(List.of(), null, null, "60s", List.of()),
                    "--duration: the load of this scenario is not a single hold or poisson; give --rate too, or"
                            + " change a phase with --set load[0].hold.for=60s"
                },
                new Object[] {
                    new Overrides(List.of(), null, null, null, List.of("not a host")),
                    "--allow: guards.allow[0]: expected a host name, an address or a range such as 192.0.2.0/24,"
                            + " found \"not a host\""
                });
    }

    @Test
    void usersLimitsTheUsersAndTheMock() throws Exception {
        Overrides ten = new Overrides(List.of(), "10", null, null, List.of());
        Plan unnamed = plan("target: mock", ten);
        Plan named = plan("target: mock\nusers: {pattern: \"u{1..50}@example.test\"}", ten);

        assertThat(unnamed.accounts().size()).isEqualTo(10);
        assertThat(unnamed.load()).containsExactly(new Phase.Hold(10, 10));
        assertThat(((TargetPlan.Mock) unnamed.target()).mock().users()).isEqualTo(10);
        assertThat(named.accounts().size()).isEqualTo(10);
    }

    @Test
    void rateAndDurationChangeASingleHoldAndReplaceAnyOtherLoad() throws Exception {
        Overrides both = new Overrides(List.of(), null, "4/s", "30s", List.of());
        String poisson = "target: mock\nload:\n  - poisson: {rate: 1/s, clients: 5}\n";
        String mixed = "target: mock\nload:\n  - pause: {for: 1s}\n  - atOnce: {clients: 3}\n";

        assertThat(plan(poisson, both).load()).containsExactly(new Phase.Poisson(4, 120));
        assertThat(plan(mixed, both).load()).containsExactly(new Phase.Hold(4, 120));
    }

    @Test
    void allowIsAddedToWhatTheFileAllows() throws Exception {
        Overrides overrides = new Overrides(List.of(), null, null, null, List.of("pool01.example.com", "::1"));

        assertThat(plan("target: mock\nguards: {allow: 192.0.2.1}", overrides)
                        .guards()
                        .allow())
                .containsExactly("192.0.2.1", "pool01.example.com", "::1");
        assertThat(plan("target: mock\nguards: {allow: [192.0.2.0/24]}", overrides)
                        .guards()
                        .allow())
                .containsExactly("192.0.2.0/24", "pool01.example.com", "::1");
        assertThat(plan("target: mock", overrides).guards().allow()).containsExactly("pool01.example.com", "::1");
    }

    @Test
    void dnsServersAreAddressesWithOrWithoutAPort() throws Exception {
        String users = "\nusers: {pattern: alice@example.com}";
        Plan one = plan("target: {automatic: {dns: 127.0.0.1:5353}}" + users);
        Plan two = plan("target: {automatic: {dns: [192.0.2.53, \"[::1]:5353\"]}}" + users);

        assertThat(((TargetPlan.Automatic) one.target()).domain()).isEqualTo("example.com");
        assertThat(((TargetPlan.Automatic) one.target()).dns())
                .extracting(Object::toString)
                .containsExactly("/127.0.0.1:5353");
        assertThat(((TargetPlan.Automatic) two.target()).dns())
                .extracting(Object::toString)
                .containsExactly("/192.0.2.53:53", "/[0:0:0:0:0:0:0:1]:5353");
    }

    @Test
    void aServerHasThePortOfItsTransportUnlessItSaysOtherwise() throws Exception {
        String users = "\nusers: {pattern: alice@example.com}";

        assertThat(plan("target: {server: {address: pool01.example.com}}" + users)
                        .target())
                .isEqualTo(new TargetPlan.Server("pool01.example.com", 5061, Transport.TLS, List.of()));
        assertThat(plan("target: {server: {address: \"[::1]\", transport: tcp}}" + users)
                        .target())
                .isEqualTo(new TargetPlan.Server("::1", 5060, Transport.TCP, List.of()));
        assertThat(plan("target: {server: {address: \"192.0.2.1:443\"}}" + users)
                        .target())
                .isEqualTo(new TargetPlan.Server("192.0.2.1", 443, Transport.TLS, List.of()));
    }

    private Plan plan(String yaml) throws Exception {
        return plan(yaml, Overrides.NONE);
    }

    private Plan plan(String yaml, Overrides overrides) throws Exception {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), yaml);
        return ScenarioFile.read(file, overrides, ENVIRONMENT::get).plan();
    }

    /** The message, with the temporary folder left out. */
    private String messageOf(String yaml, Overrides overrides) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), yaml);
        PlanException thrown =
                catchThrowableOfType(PlanException.class, () -> ScenarioFile.read(file, overrides, ENVIRONMENT::get));
        assertThat(thrown).as("accepted").isNotNull();
        return String.valueOf(thrown.getMessage()).replace(folder + "/", "");
    }
}
