package rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The zip says whose work is in it. */
class NoticeTest {
    @Test
    void noticeNamesEachBundledLibraryAndNoOther() throws IOException {
        try (Stream<String> notice = Files.lines(Path.of("src", "main", "assembly", "NOTICE"))) {
            Set<String> named = notice.filter(line -> line.matches("\\S+ +(Apache|BSD|MIT)\\S* +https://\\S+"))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> contained = bundled();
            contained.add("uPlot"); // in the jar of the tool itself
            assertThat(named).isEqualTo(contained);
        }
    }

    /** The names of the jars without version, classifier and ending. */
    private static Set<String> bundled() throws IOException {
        try (InputStream list = Objects.requireNonNull(
                NoticeTest.class.getResourceAsStream("/bundled.txt"), "bundled.txt, which the Maven build writes")) {
            String paths = new String(list.readAllBytes(), StandardCharsets.UTF_8).strip();
            return Stream.of(paths.split(File.pathSeparator, -1))
                    .map(path -> Path.of(path).getFileName().toString().replaceFirst("-\\d.*", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
