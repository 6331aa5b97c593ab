package rollcall.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a password from where the scenario says it is. No message ever quotes what is written there. */
final class PasswordReader {
    private static final String SAFER = "password: {env: NAME} or password: {file: path}";

    private final Surroundings surroundings;

    PasswordReader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Null when there is none, or when it cannot be read, which is a problem. */
    @Nullable
    Secret read(Section section, String key) {
        YamlValue value = section.value(key);
        if (value instanceof YamlValue.Text text) {
            if (text.place().onCommandLine()) {
                section.problem(
                        key, "a password does not belong on a command line, where everybody sees it; use " + SAFER);
                return null;
            }
            section.problems().warn(text.place(), section.path(key), "a password in clear text; safer: " + SAFER);
            return Secret.of(text.value());
        }
        if (!(value instanceof YamlValue.Mapping)) {
            if (value != null) {
                section.problem(key, "expected " + SAFER);
            }
            return null;
        }
        Section source = section.section(key);
        boolean env = source.has("env");
        boolean file = source.has("file");
        source.end();
        if (env == file) {
            section.problem(key, "expected " + SAFER);
            return null;
        }
        return env ? fromVariable(source) : fromFile(source);
    }

    private @Nullable Secret fromVariable(Section source) {
        String name = source.text("env", "");
        String value = name.isEmpty() ? null : surroundings.environment().apply(name);
        if (value == null && !name.isEmpty()) {
            source.problem("env", "the environment variable " + name + " is not set");
        }
        return value == null ? null : Secret.fromVariable(name, value);
    }

    /** The first line of a file; what follows is left alone, for editors end files with a line end. */
    private @Nullable Secret fromFile(Section source) {
        Path path = surroundings.resolve(source.text("file", ""), source.place("file"));
        try {
            String text = Files.readString(path);
            int end = text.indexOf('\n');
            String line = end < 0 ? text : text.substring(0, end);
            return Secret.fromFile(path.toString(), line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        } catch (IOException e) {
            source.problem("file", "the file " + path + " cannot be read");
            return null;
        }
    }
}
