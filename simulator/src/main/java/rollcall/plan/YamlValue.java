package rollcall.plan;

import java.util.List;
import java.util.Map;

/** One value as written, with its place. Lists and mappings can be changed, which is how overrides work. */
sealed interface YamlValue {
    Place place();

    /** For a message: "a list". */
    String kind();

    /** Any scalar, quoted or not: what it means depends on where it stands. */
    record Text(String value, Place place) implements YamlValue {
        @Override
        public String kind() {
            return '"' + value + '"';
        }
    }

    /** A key with nothing behind it. */
    record Nothing(Place place) implements YamlValue {
        @Override
        public String kind() {
            return "nothing";
        }
    }

    record Sequence(List<YamlValue> items, Place place) implements YamlValue {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Map<String, Entry> entries, Place place) implements YamlValue {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key's place and its value. */
    record Entry(Place keyPlace, YamlValue value) {}
}
