package rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://Pool01.example.com/Abs, pool01.example.com, 443, /Abs, pool01.example.com",
        "HTTPS://a:8443, a, 8443, /, a:8443",
        "https://a/s.asmx?wsdl, a, 443, /s.asmx?wsdl, a",
        "https://[2001:db8::1]:444/x%20y, 2001:db8::1, 444, /x%20y, [2001:db8::1]:444"
    })
    void readsAUrl(String text, String host, int port, String path, String authority) {
        WebUrl url = Objects.requireNonNull(WebUrl.parse(text));
        assertThat(url).isEqualTo(new WebUrl(host, port, path));
        assertThat(url.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://a/",
                "sip:alice@example.com",
                "https:///Abs",
                "https://a b/",
                "https://a:0/",
                "https://a:99999/",
                "/Abs",
                "https://a/\r\nX: y"
            })
    void whatIsNoHttpsUrlIsNone(String text) {
        assertThat(WebUrl.parse(text)).isNull();
    }

    @Test
    void aFolderMayEndInASlash() {
        assertThat(new WebUrl("a", 443, "/Abs").child("f").path()).isEqualTo("/Abs/f");
        assertThat(new WebUrl("a", 443, "/Abs/").child("f").path()).isEqualTo("/Abs/f");
    }
}
