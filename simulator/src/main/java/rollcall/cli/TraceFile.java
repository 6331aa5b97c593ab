package rollcall.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import rollcall.client.ConversationLog;
import rollcall.plan.PlanException;

/** Keeps the conversations that {@code --trace} asks for in {@code trace.txt}; nothing, when it asks for none. */
record TraceFile(@Nullable PrintWriter file, @Nullable ConversationLog log) implements AutoCloseable {
    static TraceFile open(Path folder, int wanted) throws PlanException {
        if (wanted == 0) {
            return new TraceFile(null, null);
        }
        try {
            PrintWriter file = new PrintWriter(Files.newBufferedWriter(folder.resolve("trace.txt")));
            return new TraceFile(file, new ConversationLog(wanted, conversation -> {
                synchronized (file) {
                    file.println(conversation);
                }
            }));
        } catch (IOException e) {
            throw new PlanException("trace.txt cannot be written to " + folder + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
