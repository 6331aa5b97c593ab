package rollcall.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    /**
     * And whatever the check says is to be done about a record or a name is done, to the letter: then nothing of it is found
     * any more, and where nothing else was wrong the client signs in.
     */
    @ParameterizedTest
    @MethodSource({"broken", "correct"})
    void exactlyWhatIsWrongIsFoundAndWhatIsToBePastedRepairsIt(Path path) throws Exception {
        PoolFile file = PoolFile.read(path);
        List<Found> found;
        try (RehearsedPool pool = new RehearsedPool(file, file.plan(), folder)) {
            CheckReport report = pool.check();
            String text = TreeText.of(report, Style.PLAIN);
            found = report.found();
            assertThat(ids(found))
                    .as(text)
                    .containsExactlyElementsOf(sorted(file.expect().get("findings")));
            assertThat(report.works())
                    .as(text)
                    .isEqualTo("true".equals(file.expect().get("works")));
            if (file.expect().get("verdict") instanceof String verdict) {
                assertThat(report.verdict()).startsWith(verdict);
            }
        }
        List<Found> wrong = found.stream()
                .filter(each -> each.severity().compareTo(Severity.WARNING) >= 0)
                .toList();
        List<Found> pasted =
                wrong.stream().filter(each -> !each.repairs().isEmpty()).toList();
        if (!pasted.isEmpty()) {
            repair(path, pasted, wrong.size() == pasted.size());
        }
    }

    /** @param allOfIt whether nothing else is wrong */
    private void repair(Path path, List<Found> pasted, boolean allOfIt) throws Exception {
        String repaired = Files.readString(path);
        for (Found each : pasted) {
            repaired = repaired(repaired, each.repairs().get(0));
        }
        PoolFile file = PoolFile.read(Files.writeString(folder.resolve("repaired.yaml"), repaired));
        try (RehearsedPool pool = new RehearsedPool(file, file.plan(), folder)) {
            CheckReport report = pool.check();
            String text = repaired + TreeText.of(report, Style.PLAIN);
            assertThat(ids(report.found())).as(text).doesNotContainAnyElementsOf(ids(pasted));
            if (allOfIt) {
                assertThat(report.works()).as(text).isTrue();
                assertThat(report.severity()).as(text).isLessThan(Severity.WARNING);
            }
        }
    }

    private static List<String> ids(List<Found> found) {
        return found.stream()
                .map(each -> each.finding().id())
                .distinct()
                .sorted()
                .toList();
    }

    /** The file with the repair in it, as an administrator would put it there. */
    private static String repaired(String file, Repair repair) {
        if (repair.where().startsWith("in the publishing rule, tab Paths")) {
            return file.replaceFirst("publishes: \\[", "$0" + repair.text().replace("/*", "") + ", ");
        }
        if (repair.where().startsWith("in the publishing rule, tab Public Name")) {
            return file.replaceFirst("public-name: [^,}]*", "public-name: " + repair.text());
        }
        return repair.where().startsWith("in the zone")
                ? withRecords(file, repair)
                : withNames(file, repair.text().lines().toList());
    }

    /** By hand, since nobody but the administrator knows the place-holders: the pools stand at these addresses. */
    private static String withRecords(String file, Repair repair) {
        String text = file;
        for (String line : repair.text().lines().toList()) {
            String[] words = line.split(" +", 2);
            String name = words[0].substring(0, words[0].indexOf(".example.test."));
            if (repair.where().contains("instead of")) {
                text = text.replaceAll("(?m)^    " + Pattern.quote(name) + " .*\\R", "");
            }
            String record = words[1].replace("3600 IN ", "")
                    .replace("<the server's IPv4 address>", "127.0.53.1")
                    .replace("<its public IPv4 address>", "127.0.53.80");
            String zone = repair.where().contains("outside") ? "outside" : "zone";
            text = text.replaceFirst("  " + zone + ": \\|\\R", "$0    " + name + " " + record + "\n");
        }
        return text;
    }

    private static String withNames(String file, List<String> lines) {
        String names = lines.get(1).replace("subject alternative names: ", "").replace("DNS:", "");
        return file.replaceFirst("names: \\[[^]]*]", "names: [" + names + "]")
                .replaceFirst(", common-name: [^,}]*", "");
    }

    private static List<String> sorted(@Nullable Object findings) {
        return findings instanceof List<?> list
                ? list.stream().map(String::valueOf).sorted().toList()
                : List.of();
    }

    /** Nothing is in the catalogue of findings that nobody has ever seen. */
    @Test
    void everyFindingIsProvokedSomewhere() throws Exception {
        // By a KDC that is gone, an edge for another domain, and a Kamailio: SignInCheckTest and CheckPeersTest.
        Set<String> provoked = new TreeSet<>(Set.of("RC-SIP-005", "RC-EDGE-002", "RC-SIP-021"));
        for (Path path : broken()) {
            provoked.addAll(sorted(PoolFile.read(path).expect().get("findings")));
        }
        for (Path path : correct()) {
            provoked.addAll(sorted(PoolFile.read(path).expect().get("findings")));
        }
        assertThat(provoked)
                .containsExactlyElementsOf(
                        Findings.all().stream().map(Finding::id).sorted().toList());
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        List<String> names =
                broken().stream().map(each -> each.getFileName().toString()).toList();
        assertThat(names.stream().filter(each -> each.startsWith("two-"))).hasSizeGreaterThanOrEqualTo(10);
        assertThat(names.stream().filter(each -> !each.startsWith("two-"))).hasSizeGreaterThanOrEqualTo(40);
        assertThat(correct()).hasSizeGreaterThanOrEqualTo(6);
    }
}
