package rollcall.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.sip.AsciiSlice;

class Base64Test {
    @Test
    void agreesWithTheJdkAtAnyLength() {
        Random random = new Random(64);
        for (int length = 0; length < 400; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = AuthTests.written(out -> Base64.encode(bytes, bytes.length, out));
            assertThat(text).isEqualTo(java.util.Base64.getEncoder().encodeToString(bytes));
            AsciiSlice slice = AsciiSlice.of(text);
            byte[] decoded = new byte[Base64.decodedLength(slice)];
            assertThat(Base64.decode(slice, decoded)).isEqualTo(length);
            assertThat(Arrays.copyOf(decoded, length)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "AAA", "A===", "====", "AA=A", "AAA\n", "AA A", "AA-_", "AAA\u00E9", "AAAA="})
    void whatIsNotBase64IsAnAnswer(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        AsciiSlice slice = new AsciiSlice();
        slice.set(bytes, 0, bytes.length);
        assertThat(Base64.decode(slice, new byte[Base64.decodedLength(slice)])).isEqualTo(-1);
    }
}
