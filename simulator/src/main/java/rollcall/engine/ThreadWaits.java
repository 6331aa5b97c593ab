package rollcall.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long threads were ready to work and had to wait for a processor: what other programs, or other threads of this one,
 * cost them. Known on Linux alone.
 */
final class ThreadWaits {
    private static final Path TASKS = Path.of("/proc/self/task");

    private final List<Path> statistics = new ArrayList<>();

    /** Of the threads whose name begins so. Linux keeps 15 characters of it. */
    ThreadWaits(String name) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm"), StandardCharsets.US_ASCII)
                        .startsWith(name)) {
                    statistics.add(task.resolve("schedstat"));
                }
            }
        } catch (IOException notLinux) {
            statistics.clear();
        }
    }

    /** All of it so far, in nanoseconds; 0 where nobody knows. */
    long nanos() {
        long nanos = 0;
        for (Path file : statistics) {
            try {
                // proc(5): time on a processor, time spent waiting for one, number of turns
                String line = Files.readString(file, StandardCharsets.US_ASCII);
                int from = line.indexOf(' ') + 1;
                nanos += Long.parseLong(line.substring(from, line.indexOf(' ', from)));
            } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
                return 0;
            }
        }
        return nanos;
    }
}
