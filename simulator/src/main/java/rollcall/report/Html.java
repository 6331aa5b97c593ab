package rollcall.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A page of HTML under construction. Whatever comes from outside goes in by {@link #text}: it never becomes markup. */
final class Html {
    private static final String STYLE = resource("report.css");

    private final StringBuilder page = new StringBuilder(1 << 17);

    /**
     * Begins the page, as far as the start of its main part: one that loads nothing, whatever should ever get into it.
     *
     * @param scripts which scripts may run, by their hashes
     * @param style beside that of all pages
     */
    Html begin(String title, String scripts, String style) {
        return raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                                + scripts + "base-uri 'none'; form-action 'none'\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .element("title", title + " · Rollcall")
                .raw("\n<style>\n" + style + STYLE + "</style>\n</head>\n<body>\n<main>\n");
    }

    /** Markup, as it stands; only what this program has written. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Text from anywhere. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '&' -> page.append("&amp;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(c);
            }
        }
        return this;
    }

    /** An element with text in it; attributes may follow the name. */
    Html element(String start, String text) {
        int blank = start.indexOf(' ');
        return raw("<" + start + ">").text(text).raw("</" + (blank < 0 ? start : start.substring(0, blank)) + ">");
    }

    /**
     * A value of {@code result.json}, or of what else is told here, marked as such.
     *
     * @param path where it stands there, as {@code faults.0.count}
     * @param as how it is shown: {@code count}, {@code rate}, {@code millis}, {@code seconds}, {@code bytes}, {@code text},
     *     {@code share}, {@code points}, {@code ratio}
     */
    Html field(String path, String as, String shown) {
        return element("span data-field=\"" + path + "\" data-as=\"" + as + "\"", shown);
    }

    Html count(String path, long value) {
        return field(path, "count", Units.count(value));
    }

    Html rate(String path, double perSecond) {
        return field(path, "rate", Units.rate(perSecond));
    }

    /** A duration that {@code result.json} has in milliseconds. */
    Html millis(String path, long nanos) {
        return field(path, "millis", Units.duration(nanos));
    }

    /** JSON inside a script element, where nothing may look like the element's end. */
    Html json(String id, String json) {
        // In JSON this character stands in strings alone, and there it may be written so (RFC 8259 §7).
        return raw("<script type=\"application/json\" id=\"" + id + "\">")
                .raw(json.replace("<", "\\u003c"))
                .raw("</script>\n");
    }

    /** A file that lies beside this class. */
    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Html.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
