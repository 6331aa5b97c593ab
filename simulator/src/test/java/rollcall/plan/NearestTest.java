package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("signOut", "stay", "stayFrom", "refresh", "keepAlive");

    @ParameterizedTest
    @CsvSource({
        "signout, signOut",
        "singOut, signOut",
        "stya, stay",
        "keepalive, keepAlive",
        "kepAlve, keepAlive",
        "refreshes, refresh",
        "stayFrm, stayFrom"
    })
    void findsTheWordThatWasMeant(String written, String meant) {
        assertThat(Nearest.to(written, KNOWN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "subscribe", "password", "''"})
    void offersNothingWhenNothingIsNear(String written) {
        assertThat(Nearest.to(written, KNOWN)).isNull();
        assertThat(Nearest.hint(written, KNOWN)).isEmpty();
    }
}
