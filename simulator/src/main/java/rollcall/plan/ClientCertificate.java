package rollcall.plan;

import java.nio.file.Path;

/**
 * What a client shows to a pool that asks for a certificate on the connection itself: PEM files, which may be one file.
 *
 * @param certificate the client's own first, then those above it that are to be sent along; where the path has
 *     {@value #USER}, every user has a certificate of its own, and the address-of-record stands there
 * @param key PKCS #8, not encrypted; with {@value #USER} likewise
 */
public record ClientCertificate(Path certificate, Path key) {
    /** Stands for the user in a path. */
    public static final String USER = "{user}";

    /** Whether each user has its own. */
    public boolean perUser() {
        return isPattern(certificate) || isPattern(key);
    }

    /** The files of one user, given as {@code alice@example.com}. */
    public ClientCertificate of(String user) {
        return new ClientCertificate(fill(certificate, user), fill(key, user));
    }

    static boolean isPattern(Path path) {
        return path.toString().contains(USER);
    }

    private static Path fill(Path path, String user) {
        return isPattern(path) ? Path.of(path.toString().replace(USER, user)) : path;
    }
}
