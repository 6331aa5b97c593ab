package rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.TlsPlan.Engine;

/** The server of a {@link TlsPair} says itself whether a session was resumed, and the pair fails if that is wrong. */
class TlsPairTest {
    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, TLSv1.2, RSA_2048",
        "BORINGSSL, TLSv1.3, P_256",
        "JDK, TLSv1.2, RSA_2048",
        "JDK, TLSv1.3, P_256",
        "BOUNCYCASTLE, TLSv1.2, RSA_2048",
        "BOUNCYCASTLE, TLSv1.3, P_256"
    })
    void fullHandshakesAreFull(Engine engine, String protocol, KeyKind key) {
        try (TlsPair pair = new TlsPair(engine, protocol, key, false)) {
            assertThatCode(() -> handshakes(pair)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, TLSv1.2, RSA_2048",
        "BORINGSSL, TLSv1.3, P_256",
        "JDK, TLSv1.2, RSA_2048",
        "JDK, TLSv1.3, P_256",
        "BOUNCYCASTLE, TLSv1.2, RSA_2048"
    })
    void resumedHandshakesAreResumed(Engine engine, String protocol, KeyKind key) {
        try (TlsPair pair = new TlsPair(engine, protocol, key, true)) {
            assertThatCode(() -> handshakes(pair)).doesNotThrowAnyException();
        }
    }

    @Test
    void bouncyCastleDoesNotResumeTls13() {
        try (TlsPair pair = new TlsPair(Engine.BOUNCYCASTLE, "TLSv1.3", KeyKind.P_256, true)) {
            assertThatIllegalStateException()
                    .isThrownBy(pair::handshake)
                    .withMessage("a full handshake where a session was to be resumed");
        }
    }

    private static void handshakes(TlsPair pair) {
        for (int i = 0; i < 3; i++) {
            pair.handshake();
        }
    }
}
