package rollcall.auth;

/**
 * Who authenticates.
 *
 * @param domain the NetBIOS domain, as {@code EXAMPLE}; empty when the account was given without one or as a UPN
 * @param user the account's name in that domain, or a whole UPN ({@code alice@ad.example.com})
 * @param password empty when there is none, never null
 */
public record Credentials(String domain, String user, String password) {
    /** Reads an account as people write it: {@code EXAMPLE\alice}, {@code alice@ad.example.com} or {@code alice}. */
    public static Credentials of(String logonName, String password) {
        int backslash = logonName.indexOf('\\');
        return backslash < 0
                ? new Credentials("", logonName, password)
                : new Credentials(logonName.substring(0, backslash), logonName.substring(backslash + 1), password);
    }

    /** The account in one word, as people write it. */
    public String logonName() {
        return domain.isEmpty() ? user : domain + '\\' + user;
    }

    /** Shows the account, never the password. */
    @Override
    public String toString() {
        return "Credentials[" + logonName() + "]";
    }
}
