package rollcall.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtlmFunctionsTest {
    private final NtlmFunctions functions = new NtlmFunctions();
    private final byte[] out = new byte[16];

    /** RFC 1320 §A.5. */
    @ParameterizedTest
    @CsvSource({
        "'', 31d6cfe0d16ae931b73c59d7e0c089c0",
        "a, bde52cb31de33e46245e05fbdbd6fb24",
        "abc, a448017aaf21d8525fc10ae87aa6729d",
        "message digest, d9130a8164549fe818874806e1c7014b",
        "abcdefghijklmnopqrstuvwxyz, d79e1c308aa5bbcdeea8ed63df412da9",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, 043f8582f241db351ce627e153e7f0e4",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
                + " e33b4ddc9c38f2199c3e7b164fcc0536"
    })
    void md4AsPublished(String text, String hash) {
        byte[] in = text.getBytes(US_ASCII);
        new Md4().hash(in, in.length, out);
        assertThat(hex(out)).isEqualTo(hash);
    }

    @Test
    void md4OfAnyLength() {
        Random random = new Random(4);
        Md4 md4 = new Md4();
        for (int length = 0; length < 300; length++) {
            byte[] in = new byte[length];
            random.nextBytes(in);
            MD4Digest other = new MD4Digest();
            other.update(in, 0, length);
            byte[] expected = new byte[16];
            other.doFinal(expected, 0);
            md4.hash(in, length, out);
            assertThat(out).as("length %d", length).isEqualTo(expected);
        }
    }

    /** RFC 2202 §2. */
    @Test
    void hmacAsPublished() {
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) 0x0b);
        functions.hmac(key);
        functions.add("Hi There".getBytes(US_ASCII), 0, 8);
        functions.hmacEnd(out, 0);
        assertThat(hex(out)).isEqualTo("9294727a3638bb1c13f48ef8158bfc9d");
    }

    @Test
    void hmacAndRc4AsTheJdkHasThem() throws Exception {
        Random random = new Random(5);
        for (int length = 1; length < 300; length++) {
            byte[] key = new byte[16];
            byte[] in = new byte[length];
            random.nextBytes(key);
            random.nextBytes(in);
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            functions.hmac(key);
            functions.add(in, 0, length);
            functions.hmacEnd(out, 0);
            assertThat(out).isEqualTo(mac.doFinal(in));

            Cipher cipher = Cipher.getInstance("RC4");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "RC4"));
            byte[] sealed = new byte[length];
            functions.rc4(key, key.length, in, sealed, length);
            assertThat(sealed).isEqualTo(cipher.doFinal(in));
        }
    }

    /** MS-NLMP 4.2.2.1.2, 4.2.4.1.1; the real session; the session of alice. */
    @ParameterizedTest
    @CsvSource({
        "Domain, User, Password, a4f49c406510bdcab6824ee7c30fd852, 0c868a403bfd7a93a3001ef22ef02e3f",
        "COSMO, User, Pa$$word, 1a4b1757588cab6298e29e91c06df58d, 164b086e00d2f393529fa3a98209f99e",
        "EXAMPLE, alice, Pa$$w0rd!, 07b080f83e02d7ce533d5add3f81ec22, b9d6e30d66c555e9b76d3d8de0d3f5c3"
    })
    void oneWayFunctions(String domain, String user, String password, String first, String second) {
        functions.ntowfV1(password, out);
        assertThat(hex(out)).isEqualTo(first);
        functions.ntowfV2(new Credentials(domain, user, password), out);
        assertThat(hex(out)).isEqualTo(second);
    }

    @Test
    void longPasswordsFit() {
        byte[] longer = new byte[16];
        functions.ntowfV1("x".repeat(1000), longer);
        functions.ntowfV1("x".repeat(999), out);
        assertThat(longer).isNotEqualTo(out);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
