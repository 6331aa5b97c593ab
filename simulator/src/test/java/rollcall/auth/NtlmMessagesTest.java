package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NtlmMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Credentials ALICE = Credentials.of("EXAMPLE\\alice", "Pa$$w0rd!");

    private final NtlmFunctions functions = new NtlmFunctions();
    private final NtlmMessages messages = new NtlmMessages(functions);
    private final NtlmChallenge challenge = new NtlmChallenge();
    private final NtlmProof proof = new NtlmProof(functions);

    /** What Communicator 2007 R2 answered, byte for byte, given its clock and its random numbers. */
    @Test
    void capturedAuthenticate() {
        assertThat(parseChallenge(HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE))).isTrue();
        int length = messages.authenticate(
                challenge,
                Credentials.of("COSMO\\User", "Pa$$word"),
                "COSMO-OCS-R2",
                0x01cab927179a5159L,
                HEX.parseHex("d6ae875cb0fdaa41"),
                HEX.parseHex("6742fbe37bb1946b49d86a525bd29a9b"));
        assertThat(HEX.formatHex(messages.bytes(), 0, length)).isEqualTo(NtlmVectors.CAPTURED_AUTHENTICATE);
    }

    @Test
    void capturedAuthenticateIsJudgedRight() {
        byte[] message = HEX.parseHex(NtlmVectors.CAPTURED_AUTHENTICATE);
        byte[] asked = HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE);
        assertThat(proof.parse(message, message.length)).isTrue();
        assertThat(proof.account()).isEqualTo(new Credentials("COSMO", "User", ""));
        assertThat(proof.isRight(Credentials.of("COSMO\\User", "pa$$word"), asked, asked.length))
                .isFalse();
        assertThat(proof.isRight(Credentials.of("COSMO\\User", "Pa$$word"), asked, asked.length))
                .isTrue();
        assertThat(HEX.formatHex(proof.exportedSessionKey())).isEqualTo("6742fbe37bb1946b49d86a525bd29a9b");
    }

    /** MS-NLMP 4.2.4: another client's message is judged as well. */
    @Test
    void publishedAuthenticateIsJudgedRight() {
        byte[] message = HEX.parseHex(NtlmVectors.NLMP_AUTHENTICATE);
        byte[] asked = HEX.parseHex(NtlmVectors.NLMP_CHALLENGE);
        assertThat(proof.parse(message, message.length)).isTrue();
        assertThat(proof.isRight(Credentials.of("Domain\\User", "Password"), asked, asked.length))
                .isTrue();
        assertThat(HEX.formatHex(proof.exportedSessionKey())).isEqualTo("55555555555555555555555555555555");
    }

    /** MS-NLMP 4.2.4 has no datagram mode: Communicator would not answer that challenge. */
    @Test
    void challengeWithoutDatagramModeIsNotAnswered() {
        byte[] bytes = HEX.parseHex(NtlmVectors.NLMP_CHALLENGE);
        assertThat(parseChallenge(bytes)).isFalse();
        LittleEndian.putInt(bytes, 20, LittleEndian.getInt(bytes, 20) | NtlmFlags.NEEDED);
        assertThat(parseChallenge(bytes)).isTrue();
    }

    @Test
    void challengeOfANewerServerHasATimestamp() {
        byte[] bytes = java.util.Base64.getDecoder().decode(NtlmVectors.LYNC_CHALLENGE);
        assertThat(bytes).hasSize(210);
        assertThat(parseChallenge(bytes)).isTrue();
        assertThat(challenge.flags()).isEqualTo(0xE29882F3);
        assertThat(challenge.hasTimestamp()).isTrue();
        assertThat(challenge.timestamp()).isEqualTo(0x01d34ccc0759e536L);
        assertThat(HEX.formatHex(bytes, challenge.serverChallengeAt(), challenge.serverChallengeAt() + 8))
                .isEqualTo("faa0e9a4fcabf57c");
    }

    @Test
    void answerToATimestampHasItsTimeAnIntegrityCodeAndNoLmResponse() {
        byte[] asked = java.util.Base64.getDecoder().decode(NtlmVectors.LYNC_CHALLENGE);
        byte[] answer = answer(asked);
        assertThat(LittleEndian.getInt(answer, 32)).as("first of the payload").isEqualTo(88);
        int lm = LittleEndian.getInt(answer, 16);
        assertThat(Arrays.copyOfRange(answer, lm, lm + 24)).containsOnly(0);
        int nt = LittleEndian.getInt(answer, 24);
        assertThat(LittleEndian.getLong(answer, nt + 24)).isEqualTo(0x01d34ccc0759e536L);
        assertThat(isRight(answer.clone(), asked)).isTrue();
        for (int at = 72; at < 88; at++) {
            byte[] broken = answer.clone();
            broken[at] ^= 1;
            assertThat(isRight(broken, asked)).as("byte %d of the code", at).isFalse();
        }
        byte[] otherVersion = answer.clone();
        otherVersion[64] ^= 1;
        assertThat(isRight(otherVersion, asked)).isFalse();
    }

    @Test
    void namesBeyondAsciiComeThrough() {
        byte[] asked = HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE);
        Credentials account = Credentials.of("B\u00DCRO\\j\u00F6rg.\u0141uk", "p\u00E4ss\u20AC\uD83D\uDD11");
        byte[] answer = answer(asked, account);
        assertThat(proof.parse(answer, answer.length)).isTrue();
        assertThat(proof.account()).isEqualTo(new Credentials("B\u00DCRO", "j\u00F6rg.\u0141uk", ""));
        assertThat(proof.isRight(account, asked, asked.length)).isTrue();
        assertThat(proof.isRight(
                        Credentials.of("B\u00DCRO\\J\u00D6RG.\u0141UK", account.password()), asked, asked.length))
                .as("the case of the user does not matter")
                .isTrue();
    }

    @Test
    void withoutKeyExchangeTheSessionKeyIsTheBaseKey() {
        byte[] asked = HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE);
        LittleEndian.putInt(asked, 20, LittleEndian.getInt(asked, 20) & ~NtlmFlags.KEY_EXCHANGE);
        parseChallenge(asked);
        byte[] exported = new byte[16];
        int length = messages.authenticate(challenge, ALICE, "WS01", 1, new byte[8], exported);
        byte[] answer = Arrays.copyOf(messages.bytes(), length);
        assertThat(isRight(answer, asked)).isTrue();
        assertThat(proof.exportedSessionKey()).isEqualTo(exported).isNotEqualTo(new byte[16]);
    }

    @Test
    void attributesComeInAnyOrder() {
        byte[] asked = HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE);
        byte[] shuffled = asked.clone();
        // The first two pairs, 14 and 28 bytes long, change places.
        System.arraycopy(asked, 56 + 14, shuffled, 56, 28);
        System.arraycopy(asked, 56, shuffled, 56 + 28, 14);
        assertThat(parseChallenge(shuffled)).isTrue();
        assertThat(isRight(answer(shuffled), shuffled)).isTrue();
    }

    @Test
    void challengeCutAnywhereIsNoException() {
        byte[] whole = HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE);
        for (int length = -1; length < whole.length; length++) {
            assertThat(challenge.parse(whole, length)).as("length %d", length).isFalse();
            byte[] cut = Arrays.copyOf(whole, Math.max(length, 0));
            assertThat(parseChallenge(cut)).isFalse();
        }
    }

    @Test
    void authenticateCutAnywhereIsNoException() {
        byte[] whole = HEX.parseHex(NtlmVectors.CAPTURED_AUTHENTICATE);
        for (int length = -1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, Math.max(length, 0));
            assertThat(proof.parse(cut, length)).as("length %d", length).isFalse();
        }
    }

    /** Whatever the bytes: an answer, and never one that reads or writes out of bounds. */
    @Test
    void garbledMessagesAreNoExceptions() {
        Random random = new Random(20100301);
        byte[][] seeds = {
            HEX.parseHex(NtlmVectors.CAPTURED_CHALLENGE),
            java.util.Base64.getDecoder().decode(NtlmVectors.LYNC_CHALLENGE),
            HEX.parseHex(NtlmVectors.CAPTURED_AUTHENTICATE)
        };
        int readable = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = garble(seeds[round % seeds.length], random);
            if (parseChallenge(bytes)) {
                readable++;
                messages.authenticate(challenge, ALICE, "WS01", 1, new byte[8], new byte[16]);
            }
            if (proof.parse(bytes, bytes.length)) {
                readable++;
                assertThat(proof.account().password()).isEmpty();
                proof.isRight(ALICE, seeds[0], seeds[0].length);
            }
        }
        assertThat(readable).as("mutations that still read").isBetween(1_000, 99_000);
    }

    private static byte[] garble(byte[] seed, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length + 20)) : seed.clone();
        for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
            int at = random.nextBoolean() ? random.nextInt(Math.min(72, bytes.length)) : random.nextInt(bytes.length);
            byte[] nasty = {0, -1, 127, -128, (byte) random.nextInt()};
            bytes[at] = nasty[random.nextInt(nasty.length)];
        }
        return bytes;
    }

    private byte[] answer(byte[] asked) {
        return answer(asked, ALICE);
    }

    private byte[] answer(byte[] asked, Credentials account) {
        assertThat(parseChallenge(asked)).isTrue();
        byte[] exported = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
        int length = messages.authenticate(challenge, account, "WS01", 1, new byte[8], exported);
        return Arrays.copyOf(messages.bytes(), length);
    }

    private boolean isRight(byte[] answer, byte[] asked) {
        assertThat(proof.parse(answer, answer.length)).isTrue();
        return proof.isRight(ALICE, asked, asked.length);
    }

    private boolean parseChallenge(byte[] bytes) {
        return challenge.parse(bytes, bytes.length);
    }
}
