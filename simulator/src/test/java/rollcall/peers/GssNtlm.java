package rollcall.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The NTLM of gss-ntlmssp in datagram mode, as initiator or acceptor: see {@code gss-ntlm.c}. */
public final class GssNtlm extends GssProgram {
    private GssNtlm(Path folder, String account, String... arguments) {
        super(compile(folder), environment(folder, account), arguments);
    }

    private static Path compile(Path folder) {
        Path library = PeerPrograms.gssNtlmssp().orElseThrow();
        return compile(
                folder, "gss-ntlm", "-L" + library, "-l:gssntlmssp.so", "-Wl,-rpath," + library, "-lgssapi_krb5");
    }

    private static Map<String, String> environment(Path folder, String account) {
        try {
            Path users = Files.writeString(folder.resolve("users"), account + "\n");
            return Map.of("NTLM_USER_FILE", users.toString(), "GN_DATAGRAM", "1", "GN_IDENTIFY", "1");
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
}
