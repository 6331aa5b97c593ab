package rollcall.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A small program around another's GSSAPI, compiled for the test, that takes one command a line. Tests need {@code gcc}. */
abstract class GssProgram implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader answers;

    GssProgram(Path program, Map<String, String> environment, String... arguments) {
        name = program.getFileName().toString();
        ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
        Collections.addAll(builder.command(), arguments);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Compiles {@code peers/NAME.c} to {@code folder/NAME}. */
    static Path compile(Path folder, String name, String... options) {
        Path program = folder.resolve(name);
        String source = PeerFiles.fill(folder, name + ".c", Map.of()).toString();
        List<String> arguments = new ArrayList<>(List.of("-o", program.toString(), source));
        Collections.addAll(arguments, options);
        Peer.run(folder, "gcc", arguments.toArray(String[]::new));
        return program;
    }

    /** Sends a command and returns the line it answers with; an error is a failure of the test. */
    public String ask(String command) {
        String answer = tell(command);
        if (answer.startsWith("ERR")) {
            throw new AssertionError(name + " to " + command + ": " + answer);
        }
        return answer;
    }

    /** Sends a command and returns the line it answers with, be it an error. */
    public String tell(String command) {
        try {
            process.outputWriter().write(command + "\n");
            process.outputWriter().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError(name + " ended at " + command);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
