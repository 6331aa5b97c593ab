package rollcall.mock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import rollcall.mock.Behaviour.Spelling;

/** Writes a finished message anew, with the same meaning and another look. Made for few messages: it allocates. */
final class Respelling {
    private static final Map<String, String> COMPACT = Map.of(
            "via", "v",
            "from", "f",
            "to", "t",
            "call-id", "i",
            "contact", "m",
            "content-length", "l",
            "content-type", "c",
            "supported", "k",
            "allow-events", "u");

    private Respelling() {}

    /** Replaces the message in {@code out}. */
    static void apply(Spelling spelling, ByteBuf out) {
        String message = out.toString(ISO_8859_1);
        int headersEnd = message.indexOf("\r\n\r\n");
        List<String> lines =
                new ArrayList<>(List.of(message.substring(0, headersEnd).split("\r\n", -1)));
        String startLine = lines.remove(0);
        List<String> others = switch (spelling) {
            case UPPER_CASE -> rename(lines, name -> name.toUpperCase(Locale.ROOT));
            case COMPACT -> rename(lines, name -> COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name));
            case REORDER -> reorder(lines);
            case EXTRA_HEADERS -> extend(lines);
        };
        out.clear();
        out.writeCharSequence(startLine + "\r\n" + String.join("\r\n", others), ISO_8859_1);
        out.writeCharSequence(message.substring(headersEnd), ISO_8859_1);
    }

    private static List<String> rename(List<String> lines, UnaryOperator<String> naming) {
        List<String> renamed = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            renamed.add(naming.apply(line.substring(0, colon)) + line.substring(colon));
        }
        return renamed;
    }

    /** Headers back to front, but those of one name in their order, which has a meaning (RFC 3261 §7.3.1). */
    private static List<String> reorder(List<String> lines) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (String line : lines) {
            byName.computeIfAbsent(line.substring(0, line.indexOf(':')), none -> new ArrayList<>())
                    .add(reorderParameters(line));
        }
        List<List<String>> groups = new ArrayList<>(byName.values());
        Collections.reverse(groups);
        List<String> all = new ArrayList<>();
        groups.forEach(all::addAll);
        return all;
    }

    private static String reorderParameters(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        int space = line.indexOf(' ', colon + 2);
        return switch (name) {
            case "www-authenticate", "proxy-authenticate", "authentication-info" ->
                line.substring(0, space + 1) + backwards(line.substring(space + 1), ',', ", ");
            case "contact", "from", "to" -> {
                int params = line.indexOf(">;");
                yield params < 0
                        ? line
                        : line.substring(0, params + 2) + backwards(line.substring(params + 2), ';', ";");
            }
            default -> line;
        };
    }

    private static String backwards(String list, char separator, String joint) {
        List<String> items = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                items.add(list.substring(from, i).strip());
                from = i + 1;
            }
        }
        items.add(list.substring(from).strip());
        Collections.reverse(items);
        return String.join(joint, items);
    }

    private static List<String> extend(List<String> lines) {
        List<String> extended = new ArrayList<>(lines);
        extended.add(0, "X-Unheard-Of: \"quotes; and, commas\" <sip:nobody@nowhere.invalid>;tag=none");
        extended.add(2, "Subject: a value that goes on\r\n\ton the next line");
        extended.add("ms-asserted-verification-level: ms-source-verified-user=verified");
        return extended;
    }
}
