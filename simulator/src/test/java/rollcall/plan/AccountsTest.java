package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    @ParameterizedTest
    @CsvSource({
        "user{0001..5000}@example.com, 5000, user0001@example.com, user5000@example.com",
        "user{0001..15000}@example.com, 15000, user0001@example.com, user15000@example.com",
        "u{8..11}.x@a.b.c, 4, u8.x@a.b.c, u11.x@a.b.c",
        "{1..1}@d, 1, 1@d, 1@d",
        "alice@example.com, 1, alice@example.com, alice@example.com"
    })
    void aPatternNamesItsUsers(String pattern, int size, String first, String last) {
        PatternAccounts accounts = pattern(pattern);

        assertThat(accounts.size()).isEqualTo(size);
        assertThat(accounts.at(0).user()).isEqualTo(first);
        assertThat(accounts.at(size - 1).user()).isEqualTo(last);
        assertThat(pattern(accounts.pattern())).isEqualTo(accounts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@example.com",
                "alice@",
                "a b@example.com",
                "alice@exa mple.com",
                "alice@192.0.2.1",
                "user{1-5}@example.com",
                "user{1..}@example.com",
                "user{5..1}@example.com",
                "u{1..2}@d{1..2}.com",
                "alice@d{1..2}.com",
                "u{1..99999999}@example.com",
                "sip:alice@example.com",
                "<alice@example.com>"
            })
    void whatIsNoPatternIsRefused(String text) {
        assertThat(PatternAccounts.parse(text, LogonName.WINDOWS, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "{DOMAIN}\\{user}, EXAMPLE\\alice",
        "{user}, alice",
        "{user}@{domain}, alice@example.com",
        "CORP\\{user}, CORP\\alice"
    })
    void aLogonNameIsMadeFromTheAddress(String pattern, String expected) {
        assertThat(Objects.requireNonNull(LogonName.parse(pattern)).of("alice@example.com"))
                .isEqualTo(expected);
    }

    @Test
    void aFileMadeForSippIsReadByTheColumnsThatTheScenarioNames() {
        String text = """
                SEQUENTIAL
                # who; unused; secret
                alice@example.com;x;a
                bob@example.com;y;#b
                """;
        Problems problems = new Problems();
        CsvAccounts accounts = CsvAccounts.read(
                Path.of("u.csv"),
                text.getBytes(StandardCharsets.UTF_8),
                List.of("user", "-", "password"),
                LogonName.WINDOWS,
                null,
                problems);
        assertThat(problems.any()).isFalse();
        assertThat(Objects.requireNonNull(accounts).size()).isEqualTo(2);
        assertThat(accounts.at(0).user()).isEqualTo("alice@example.com");
        assertThat(accounts.at(1).user()).isEqualTo("bob@example.com");
        assertThat(Objects.requireNonNull(accounts.at(1).password()).reveal()).isEqualTo("#b");
        assertThat(accounts.named()).containsExactly("user", "-", "password");
    }

    @Test
    void aFileWithoutAHeaderLineIsReadByTheColumnsThatTheScenarioNames() {
        CsvAccounts accounts = CsvAccounts.read(
                Path.of("u.csv"),
                "alice@example.com,a\nbob@example.com,b\n".getBytes(StandardCharsets.UTF_8),
                List.of("user", "password"),
                LogonName.WINDOWS,
                null,
                new Problems());
        assertThat(Objects.requireNonNull(accounts).size()).isEqualTo(2);
    }

    @Test
    void aFileMadeForSippWithoutNamedColumnsIsToldHowToNameThem() {
        Problems problems = new Problems();
        CsvAccounts none = CsvAccounts.read(
                Path.of("u.csv"),
                "RANDOM,PRINTF=2\nalice@example.com;a\n".getBytes(StandardCharsets.UTF_8),
                LogonName.WINDOWS,
                null,
                problems);
        assertThat(none).isNull();
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("users.columns: [user, -, password]");
    }

    @Test
    void aCsvFileGivesEachUserItsOwnNameAndPassword() {
        CsvAccounts accounts = csv("""
                user,logonName,password
                alice@example.com,EXAMPLE\\alice,a
                bob@example.com,bob@corp.example.com,"b ""and"" b, too"
                carol@example.com,,
                """);

        assertThat(accounts.size()).isEqualTo(3);
        assertThat(accounts.at(0)).isEqualTo(new Account("alice@example.com", "EXAMPLE\\alice", Secret.of("a")));
        assertThat(accounts.at(1))
                .isEqualTo(new Account("bob@example.com", "bob@corp.example.com", Secret.of("b \"and\" b, too")));
        assertThat(accounts.at(2)).isEqualTo(new Account("carol@example.com", "EXAMPLE\\carol", Secret.of("all")));
        assertThatThrownBy(() -> accounts.limited(2).at(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void columnsMayComeInAnyOrderAfterAByteOrderMarkWithWindowsLineEndsAndBlankLines() {
        CsvAccounts accounts =
                csv("\uFEFFpassword;user\r\n\r\ns;alice@example.com\r\n\"t\";\"bob@example.com\"\r\n\r\n");

        assertThat(accounts.size()).isEqualTo(2);
        assertThat(accounts.at(0)).isEqualTo(new Account("alice@example.com", "EXAMPLE\\alice", Secret.of("s")));
        assertThat(accounts.at(1)).isEqualTo(new Account("bob@example.com", "EXAMPLE\\bob", Secret.of("t")));
    }

    @Test
    void aQuotedFieldMayHoldLineEndsAndLinesAreStillCounted() {
        Problems problems = new Problems();
        CsvAccounts.read(
                Path.of("u.csv"),
                "user,password\na@b.c,\"x\ny\"\nbroken\n".getBytes(StandardCharsets.UTF_8),
                LogonName.DIGEST,
                null,
                problems);

        assertThatThrownBy(problems::throwIfAny)
                .hasMessage("u.csv:4: expected 2 fields as in the header line, found 1");
    }

    @Test
    void aPasswordNeverStandsInAMessageAboutItsLine() {
        Problems problems = new Problems();
        CsvAccounts.read(
                Path.of("u.csv"),
                "user,password\nnobody,hunter2\na@b.c,\"hunter2\n".getBytes(StandardCharsets.UTF_8),
                LogonName.DIGEST,
                null,
                problems);

        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("u.csv:2: ")
                .hasMessageContaining("u.csv:3: a quote is opened and not closed")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|u.csv:1: no column user; expected a header line such as user,logonName,password",
                "password|u.csv:1: no column user; expected a header line such as user,logonName,password",
                "user,user|u.csv:1: the column user is there twice",
                "user|u.csv:1: no users in it"
            })
    void aHeaderThatCannotBeUsedIsTold(String text, String message) {
        Problems problems = new Problems();
        CsvAccounts.read(Path.of("u.csv"), text.getBytes(StandardCharsets.UTF_8), LogonName.DIGEST, null, problems);

        assertThatThrownBy(problems::throwIfAny).hasMessage(message);
    }

    @Test
    void aMillionUsersAreReadInOnePass() {
        StringBuilder text = new StringBuilder("user\n");
        for (int i = 0; i < 1_000_000; i++) {
            text.append('u').append(i).append("@example.com\n");
        }
        CsvAccounts accounts = csv(text.toString());

        assertThat(accounts.size()).isEqualTo(1_000_000);
        assertThat(accounts.at(999_999).user()).isEqualTo("u999999@example.com");
    }

    @Test
    void aSecretPrintsAsStars() {
        assertThat(new Account("a@b.c", "a", Secret.of("hunter2")).toString()).doesNotContain("hunter2");
    }

    private static PatternAccounts pattern(String text) {
        @Nullable PatternAccounts accounts = PatternAccounts.parse(text, LogonName.WINDOWS, null);
        return Objects.requireNonNull(accounts, text);
    }

    private static CsvAccounts csv(String text) {
        Problems problems = new Problems();
        CsvAccounts accounts = CsvAccounts.read(
                Path.of("u.csv"), text.getBytes(StandardCharsets.UTF_8), LogonName.WINDOWS, Secret.of("all"), problems);
        assertThat(problems.any()).isFalse();
        return Objects.requireNonNull(accounts);
    }
}
