package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LongRunTest {
    private static final List<String> AS_LAUNCHED = List.of("-Xmn8m", "-XX:TieredStopAtLevel=1");

    @Test
    void longRunIsToldOfTheSecondCompiler() {
        assertThat(LongRun.advice(100_000, AS_LAUNCHED))
                .endsWith("started with ROLLCALL_JAVA_OPTS=-XX:TieredStopAtLevel=4.");
    }

    @Test
    void shortRunIsNot() {
        assertThat(LongRun.advice(99_999, AS_LAUNCHED)).isNull();
    }

    @Test
    void whoHasItIsNotToldOfIt() {
        assertThat(LongRun.advice(100_000, List.of("-Xmn8m"))).isNull();
        assertThat(LongRun.advice(100_000, List.of("-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=4")))
                .isNull();
    }
}
