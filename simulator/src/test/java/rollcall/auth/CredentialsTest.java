package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void domainStandsBeforeTheBackslash() {
        assertThat(Credentials.of("EXAMPLE\\alice", "p")).isEqualTo(new Credentials("EXAMPLE", "alice", "p"));
    }

    @Test
    void upnIsAUserWithoutADomain() {
        assertThat(Credentials.of("alice@ad.example.com", "p"))
                .isEqualTo(new Credentials("", "alice@ad.example.com", "p"));
    }

    @Test
    void logonNameIsWhatWasWritten() {
        assertThat(Credentials.of("EXAMPLE\\alice", "p").logonName()).isEqualTo("EXAMPLE\\alice");
        assertThat(Credentials.of("alice", "p").logonName()).isEqualTo("alice");
    }

    @Test
    void passwordIsNeverShown() {
        assertThat(Credentials.of("EXAMPLE\\alice", "Pa$$w0rd!").toString())
                .contains("alice")
                .doesNotContain("Pa$$");
    }
}
