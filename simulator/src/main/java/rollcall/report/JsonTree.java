package rollcall.report;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One object of a JSON document, asked by field; a field that is not what was expected is named in full. */
final class JsonTree {
    private static final JsonFactory JSON = new JsonFactory();

    private final String path;
    private final Map<String, @Nullable Object> fields;

    private JsonTree(String path, Map<String, @Nullable Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    /**
     * Reads a document that is one object.
     *
     * @param name of the file, for messages
     */
    static JsonTree read(String name, InputStream stream) throws UnreadableRun {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), stream)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableRun(name + " does not hold a JSON object");
            }
            return new JsonTree(name + ": ", object(parser));
        } catch (JacksonException e) {
            throw new UnreadableRun(name + " is not whole JSON: " + e.getOriginalMessage());
        }
    }

    String text(String field) throws UnreadableRun {
        return as(String.class, field, "a text");
    }

    @Nullable
    String textOrNull(String field) throws UnreadableRun {
        return fields.get(field) == null ? null : text(field);
    }

    boolean truth(String field) throws UnreadableRun {
        return as(Boolean.class, field, "true or false");
    }

    double decimal(String field) throws UnreadableRun {
        return as(BigDecimal.class, field, "a number").doubleValue();
    }

    long number(String field) throws UnreadableRun {
        return whole(as(BigDecimal.class, field, "a number"), field);
    }

    int smallNumber(String field) throws UnreadableRun {
        long number = number(field);
        if (number != (int) number) {
            throw expected(field, "a number in its range");
        }
        return (int) number;
    }

    /** A number of a larger unit as nanoseconds: {@code nanos("durationSeconds", 9)}. */
    long nanos(String field, int digits) throws UnreadableRun {
        return whole(as(BigDecimal.class, field, "a number").movePointRight(digits), field);
    }

    /** The same; another number where the field is null. */
    long nanosOr(long ifNull, String field, int digits) throws UnreadableRun {
        return fields.get(field) == null ? ifNull : nanos(field, digits);
    }

    JsonTree object(String field) throws UnreadableRun {
        return new JsonTree(path + field + ".", map(fields.get(field), field));
    }

    @Nullable
    JsonTree objectOrNull(String field) throws UnreadableRun {
        return fields.get(field) == null ? null : object(field);
    }

    List<JsonTree> objects(String field) throws UnreadableRun {
        List<JsonTree> objects = new ArrayList<>();
        for (Object element : list(field)) {
            objects.add(new JsonTree(path + field + "." + objects.size() + ".", map(element, field)));
        }
        return objects;
    }

    /** The same; none where there is no such field. */
    List<JsonTree> objectsOrNone(String field) throws UnreadableRun {
        return fields.containsKey(field) ? objects(field) : List.of();
    }

    List<String> texts(String field) throws UnreadableRun {
        List<String> texts = new ArrayList<>();
        for (Object element : list(field)) {
            if (!(element instanceof String text)) {
                throw expected(field, "texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /** An object all whose fields are texts, in their order. */
    Map<String, String> textsByName(String field) throws UnreadableRun {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry :
                map(fields.get(field), field).entrySet()) {
            if (!(entry.getValue() instanceof String text)) {
                throw expected(field + "." + entry.getKey(), "a text");
            }
            texts.put(entry.getKey(), text);
        }
        return texts;
    }

    /** A column of numbers, each with its point moved to the right, whole; nulls as {@code ifNull}. */
    long[] column(String field, int digits, long ifNull) throws UnreadableRun {
        List<?> list = list(field);
        long[] column = new long[list.size()];
        for (int i = 0; i < column.length; i++) {
            if (list.get(i) == null) {
                column[i] = ifNull;
            } else if (list.get(i) instanceof BigDecimal number) {
                column[i] = whole(number.movePointRight(digits), field);
            } else {
                throw expected(field, "numbers");
            }
        }
        return column;
    }

    /** To be thrown where the value of a field makes no sense. */
    UnreadableRun expected(String field, String what) {
        return new UnreadableRun(path + field + ": expected " + what);
    }

    private long whole(BigDecimal number, String field) throws UnreadableRun {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw expected(field, "a number in its range");
        }
    }

    private List<? extends @Nullable Object> list(String field) throws UnreadableRun {
        if (fields.get(field) instanceof List<?> list) {
            return list;
        }
        throw expected(field, "a list");
    }

    private <T> T as(Class<T> type, String field, String what) throws UnreadableRun {
        Object value = fields.get(field);
        if (!type.isInstance(value)) {
            throw expected(field, what);
        }
        return type.cast(value);
    }

    @SuppressWarnings("unchecked") // this class has made all maps
    private Map<String, @Nullable Object> map(@Nullable Object value, String field) throws UnreadableRun {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw expected(field, "an object");
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
