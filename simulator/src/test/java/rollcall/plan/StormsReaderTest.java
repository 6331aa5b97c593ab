package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StormsReaderTest {
    @TempDir
    private Path folder;

    private Plan plan(String more) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, "target: mock\n" + more);
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    @Test
    void stormsAndTheWayBackAreReadAndWrittenAlike() throws Exception {
        Plan plan = plan("""
                storms: [{at: 30s, drop: all}, {at: 1m, drop: 12.5%, by: close}, {at: 90s, drop: front-end=Pool02}]
                session: {comeBack: {after: 10s, most: 2m, jitter: 25%, tries: 4}}
                """);
        assertThat(plan.storms())
                .containsExactly(
                        new StormPlan(30_000_000_000L, "all", 1, "", true),
                        new StormPlan(60_000_000_000L, "12.5%", 0.125, "", false),
                        new StormPlan(90_000_000_000L, "front-end=Pool02", 1, "pool02", true));
        assertThat(plan.session().comeBack()).isEqualTo(new ComeBack(10_000_000_000L, 120_000_000_000L, 0.25, 4));
        Path again = Files.writeString(folder.resolve("again.yaml"), PlanYaml.write(plan));
        Plan read = ScenarioFile.read(again, Overrides.NONE).plan();
        assertThat(read.storms()).isEqualTo(plan.storms());
        assertThat(read.session()).isEqualTo(plan.session());
        assertThat(PlanText.describe(plan))
                .contains("# storm: after 30s the connection of every client is reset")
                .contains("# storm: after 1m the connection of 12.5% of the clients is closed")
                .contains("of every client at pool02 is reset");
    }

    @Test
    void nobodyComesBackUnasked() throws Exception {
        assertThat(plan("session: {stay: 5s}").session().comeBack()).isNull();
        assertThat(plan("session: {comeBack: {}}").session().comeBack()).isEqualTo(ComeBack.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "storms: [{drop: all}]                              | storms[0].at",
                "storms: [{at: 5s, drop: half}]                     | storms[0].drop",
                "storms: [{at: 5s, drop: 0%}]                       | storms[0].drop",
                "storms: [{at: 5s}, {at: 5s}]                       | storms[1].at",
                "storms: [{at: 5s, by: fire}]                       | storms[0].by",
                "'session: {comeBack: {after: 10s, most: 5s}}'      | session.comeBack.most",
                "'session: {comeBack: {jitter: 120%}}'              | session.comeBack.jitter",
                "'session: {comeBack: {tries: 0}}'                  | session.comeBack.tries"
            })
    void whatMakesNoSenseIsToldWithItsKey(String yaml, String key) {
        assertThatThrownBy(() -> plan(yaml)).isInstanceOf(PlanException.class).hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "pool02,              pool02.example.com:5061, true",
        "pool02.example.com,  pool02.example.com:5061, true",
        "pool02.example.com,  POOL02.example.com:5061, true",
        "pool02,              pool021.example.com:5061, false",
        "pool02.example,      pool02.example.com:5061, false",
        "pool01,              pool02.example.com:5061, false"
    })
    void aFrontEndIsNamedWholeOrByItsFirstLabel(String name, String server, boolean hit) {
        assertThat(new StormPlan(0, "front-end=" + name, 1, name, true).hits(server, 0.5))
                .isEqualTo(hit);
    }
}
