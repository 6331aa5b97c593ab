package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebPlanTest {
    @TempDir
    private Path folder;

    private Plan plan(String session) throws Exception {
        Path file = folder.resolve("test.yaml");
        Files.writeString(
                file,
                "name: test\ntarget: {mock: {users: 5}}\nload: [{hold: {rate: 1/s}}]\nsession: {" + session + "}\n");
        return ScenarioFile.read(file, Overrides.NONE).plan();
    }

    private static int webPort(Plan plan) {
        return ((TargetPlan.Mock) plan.target()).mock().webPort();
    }

    @Test
    void whatClientsFetchIsReadAndGivesTheMockPoolWebServers() throws Exception {
        Plan plan = plan(
                "subscribe: true, addressBook: delta, addressBookWithin: 1h, groups: [sales@example.test], webTimeout: 10s");
        assertThat(plan.session().web())
                .isEqualTo(new WebPlan(
                        WebPlan.Book.DELTA, 3_600_000_000_000L, List.of("sales@example.test"), 10_000_000_000L));
        assertThat(webPort(plan)).isZero();
    }

    @Test
    void withoutItNothingIsFetchedAndNobodyIsThere() throws Exception {
        Plan plan = plan("subscribe: true");
        assertThat(plan.session().web()).isNull();
        assertThat(webPort(plan)).isEqualTo(MockPlan.NO_WEB);
        assertThat(plan("subscribe: true, addressBook: none").session().web()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "addressBook: full                                | session.addressBook",
                "groups: [a@b]                                    | session.groups",
                "subscribe: true, addressBook: yesterday          | session.addressBook",
                "subscribe: true, groups: [sales]                 | session.groups",
                "subscribe: true, groups: [a@b], webTimeout: 0s   | session.webTimeout",
                "subscribe: true, addressBookWithin: soon         | session.addressBookWithin",
                "subscribe: true, addressBook: full, addressBookPartBytes: 10 | session.addressBookPartBytes",
                "subscribe: true, addressBookPartBytes: 65536     | session.addressBookPartBytes: needs addressBook",
                "subscribe: true, mras: true                      | session.mras: needs target.mock.edge: true",
                "unsubscribe: true                                | session.unsubscribe",
                "subscribe: true, signOut: false, unsubscribe: yes | session.unsubscribe"
            })
    void whatCannotBeIsSaidWithItsPlace(String session, String key) {
        assertThatThrownBy(() -> plan(session)).hasMessageContaining(key).hasMessageContaining("test.yaml:4");
    }

    @Test
    void aPlanWrittenOutReadsBackTheSame() throws Exception {
        Plan plan = plan("subscribe: true, addressBook: full, groups: [sales@example.test]");
        Path written = folder.resolve("again.yaml");
        Files.writeString(written, PlanYaml.write(plan));
        assertThat(ScenarioFile.read(written, Overrides.NONE).plan().session().web())
                .isEqualTo(plan.session().web());
        assertThat(PlanText.describe(plan)).contains("fetches the address book (full), expands a group");
    }

    @Test
    void anAddressBookInPartsReadsBackTheSameAndIsCalledAnAssumption() throws Exception {
        Plan plan = plan("subscribe: true, addressBook: delta, addressBookPartBytes: 65536");
        Path written = folder.resolve("again.yaml");
        Files.writeString(written, PlanYaml.write(plan));
        WebPlan web =
                ScenarioFile.read(written, Overrides.NONE).plan().session().web();
        assertThat(web).isEqualTo(plan.session().web());
        assertThat(Objects.requireNonNull(web).partBytes()).isEqualTo(65_536);
        assertThat(PlanText.describe(plan)).contains("(delta in parts of 65,536 bytes, which is assumed");
    }

    @Test
    void whoEndsItsSubscriptionsDoesSoInAPlanWrittenOut() throws Exception {
        Plan plan = plan("subscribe: true, unsubscribe: true");
        Path written = folder.resolve("again.yaml");
        Files.writeString(written, PlanYaml.write(plan));
        assertThat(ScenarioFile.read(written, Overrides.NONE).plan().session().unsubscribe())
                .isTrue();
        assertThat(PlanText.describe(plan)).contains("then ends its subscriptions and signs out");
    }
}
