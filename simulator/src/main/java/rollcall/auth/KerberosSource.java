package rollcall.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the tickets of the users come from.
 *
 * @param realm of users whose accounts do not name one, as {@code EXAMPLE.COM}
 * @param keytab a file with the users' keys, or null; a user who is not in it logs in with a password
 * @param ticketCache whether the tickets of whoever runs this process serve every user instead
 */
public record KerberosSource(String realm, @Nullable Path keytab, boolean ticketCache) {}
