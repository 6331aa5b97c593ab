package rollcall.plan;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How accounts are named after users: text with {@code {user}} (the part before the @), {@code {domain}} (the part behind
 * it) and {@code {DOMAIN}} (the domain's first label in capitals, which is how NetBIOS names are usually made).
 */
record LogonName(String pattern) {
    static final LogonName WINDOWS = new LogonName("{DOMAIN}\\{user}");
    static final LogonName DIGEST = new LogonName("{user}");

    /** Null when it has a hole of another name. */
    static @Nullable LogonName parse(String pattern) {
        String rest = pattern.replace("{user}", "").replace("{domain}", "").replace("{DOMAIN}", "");
        return pattern.isBlank() || rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0 ? null : new LogonName(pattern);
    }

    String of(String address) {
        int at = address.indexOf('@');
        String domain = address.substring(at + 1);
        int dot = domain.indexOf('.');
        String first = dot < 0 ? domain : domain.substring(0, dot);
        return pattern.replace("{user}", address.substring(0, at))
                .replace("{domain}", domain)
                .replace("{DOMAIN}", first.toUpperCase(Locale.ROOT));
    }
}
