package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightTest {
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
