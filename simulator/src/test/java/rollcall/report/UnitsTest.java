package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.00 µs",
        "512, 0.51 µs",
        "999400, 999 µs",
        "999600, 1.00 ms",
        "9996000, 10.0 ms",
        "12000000, 12.0 ms",
        "999499999, 999 ms",
        "999500000, 1.00 s",
        "59949999999, 59.9 s",
        "59950000000, 1 min 00 s",
        "245000000000, 4 min 05 s",
        "3599600000000, 1 h 00 min",
        "7380000000000, 2 h 03 min",
    })
    void durationsHaveThreeDigitsAndAUnit(long nanos, String text) {
        assertThat(Units.duration(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"211000000, 3, 211ms", "1500, 3, 1.5µs", "500400000, 4, 500.4ms", "90000000000, 3, 90s"})
    void compactDurationsAreWrittenAsInAScenario(long nanos, int digits, String text) {
        assertThat(Units.durationCompact(nanos, digits)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "1000, '1,000'", "1234567, '1,234,567'", "-1000, '-1,000'"})
    void thousandsAreGrouped(long value, String text) {
        assertThat(Units.count(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"999, 999 B", "1000, 1.00 KB", "212400000, 212 MB", "999600, 1.00 MB", "5000000000000, 5.00 TB"})
    void bytesHaveAUnit(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void ratesAndSharesAreShort() {
        assertThat(Units.rate(499.84)).isEqualTo("499.8");
        assertThat(Units.rate(500)).isEqualTo("500");
        assertThat(Units.rate(1249.6)).isEqualTo("1,250");
        assertThat(Units.percent(0.0002, 3)).isEqualTo("0.02%");
        assertThat(Units.percent(0, 3)).isEqualTo("0%");
        assertThat(Units.percent(1, 3)).isEqualTo("100%");
        assertThat(Units.offset(3_661_000_000_000L)).isEqualTo("1 h 01 min");
    }
}
