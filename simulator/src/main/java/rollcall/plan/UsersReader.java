package rollcall.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code users}. */
final class UsersReader {
    private final Section users;
    private final Surroundings surroundings;
    private final @Nullable Secret password;

    UsersReader(Section users, Surroundings surroundings) {
        this.users = users;
        this.surroundings = surroundings;
        this.password = new PasswordReader(surroundings).read(users, "password");
    }

    /** The password of all users, if there is one. */
    @Nullable
    Secret password() {
        return password;
    }

    /** Whether the scenario says who the users are. */
    boolean areNamed() {
        return users.has("pattern") || users.has("csv");
    }

    /** The users that the scenario names. */
    Accounts read(LogonName defaultLogonName, @Nullable Secret defaultPassword) {
        LogonName logonName = logonName(defaultLogonName);
        Secret secret = password == null ? defaultPassword : password;
        if (users.has("pattern") && users.has("csv")) {
            users.problem("csv", "expected either pattern or csv, found both");
        }
        // Stands in for users that cannot be read, so that the rest of the scenario is judged all the same.
        PatternAccounts nobody = PatternAccounts.ofMock("example.invalid", Bounds.MOST_USERS, logonName, secret);
        Accounts accounts = users.has("csv")
                ? csv(logonName, secret)
                : users.scalar(
                        "pattern",
                        nobody,
                        PatternAccounts.EXPECTED,
                        text -> PatternAccounts.parse(text, logonName, secret));
        return limited(accounts == null ? nobody : accounts);
    }

    /** The users of a mock pool, when the scenario says only how they are called or which password they have. */
    Accounts readUnnamed(PatternAccounts ofMock) {
        LogonName logonName = logonName(ofMock.logonName());
        Secret secret = password == null ? ofMock.password() : password;
        return limited(new PatternAccounts(
                ofMock.prefix(), ofMock.first(), ofMock.size(), ofMock.width(), ofMock.suffix(), logonName, secret));
    }

    private LogonName logonName(LogonName otherwise) {
        return users.scalar(
                "logonName",
                otherwise,
                "text with {user}, {domain} and {DOMAIN}, as \"{DOMAIN}\\{user}\"",
                LogonName::parse);
    }

    private Accounts limited(Accounts accounts) {
        int count = users.count("count", accounts.size(), 1, Bounds.MOST_USERS);
        if (count > accounts.size()) {
            users.problem("count", "there are only " + accounts.size() + " users");
        }
        users.end();
        if (accounts instanceof CsvAccounts csv) {
            return csv.limited(count);
        }
        return ((PatternAccounts) accounts).limited(count);
    }

    private @Nullable CsvAccounts csv(LogonName logonName, @Nullable Secret secret) {
        Path file = surroundings.resolve(users.text("csv", "users.csv"), users.place("csv"));
        try {
            if (!Files.isRegularFile(file)) {
                users.problem("csv", "there is no file " + file);
            } else if (Files.size(file) > Bounds.LARGEST_CSV_BYTES) {
                users.problem("csv", file + " is larger than " + (Bounds.LARGEST_CSV_BYTES >> 20) + " MiB");
            } else {
                List<String> columns = users.items("columns", List.of(), "a name of a column", text -> text);
                return CsvAccounts.read(
                        file, Files.readAllBytes(file), List.copyOf(columns), logonName, secret, users.problems());
            }
        } catch (IOException e) {
            users.problem("csv", file + " cannot be read: " + e.getMessage());
        }
        return null;
    }
}
