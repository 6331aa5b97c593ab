package rollcall.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictNameTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, 1",
        "EXAMPLE.com., 1",
        "sip.example.com, 1",
        "SIP.Example.Com., 1",
        "pool01.example.com, 2",
        "sip2.example.com, 2",
        "asip.example.com, 2",
        "pool.child.example.com, 3",
        "sip.child.example.com, 3",
        "xexample.com, 4",
        ".example.com, 4",
        "example.com.evil.test, 4",
        "pool01.fabrikam.com, 4",
        "com, 4",
        "'', 4",
    })
    void levelIsTheDistanceFromTheDomain(String host, int level) {
        assertThat(StrictName.level(host, "example.com")).isEqualTo(level);
        assertThat(StrictName.level(host, "Example.COM.")).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"'', example.com", "., example.com", "'', ''"})
    void nothingLiesInTheEmptyDomain(String domain, String host) {
        assertThat(StrictName.level(host, domain)).isEqualTo(StrictName.FOREIGN);
    }
}
