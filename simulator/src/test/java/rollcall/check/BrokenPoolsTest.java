package rollcall.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PoolFile;
import rollcall.report.Style;

/** The catalogue of misconfigured pools: each check finds exactly what is wrong, nothing less and nothing more. */
class BrokenPoolsTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    @TempDir
    private Path folder;

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS.resolve(name))) {
            return files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> broken() throws IOException {
        return files("broken");
    }

    static List<Path> correct() throws IOException {
        return files("correct");
    }

    @ParameterizedTest
    @MethodSource({"broken", "correct"})
    void exactlyWhatIsWrongIsFound(Path path) throws Exception {
        PoolFile file = PoolFile.read(path);
        try (RehearsedPool pool = new RehearsedPool(file, file.plan(), folder)) {
            CheckReport report = pool.check();
            String text = TreeText.of(report, Style.PLAIN);
            assertThat(report.found().stream()
                            .map(each -> each.finding().id())
                            .distinct()
                            .sorted())
                    .as(text)
                    .containsExactlyElementsOf(sorted(file.expect().get("findings")));
            assertThat(report.works()).as(text).isEqualTo("true".equals(file.expect().get("works")));
            if (file.expect().get("verdict") instanceof String verdict) {
                assertThat(report.verdict()).startsWith(verdict);
            }
        }
    }

    private static List<String> sorted(@Nullable Object findings) {
        return findings instanceof List<?> list
                ? list.stream().map(String::valueOf).sorted().toList()
                : List.of();
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        List<String> names =
                broken().stream().map(each -> each.getFileName().toString()).toList();
        assertThat(names.stream().filter(each -> each.startsWith("two-"))).hasSizeGreaterThanOrEqualTo(10);
        assertThat(names.stream().filter(each -> !each.startsWith("two-"))).hasSizeGreaterThanOrEqualTo(40);
        assertThat(correct()).hasSize(6);
    }
}
