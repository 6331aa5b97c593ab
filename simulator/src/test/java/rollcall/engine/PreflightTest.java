package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;

class PreflightTest {
    @TempDir
    private Path folder;

    @Test
    void aPlanThatTheGuardsWouldCutOffIsRefused() throws Exception {
        Plan plan = ScenarioFile.read(Files.writeString(folder.resolve("long.yaml"), """
                                target: mock
                                load: [hold: {rate: 1/s, for: 10s}]
                                session: {stay: 2h}
                                guards: {maxDuration: 1h}
                                """), Overrides.NONE)
                .plan();
        assertThatThrownBy(() -> Preflight.check(plan))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("the plan takes 7210 s, and guards.maxDuration stops it after 3600 s");
    }

    @Test
    void theKernelsPortRangeIsReadWhole() throws Exception {
        Path file = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        assumeTrue(Files.exists(file), "only Linux says so");
        List<String> lines = Files.readAllLines(file);
        int tab = lines.get(0).indexOf('\t');
        long first = Long.parseLong(lines.get(0).substring(0, tab).strip());
        long last = Long.parseLong(lines.get(0).substring(tab).strip());
        assertThat(Preflight.portsPerAddress()).isEqualTo(last - first + 1);
    }
}
