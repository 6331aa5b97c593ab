package rollcall.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scenario into a plan. Everything that is wrong is reported at once, each problem in a line of its own with
 * file, line, column, key, what was expected and, for a slip of the pen, the word that was probably meant.
 *
 * <p>{@code --rate} and {@code --duration} change a load that is a single {@code hold} or {@code poisson}; any other
 * load they replace by a single hold, for which {@code --rate} is needed.
 */
public final class ScenarioFile {
    private ScenarioFile() {}

    /**
     * What came of reading.
     *
     * @param warnings complete sentences for people: the scenario works, and should not stay so
     */
    public record Read(Plan plan, List<String> warnings) {}

    /**
     * Reads a scenario.
     *
     * @throws PlanException with one line for each problem
     */
    public static Read read(Path file, Overrides overrides) throws PlanException {
        return read(file, overrides, System::getenv);
    }

    static Read read(Path file, Overrides overrides, Function<String, @Nullable String> environment)
            throws PlanException {
        Problems problems = new Problems();
        YamlValue root = YamlText.ofFile(file.toString(), text(file, "a scenario"), problems);
        if (root == null) {
            throw new PlanException(file + " is empty; expected a scenario, as in scenarios/quickstart.yaml");
        }
        if (!(root instanceof YamlValue.Mapping mapping)) {
            throw new PlanException(root.place() + ": expected a mapping (key: value), found " + root.kind());
        }
        Scenario scenario = new Scenario(mapping, problems);
        scenario.apply(overrides);
        Plan plan = new Planner(scenario.section(), new Surroundings(file, environment)).plan();
        problems.throwIfAny();
        return new Read(plan, problems.warnings());
    }

    /** @param kind what the file should be, for messages: "a scenario" */
    static String text(Path file, String kind) throws PlanException {
        if (!Files.exists(file)) {
            throw new PlanException(file + " does not exist" + nearBy(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new PlanException(file + " is not a file; expected " + kind);
        }
        try {
            if (Files.size(file) > Bounds.LARGEST_SCENARIO_BYTES) {
                throw new PlanException(file + " is larger than 1 MiB; that is not " + kind);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new PlanException(file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new PlanException(file + " cannot be read: " + e.getMessage());
        }
    }

    private static String nearBy(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "; nor does the folder " + file.getParent();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> scenarios = files.map(each -> each.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
            String nearest = Nearest.to(file.getFileName().toString(), scenarios);
            if (nearest != null) {
                return "; near it there is " + nearest;
            }
            return scenarios.isEmpty() ? "" : "; beside it there are " + String.join(", ", scenarios);
        } catch (IOException e) {
            return "";
        }
    }
}
