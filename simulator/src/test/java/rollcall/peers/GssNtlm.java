package rollcall.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The NTLM of gss-ntlmssp in datagram mode, as initiator or acceptor, behind a small program that is compiled for the
 * test and takes one command a line: see {@code gss-ntlm.c}. Tests need the peer {@code gcc}.
 */
public final class GssNtlm implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private GssNtlm(Path folder, String account, String... arguments) {
        Path library = PeerPrograms.gssNtlmssp().orElseThrow();
        String source = PeerFiles.fill(folder, "gss-ntlm.c", Map.of()).toString();
        Path program = folder.resolve("gss-ntlm");
        Peer.run(
                folder,
                "gcc",
                "-o",
                program.toString(),
                source,
                "-L" + library,
                "-l:gssntlmssp.so",
                "-Wl,-rpath," + library,
                "-lgssapi_krb5");
        try {
            Path users = Files.writeString(folder.resolve("users"), account + "\n");
            ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
            builder.command().addAll(List.of(arguments));
            builder.environment()
                    .putAll(Map.of("NTLM_USER_FILE", users.toString(), "GN_DATAGRAM", "1", "GN_IDENTIFY", "1"));
            process = builder.start();
            answers = process.inputReader(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client's side. */
    public static GssNtlm initiator(Path folder, String domain, String user, String password) {
        return new GssNtlm(folder, domain + ":" + user + ":" + password, "init", user + "@" + domain);
    }

    /** The server's side, for one account. */
    public static GssNtlm acceptor(Path folder, String domain, String user, String password) {
        return new GssNtlm(folder, domain + ":" + user + ":" + password, "accept");
    }

    /** Sends a command and returns the line it answers with; an error is a failure of the test. */
    public String ask(String command) {
        String answer = tell(command);
        if (answer.startsWith("ERR")) {
            throw new AssertionError("gss-ntlmssp to " + command + ": " + answer);
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
                throw new AssertionError("gss-ntlmssp ended at " + command);
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
