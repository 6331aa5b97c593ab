package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CipherNamesTest {
    static Iterable<String> suitesOfBoringSsl() {
        return OpenSsl.availableOpenSslCipherSuites();
    }

    @ParameterizedTest
    @MethodSource("suitesOfBoringSsl")
    void everySuiteHasANameThatTheLibraryKnows(String openSsl) {
        assertThat(OpenSsl.availableJavaCipherSuites()).contains(CipherNames.iana(openSsl));
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "ECDHE-RSA-AES256-SHA, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "AES128-SHA, TLS_RSA_WITH_AES_128_CBC_SHA",
        "AES256-GCM-SHA384, TLS_RSA_WITH_AES_256_GCM_SHA384",
        "DES-CBC3-SHA, TLS_RSA_WITH_3DES_EDE_CBC_SHA",
        "AEAD-AES256-GCM-SHA384, TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256"
    })
    void name(String openSsl, String iana) {
        assertThat(CipherNames.iana(openSsl)).isEqualTo(iana);
    }
}
