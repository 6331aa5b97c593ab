package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.mock.MockPool;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;
import rollcall.report.Summary;

class ClosedLoopRunTest {
    private static final Pattern ANSWER = Pattern.compile("(?<connection>\\S+ \\S+) (?<user>\\S+) .*REGISTER");

    @TempDir
    private Path folder;

    @Test
    void usersComeAgainAndAgain() throws Exception {
        Map<String, Set<String>> connections = new ConcurrentHashMap<>();
        Summary summary = run("none", connections);

        assertThat(summary.clients().failed()).isZero();
        assertThat(summary.clients().signedIn()).isEqualTo(summary.clients().started());
        assertThat(summary.clients().planned()).isEqualTo(summary.clients().started());
        assertThat(summary.clients().heldPeak()).isLessThanOrEqualTo(5);
        assertThat(connections).hasSize(5);
        assertThat(connections.values()).allMatch(each -> each.size() > 1, "came again");
        assertThat(summary.offered()).last().isEqualTo(summary.clients().started());
    }

    @Test
    void theFirstUserIsTheOneWhoGoesAlone() throws Exception {
        Map<String, Set<String>> connections = new ConcurrentHashMap<>();
        Summary summary = run("ntlm", connections);

        assertThat(summary.clients().failed()).isZero();
        assertThat(summary.clients().heldPeak()).isLessThanOrEqualTo(5);
        assertThat(connections.values()).allMatch(each -> each.size() > 1, "came again");
    }

    private Summary run(String scheme, Map<String, Set<String>> connections) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "Tr0ub4dor&3\n");
        Path file = folder.resolve("test.yaml");
        Files.writeString(file, """
                target: {mock: {users: 5, key: ecdsa, auth: [%s], password: {file: %s}}}
                auth: {scheme: %s}
                load: [users: {count: 5, think: 100ms, over: 50ms, for: 6s}]
                session: {stay: 20ms}
                limits: {connect: 20s, tls: 20s, answer: 20s, signOut: 20s}
                """.formatted(scheme, password, scheme));
        Plan plan = ScenarioFile.read(file, Overrides.NONE).plan();
        try (MockPool pool =
                MockPool.start(((TargetPlan.Mock) plan.target()).mock(), folder, InstantSource.system(), line -> {
                    Matcher answer = ANSWER.matcher(line);
                    if (answer.lookingAt()) {
                        connections
                                .computeIfAbsent(answer.group("user"), user -> ConcurrentHashMap.newKeySet())
                                .add(answer.group("connection"));
                    }
                })) {
            return WholeRunTest.run(plan, pool.dnsAddress(), pool.caCertificate(), engine -> {});
        }
    }
}
