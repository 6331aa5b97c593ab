package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The values that a page shows, held against the JSON file that has the same. */
final class PageFields {
    private static final String ALL = """
            [...document.querySelectorAll("[data-field]")]
              .map(field => [field.dataset.field, field.dataset.as, field.textContent])
            """;

    private PageFields() {}

    /** Checks all of them; gives their paths. */
    static List<String> check(Browser browser, Map<String, @Nullable Object> json) throws Exception {
        List<String> paths = new ArrayList<>();
        for (Object field : (List<?>) browser.value(ALL)) {
            List<?> parts = (List<?>) field;
            String path = (String) parts.get(0);
            assertThat(parts.get(2)).as("%s", path).isIn(shown(Json.at(json, path), (String) parts.get(1)));
            paths.add(path);
        }
        return paths;
    }

    /** As which text a value may be shown: the file rounds it, to three decimals or six digits, and the page once more. */
    private static Set<String> shown(Object value, String as) {
        if (value instanceof Double number) {
            double half = Set.of("share", "points", "ratio").contains(as) ? Math.abs(number) * 5e-6 : 0.0005;
            return DoubleStream.of(-half, 0, half)
                    .mapToObj(rounded -> shown(number + rounded, as))
                    .collect(Collectors.toSet());
        }
        return Set.of(
                switch (as) {
                    case "text" -> value.toString();
                    case "count" -> Units.count((Long) value);
                    case "bytes" -> Units.bytes((Long) value);
                    default -> shown(((Number) value).doubleValue(), as);
                });
    }

    private static String shown(double value, String as) {
        return switch (as) {
            case "rate" -> Units.rate(value);
            case "digits" -> Units.significant(value, 3);
            case "millis" -> Units.duration(Math.round(value * 1e6));
            case "seconds" -> Units.duration(Math.round(value * 1e9));
            case "share" -> Units.percent(value, 3);
            case "points" -> ComparedMetric.points(value);
            case "ratio" -> ComparedMetric.percent(value);
            case "text" -> String.valueOf(value);
            default -> throw new AssertionError("shown as " + as);
        };
    }
}
