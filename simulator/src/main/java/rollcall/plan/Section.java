package rollcall.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a scenario while it is read. Each question names a key and what holds when the key is absent; a value
 * that does not fit is noted as a problem and answered with the same default, so that reading goes on. {@link #end}
 * notes the keys that nobody asked for.
 */
final class Section {
    private final Problems problems;
    private final String path;
    private final YamlValue.Mapping written;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Problems problems, String path, YamlValue.Mapping written) {
        this.problems = problems;
        this.path = path;
        this.written = written;
    }

    Problems problems() {
        return problems;
    }

    Place place() {
        return written.place();
    }

    /** The place of a key's value, or of the whole section when it is absent. */
    Place place(String key) {
        YamlValue value = value(key);
        return value == null ? written.place() : value.place();
    }

    /** The full name of a key: {@code load[0].hold.rate}. */
    String path(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    boolean has(String key) {
        return value(key) != null;
    }

    @Nullable
    YamlValue value(String key) {
        asked.add(key);
        YamlValue.Entry entry = written.entries().get(key);
        return entry == null ? null : entry.value();
    }

    /** The keys that are written here, in their order. */
    Collection<String> keys() {
        return written.entries().keySet();
    }

    /** The mapping under a key; an empty one when it is absent or has nothing in it. */
    Section section(String key) {
        YamlValue value = value(key);
        if (value != null && !(value instanceof YamlValue.Nothing)) {
            return of(problems, path(key), value);
        }
        return new Section(problems, path(key), new YamlValue.Mapping(Map.of(), place(key)));
    }

    /** A value as a section; what is no mapping is a problem and reads as an empty one. */
    static Section of(Problems problems, String path, YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            return new Section(problems, path, mapping);
        }
        problems.add(value.place(), path, "expected a mapping (key: value), found " + value.kind());
        return new Section(problems, path, new YamlValue.Mapping(Map.of(), value.place()));
    }

    /** The values of a list; a single value that is no list is a problem unless {@code oneWillDo}. */
    List<YamlValue> list(String key, boolean oneWillDo) {
        YamlValue value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof YamlValue.Sequence sequence) {
            return sequence.items();
        }
        if (oneWillDo && value instanceof YamlValue.Text) {
            return List.of(value);
        }
        wrong(key, "a list");
        return List.of();
    }

    /** A list in which every item is text that {@code parse} understands (null: it does not). */
    <T> List<T> items(String key, List<T> otherwise, String expected, Function<String, @Nullable T> parse) {
        if (!has(key)) {
            return otherwise;
        }
        List<T> result = new ArrayList<>();
        List<YamlValue> values = list(key, true);
        for (int i = 0; i < values.size(); i++) {
            YamlValue item = values.get(i);
            T parsed = item instanceof YamlValue.Text text ? parse.apply(text.value()) : null;
            if (parsed == null) {
                problems.add(
                        item.place(), path(key) + "[" + i + "]", "expected " + expected + ", found " + item.kind());
            } else {
                result.add(parsed);
            }
        }
        return result;
    }

    /** Text that {@code parse} understands (null: it does not). */
    <T> T scalar(String key, T otherwise, String expected, Function<String, @Nullable T> parse) {
        YamlValue value = value(key);
        if (value == null) {
            return otherwise;
        }
        T parsed = value instanceof YamlValue.Text text ? parse.apply(text.value()) : null;
        if (parsed == null) {
            wrong(key, expected);
            return otherwise;
        }
        return parsed;
    }

    String text(String key, String otherwise) {
        return scalar(key, otherwise, "text", text -> text.isBlank() ? null : text);
    }

    boolean flag(String key, boolean otherwise) {
        return scalar(key, otherwise, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    int count(String key, int otherwise, int least, int most) {
        return (int) longCount(key, otherwise, least, most);
    }

    long longCount(String key, long otherwise, long least, long most) {
        return scalar(key, otherwise, "a whole number from " + least + " to " + most, text -> {
            if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            long number = Long.parseLong(text);
            return number < least || number > most ? null : number;
        });
    }

    /** A duration in nanoseconds, at least {@code least} and at most a year. */
    long duration(String key, long otherwise, long least) {
        String expected = Quantities.A_DURATION + (least > 0 ? ", at least " + Quantities.duration(least) : "");
        return scalar(key, otherwise, expected, text -> {
            long nanos = Quantities.durationNanos(text);
            return nanos < least || nanos > Bounds.LONGEST_NANOS ? null : nanos;
        });
    }

    /** A rate a second, more than 0 unless {@code zeroToo}. */
    double rate(String key, double otherwise, boolean zeroToo) {
        String expected = Quantities.A_RATE + (zeroToo ? "" : ", more than 0");
        return scalar(key, otherwise, expected, text -> {
            double perSecond = Quantities.perSecond(text);
            boolean fits = perSecond <= Bounds.HIGHEST_PER_SECOND && (zeroToo ? perSecond >= 0 : perSecond > 0);
            return fits ? perSecond : null;
        });
    }

    /** One of a few words. */
    <E> E choice(String key, E otherwise, E[] all, Function<E, String> word) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E each : all) {
            words.put(word.apply(each), each);
        }
        if (value(key) instanceof YamlValue.Text text && !words.containsKey(text.value())) {
            problem(
                    key,
                    "expected one of " + String.join(", ", words.keySet()) + ", found " + text.kind()
                            + Nearest.hint(text.value(), words.keySet()));
            return otherwise;
        }
        return scalar(key, otherwise, "one of " + String.join(", ", words.keySet()), words::get);
    }

    /** Notes that a key's value is not what was expected. */
    void wrong(String key, String expected) {
        YamlValue value = value(key);
        problems.add(
                place(key),
                path(key),
                "expected " + expected + ", found " + (value == null ? "nothing" : value.kind()));
    }

    /** Notes what is wrong with a key, or with the section for want of it. */
    void problem(String key, String sentence) {
        problems.add(place(key), path(key), sentence);
    }

    /** Notes that a key is missing. */
    void missing(String key, String expected) {
        problems.add(place(), path(key), "missing; expected " + expected);
    }

    /** Notes every key that nobody asked for. */
    void end() {
        written.entries().forEach((key, entry) -> {
            if (!asked.contains(key)) {
                String hint = Nearest.hint(key, asked);
                problems.add(
                        entry.keyPlace(),
                        path(key),
                        "unknown key" + (hint.isEmpty() ? "; expected one of " + String.join(", ", asked) : hint));
            }
        });
    }
}
