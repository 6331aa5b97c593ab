package rollcall.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that describes a mock pool, and beside it what a check of that pool is asked and should find.
 *
 * @param plan the pool; no password is written in such a file, so its users have none yet ({@link MockPlan#with})
 * @param check the section {@code check} as written, empty when absent: text as {@code String}, a list as {@code List}, a
 *     mapping as {@code Map}, nothing as {@code ""}. The pool makes no use of it.
 * @param expect the section {@code expect}, likewise
 */
public record PoolFile(MockPlan plan, Map<String, Object> check, Map<String, Object> expect) {
    /**
     * Reads a pool file.
     *
     * @throws PlanException with one line for each problem: file, line, column, key and what was expected
     */
    public static PoolFile read(Path file) throws PlanException {
        Problems problems = new Problems();
        YamlValue written = YamlText.ofFile(file.toString(), ScenarioFile.text(file, "a pool"), problems);
        if (!(written instanceof YamlValue.Mapping mapping)) {
            throw new PlanException(file + ": expected a pool (pool: and what it is), found "
                    + (written == null ? "nothing" : written.kind()));
        }
        Section root = new Section(problems, "", mapping);
        if (!root.has("pool")) {
            root.missing("pool", "what the pool is: domain, zone, servers");
        }
        MockPlan plan = new PoolReader(root.section("pool")).read();
        Map<String, Object> check = raw(root, "check");
        Map<String, Object> expect = raw(root, "expect");
        root.end();
        problems.throwIfAny();
        return new PoolFile(plan, check, expect);
    }

    private static Map<String, Object> raw(Section root, String key) {
        YamlValue value = root.value(key);
        if (value instanceof YamlValue.Mapping mapping) {
            return raw(mapping);
        }
        if (value != null && !(value instanceof YamlValue.Nothing)) {
            root.wrong(key, "a mapping (key: value)");
        }
        return Map.of();
    }

    private static Map<String, Object> raw(YamlValue.Mapping mapping) {
        Map<String, Object> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> entries.put(key, raw(entry.value())));
        return entries;
    }

    private static Object raw(@Nullable YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            return raw(mapping);
        }
        if (value instanceof YamlValue.Sequence sequence) {
            List<Object> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(raw(item)));
            return items;
        }
        return value instanceof YamlValue.Text text ? text.value() : "";
    }
}
