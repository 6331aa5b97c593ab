package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "250us, 250000",
        "2ms, 2000000",
        "30s, 30000000000",
        "1.5s, 1500000000",
        "2m, 120000000000",
        "5m30s, 330000000000",
        "1h, 3600000000000",
        "1h1ns, 3600000000001",
        "0, 0",
        "0s, 0"
    })
    void readsDurations(String text, long nanos) {
        assertThat(Quantities.durationNanos(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "s",
                "-5s",
                "5 s",
                "30s5m",
                "5s5s",
                "1d",
                "1.5.5s",
                ".5s",
                "5.s",
                "0.1ns",
                "5S",
                "1e3s",
                "9999999999999999h",
                "999999999999999999999s"
            })
    void refusesWhatIsNoDuration(String text) {
        assertThat(Quantities.durationNanos(text)).isEqualTo(Quantities.NOT_A_DURATION);
    }

    @Test
    void everyDurationReadsBackAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong() >>> random.nextInt(1, 64);

            assertThat(Quantities.durationNanos(Quantities.duration(nanos))).isEqualTo(nanos);
        }
        assertThat(Quantities.duration(330_000_000_000L)).isEqualTo("5m30s");
    }

    @ParameterizedTest
    @CsvSource({"200/s, 200", "0.5/s, 0.5", "600/min, 10", "3600/h, 1", "0/s, 0"})
    void readsRates(String text, double perSecond) {
        assertThat(Quantities.perSecond(text)).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200", "200/", "/s", "-1/s", "5/d", "5 /s", "1e3/s", "NaN/s", "Infinity/s", "0x1/s"})
    void refusesWhatIsNoRate(String text) {
        assertThat(Quantities.perSecond(text)).isNaN();
    }

    @Test
    void everyRateThatWasReadReadsBackAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 10_000; i++) {
            String number = Quantities.number(random.nextInt(1_000_000) / 1000.0);
            double perSecond = Quantities.perSecond(number + (random.nextBoolean() ? "/s" : "/min"));

            assertThat(Quantities.perSecond(Quantities.rate(perSecond))).isEqualTo(perSecond);
        }
        assertThat(Quantities.rate(200)).isEqualTo("200/s");
        assertThat(Quantities.rate(1.0 / 60)).isEqualTo("1/min");
    }

    @Test
    void readsPercentages() {
        assertThat(Quantities.share("0.1%")).isEqualTo(0.001);
        assertThat(Quantities.share("100%")).isEqualTo(1);
        assertThat(Quantities.share("5")).isNaN();
        assertThat(Quantities.share("%")).isNaN();
    }
}
