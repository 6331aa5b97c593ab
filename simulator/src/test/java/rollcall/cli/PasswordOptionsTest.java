package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;

final class PasswordOptionsTest {
    private final InputStream input = System.in;

    @AfterEach
    void giveBackTheInput() {
        System.setIn(input);
    }

    private static @Nullable Secret read(String typed, String... arguments) throws Exception {
        System.setIn(new ByteArrayInputStream(typed.getBytes(UTF_8)));
        return CommandLine.populateCommand(new PasswordOptions(), arguments).read();
    }

    @Test
    void withoutOptionsThereIsNone() throws Exception {
        assertThat(read("typed\n")).isNull();
    }

    @Test
    void theFirstLineOfTheInputIsThePassword() throws Exception {
        assertThat(read("pässword\nmore\n", "--password-stdin")).isEqualTo(Secret.of("pässword"));
    }

    @Test
    void anInputWithoutALineIsAnError() {
        assertThatThrownBy(() -> read("", "--password-stdin"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("the input has no line with a password");
    }

    @Test
    void aVariableThatIsNotSetIsAnError() {
        assertThatThrownBy(() -> read("", "--password-env=ROLLCALL_NO_SUCH_VARIABLE"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("ROLLCALL_NO_SUCH_VARIABLE");
    }

    @Test
    void twoSourcesAtOnceAreAnError() {
        assertThatThrownBy(() -> read("typed\n", "--password-stdin", "--password-env=PATH"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("leave one of them out");
    }
}
