package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that come with the product. */
class ScenariosTest {
    private static final Path FOLDER =
            Path.of("..", "scenarios").toAbsolutePath().normalize();

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theScenariosAreThere() throws IOException {
        assertThat(scenarios())
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "address-book.yaml",
                        "automatic.yaml",
                        "capacity-search.yaml",
                        "digest.yaml",
                        "director.yaml",
                        "front-end-dies.yaml",
                        "hold-15k.yaml",
                        "kerberos.yaml",
                        "long-hold.yaml",
                        "misbehaving-pool.yaml",
                        "mixed-clients.yaml",
                        "monday-morning.yaml",
                        "ntlm.yaml",
                        "outside.yaml",
                        "quickstart.yaml",
                        "server.yaml",
                        "steady.yaml",
                        "wrong-password.yaml");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void isReadWithoutAWarning(Path file) throws Exception {
        ScenarioFile.Read read = ScenarioFile.read(file, present(file), name -> "password of " + name);

        assertThat(read.warnings()).isEmpty();
        assertThat(read.plan().name() + ".yaml").isEqualTo(file.getFileName().toString());
    }

    /** A pool's own certificate authority need not be on this machine, nor a realm's keys: any file stands for them. */
    private static Overrides present(Path file) {
        Path any = FOLDER.resolve("quickstart.yaml");
        return file.endsWith("kerberos.yaml")
                ? Overrides.set(
                        "auth.kerberos.config=" + any, "auth.kerberos.keytab=" + any, "target.mock.keytab=" + any)
                : Overrides.set("tls.trust=" + any);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void beginsByTellingWhichQuestionItAnswers(Path file) throws Exception {
        String comment = Files.readString(file).split("\n(?!#)", 2)[0];

        assertThat(comment).startsWith("# ").contains("?");
    }

    @Test
    void quickstartBringsFiveThousandClientsInLessThanHalfAMinute() throws Exception {
        Plan plan = ScenarioFile.read(FOLDER.resolve("quickstart.yaml"), Overrides.NONE)
                .plan();

        assertThat(plan.arrivals().count()).isEqualTo(5000);
        assertThat(plan.arrivals().durationNanos()).isLessThan(30_000_000_000L);
        assertThat(plan.accounts().size()).isEqualTo(5000);
        assertThat(plan.accounts().at(4999).user()).isEqualTo("user5000@example.test");
        assertThat(plan.session().stayFrom()).isEqualTo(SessionPlan.StayFrom.ALL_SIGNED_IN);
    }

    @Test
    void whoTakesFewerUsersThanTheRampHasRoomForIsToldOfARateAndThatWorks() throws Exception {
        Path quickstart = FOLDER.resolve("quickstart.yaml");
        Overrides few = new Overrides(List.of(), "300", null, null, List.of());
        assertThatThrownBy(() -> ScenarioFile.read(quickstart, few))
                .hasMessageContaining("all 300 users have arrived")
                .hasMessageEndingWith("--rate 10/s replaces the whole load");
        Overrides slowly = new Overrides(List.of(), "300", "10/s", null, List.of());
        assertThat(ScenarioFile.read(quickstart, slowly).plan().arrivals().count())
                .isEqualTo(300);
    }

    @Test
    void hold15kHoldsFifteenThousandForAMinute() throws Exception {
        Plan plan = ScenarioFile.read(FOLDER.resolve("hold-15k.yaml"), Overrides.NONE)
                .plan();

        assertThat(plan.arrivals().count()).isEqualTo(15_000);
        assertThat(plan.session().stayNanos()).isEqualTo(60_000_000_000L);
        assertThat(plan.session().stayFrom()).isEqualTo(SessionPlan.StayFrom.ALL_SIGNED_IN);
        assertThat(plan.sources()).hasSize(14).startsWith("127.0.0.1").endsWith("127.0.0.14");
    }

    @Test
    void mondayMorningBringsEveryUserExactlyOnce() throws Exception {
        Plan plan = ScenarioFile.read(FOLDER.resolve("monday-morning.yaml"), Overrides.NONE)
                .plan();

        assertThat(plan.arrivals().count()).isEqualTo(plan.accounts().size());
    }

    @Test
    void ntlmLeavesTimeForOneRefreshAndNotForTwo() throws Exception {
        Plan plan =
                ScenarioFile.read(FOLDER.resolve("ntlm.yaml"), Overrides.NONE).plan();
        long refreshNanos = ((TargetPlan.Mock) plan.target()).mock().expiresSeconds() * 1_000_000_000L / 2;

        assertThat(plan.arrivals().count()).isEqualTo(5000);
        assertThat(plan.session().stayNanos()).isBetween(refreshNanos + 10_000_000_000L, 2 * refreshNanos);
    }

    @Test
    void serverBringsEveryUserExactlyOnce() throws Exception {
        Plan plan =
                ScenarioFile.read(FOLDER.resolve("server.yaml"), Overrides.NONE).plan();

        assertThat(plan.arrivals().count()).isEqualTo(plan.accounts().size());
        assertThat(plan.accounts().at(0).logonName()).isEqualTo("EXAMPLE\\user0001");
    }
}
