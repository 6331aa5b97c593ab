package rollcall.plan;

import org.jspecify.annotations.Nullable;

/**
 * Who signs in.
 *
 * @param user the address-of-record without {@code sip:}, as {@code alice@example.com}
 * @param logonName the account for authentication: {@code EXAMPLE\\alice}, a UPN, or for Digest just {@code alice}
 * @param password null when the scenario gives none
 */
public record Account(
        String user, String logonName, @Nullable Secret password) {
    /** The part behind the @. */
    public String domain() {
        return user.substring(user.indexOf('@') + 1);
    }
}
