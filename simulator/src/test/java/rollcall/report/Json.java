package rollcall.report;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, strings, numbers, booleans and nulls; and as much of JSON Schema as our schema uses. */
final class Json {
    private Json() {}

    static Map<String, @Nullable Object> read(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            return document(parser);
        }
    }

    static Map<String, @Nullable Object> read(InputStream stream) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), stream)) {
            return document(parser);
        }
    }

    /** The value under a path such as {@code clients.planned} or {@code faults.0.count}. */
    static Object at(Object value, String path) {
        @Nullable Object here = value;
        for (String step : path.split("\\.", -1)) {
            if (here instanceof Map<?, ?> map) {
                if (!map.containsKey(step)) {
                    throw new AssertionError("no " + step + " of " + path + " in " + map.keySet());
                }
                here = map.get(step);
            } else if (here instanceof List<?> list) {
                here = list.get(Integer.parseInt(step));
            } else {
                throw new AssertionError("nothing has a " + step + " of " + path);
            }
        }
        return Objects.requireNonNull(here, path);
    }

    /** Every contradiction between a value and a schema. */
    static List<String> problems(@Nullable Object value, Map<?, ?> schema) {
        List<String> problems = new ArrayList<>();
        judge("$", value, schema, schema, problems);
        return problems;
    }

    private static Map<String, @Nullable Object> document(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new AssertionError("not an object");
        }
        Map<String, @Nullable Object> map = object(parser);
        if (parser.nextToken() != null) {
            throw new AssertionError("something follows the document");
        }
        return map;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (map.containsKey(name)) {
                throw new AssertionError("twice: " + name);
            }
            map.put(name, value(parser));
        }
        return map;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static void judge(
            String path, @Nullable Object value, Map<?, ?> part, Map<?, ?> root, List<String> problems) {
        Map<?, ?> schema = resolved(part, root);
        Object type = schema.get("type");
        if (type != null && !isOneOf(type, value)) {
            problems.add(path + " is not " + type + ": " + value);
            return;
        }
        if (schema.containsKey("const") && !at(schema, "const").equals(value)) {
            problems.add(path + " is not " + schema.get("const"));
        }
        if (schema.get("enum") instanceof List<?> words && !words.contains(value)) {
            problems.add(path + " is none of " + words + ": " + value);
        }
        if (schema.get("minimum") instanceof Number minimum
                && value instanceof Number number
                && number.doubleValue() < minimum.doubleValue()) {
            problems.add(path + " is less than " + minimum + ": " + value);
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                judge(path + "." + i, list.get(i), (Map<?, ?>) at(schema, "items"), root, problems);
            }
        }
        if (value instanceof Map<?, ?> map) {
            judgeObject(path, map, schema, root, problems);
        }
    }

    private static void judgeObject(
            String path, Map<?, ?> value, Map<?, ?> schema, Map<?, ?> root, List<String> problems) {
        Map<?, ?> properties = (Map<?, ?>) at(schema, "properties");
        for (Object required : (List<?>) at(schema, "required")) {
            if (!value.containsKey(required)) {
                problems.add(path + " lacks " + required);
            }
        }
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            if (properties.get(entry.getKey()) instanceof Map<?, ?> property) {
                judge(path + "." + entry.getKey(), entry.getValue(), property, root, problems);
            } else {
                problems.add(path + " has the undocumented " + entry.getKey());
            }
        }
    }

    private static Map<?, ?> resolved(Map<?, ?> schema, Map<?, ?> root) {
        if (schema.get("$ref") instanceof String reference) {
            return (Map<?, ?>) at(root, reference.substring("#/".length()).replace('/', '.'));
        }
        return schema;
    }

    private static boolean isOneOf(Object type, @Nullable Object value) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(each -> isOneOf(each, value));
        }
        return switch ((String) type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Number;
            case "null" -> value == null;
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
