package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts as they shall be, under {@code src/test/resources/rollcall/report}. What a test produced lies in
 * {@code target/golden}: copy it over the old one when the change is meant.
 */
final class Golden {
    private Golden() {}

    static void check(String name, String actual) throws IOException {
        Path produced = Path.of("target", "golden", name);
        Files.createDirectories(produced.getParent());
        Files.writeString(produced, actual);
        try (InputStream expected = Golden.class.getResourceAsStream(name)) {
            assertThat(expected)
                    .as("golden file %s, produced %s", name, produced)
                    .isNotNull();
            assertThat(actual).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
