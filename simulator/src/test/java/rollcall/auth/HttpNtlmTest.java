package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NTLM on a connection, one half against the other. That of others: {@code MockWebTest} has curl. */
class HttpNtlmTest {
    private static final Credentials ALICE = new Credentials("EXAMPLE", "alice", "Pa$$w0rd!");

    private final HttpNtlm client = new HttpNtlm(AuthTests.kit(), ALICE);

    private static HttpNtlmVerifier verifier(@Nullable Long fileTime, String password) {
        return new HttpNtlmVerifier(
                AuthTests.kit(),
                new NtlmServer("", 0, "EXAMPLE", "WEB01", "example.com", "web01.example.com", fileTime),
                account -> account.user().equals("alice") ? password : null);
    }

    private boolean signsIn(HttpNtlmVerifier server) {
        String challenge = Objects.requireNonNull(server.challenge(client.negotiate()));
        return server.accepts(Objects.requireNonNull(client.answer(challenge)));
    }

    @Test
    void beginsAsWindowsDoes() {
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(client.negotiate())))
                .isEqualTo("4e544c4d53535000" + "01000000" + "078208a2" + "0000000000000000" + "0000000000000000"
                        + "0502ce0e0000000f");
    }

    @Test
    void theRightPasswordIsAcceptedAndSaysWhoItIs() {
        HttpNtlmVerifier server = verifier(null, "Pa$$w0rd!");
        assertThat(signsIn(server)).isTrue();
        assertThat(server.named()).isEqualTo(new Credentials("EXAMPLE", "alice", ""));
    }

    @Test
    void anotherPasswordAndAnUnknownUserAreRefused() {
        assertThat(signsIn(verifier(null, "other"))).isFalse();
        HttpNtlmVerifier server = verifier(null, "Pa$$w0rd!");
        HttpNtlm mallory = new HttpNtlm(AuthTests.kit(), new Credentials("EXAMPLE", "mallory", "Pa$$w0rd!"));
        String challenge = Objects.requireNonNull(server.challenge(mallory.negotiate()));
        assertThat(server.accepts(Objects.requireNonNull(mallory.answer(challenge))))
                .isFalse();
    }

    @Test
    void theIntegrityCodeCoversTheFirstMessageToo() {
        long time = NtlmMessages.fileTime(1_267_438_088_000_000_000L);
        assertThat(signsIn(verifier(time, "Pa$$w0rd!"))).isTrue();

        HttpNtlmVerifier server = verifier(time, "Pa$$w0rd!");
        String challenge = Objects.requireNonNull(server.challenge(client.negotiate()));
        String answer = Objects.requireNonNull(client.answer(challenge));
        byte[] other = Base64.getDecoder().decode(client.negotiate());
        other[12] ^= 0x10;
        server.challenge(Base64.getEncoder().encodeToString(other));
        assertThat(server.accepts(answer)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "not base64", "TlRMTVNTUAA=", "TlRMTVNTUAACAAAA"})
    void whatIsNoMessageIsNeitherAnsweredNorAccepted(String token) {
        assertThat(client.answer(token)).isNull();
        assertThat(verifier(null, "Pa$$w0rd!").challenge(token)).isNull();
        assertThat(verifier(null, "Pa$$w0rd!").accepts(token)).isFalse();
    }
}
