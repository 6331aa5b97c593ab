package rollcall.plan;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a scenario refers to: files, which are looked for from the scenario's own folder, and environment variables. */
record Surroundings(Path file, Function<String, @Nullable String> environment) {
    /** A path as the user meant it: from the scenario's folder, or from the current one when typed as an option. */
    Path resolve(String path, Place writtenAt) {
        Path folder = file.toAbsolutePath().getParent();
        return writtenAt.onCommandLine() || folder == null
                ? Path.of(path).toAbsolutePath().normalize()
                : folder.resolve(path).normalize();
    }

    /** The file's name without its ending. */
    String name() {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
