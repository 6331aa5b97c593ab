package rollcall.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rollcall.sip.AsciiSlice;

/** The arithmetic, against what RFCs print. */
class DigestHashTest {
    private final byte[] secret = new byte[64];
    private final byte[] response = new byte[64];

    /** RFC 2617 §3.5. */
    @Test
    void rfc2617Example() {
        DigestHash hash = new DigestHash(DigestAlgorithm.MD5);
        hash.secret(bytes("Mufasa"), AsciiSlice.of("testrealm@host.com"), bytes("Circle Of Life"), secret);
        assertThat(text(secret, hash)).isEqualTo("939e7578ed9e3c518a452acee763bce9");
        hash.response(
                secret,
                AsciiSlice.of("dcd98b7102dd2f0e8b11d0f600bfb0c093"),
                AsciiSlice.of("00000001"),
                AsciiSlice.of("0a4f113b"),
                AsciiSlice.of("GET"),
                AsciiSlice.of("/dir/index.html"),
                response);
        assertThat(text(response, hash)).isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    /** RFC 2069 §2.4, with the response that its errata correct. */
    @Test
    void rfc2069ExampleHasNoQop() {
        DigestHash hash = new DigestHash(DigestAlgorithm.MD5);
        hash.secret(bytes("Mufasa"), AsciiSlice.of("testrealm@host.com"), bytes("CircleOfLife"), secret);
        hash.response(
                secret,
                AsciiSlice.of("dcd98b7102dd2f0e8b11d0f600bfb0c093"),
                AsciiSlice.of("GET"),
                AsciiSlice.of("/dir/index.html"),
                response);
        assertThat(text(response, hash)).isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }

    /** RFC 7616 §3.9.1. */
    @Test
    void rfc7616ExamplesForMd5AndSha256() {
        assertThat(rfc7616(DigestAlgorithm.MD5)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
        assertThat(rfc7616(DigestAlgorithm.SHA_256))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    /** A user beyond ASCII, as in RFC 7616 §3.9.2; the response was computed with Python's hashlib. */
    @Test
    void sha512WithAUserBeyondAscii() {
        DigestHash hash = new DigestHash(DigestAlgorithm.SHA_512_256);
        hash.secret(bytes("J\u00E4s\u00F8n Doe"), AsciiSlice.of("api@example.org"), bytes("Secret, or not?"), secret);
        hash.response(
                secret,
                AsciiSlice.of("5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK"),
                AsciiSlice.of("00000001"),
                AsciiSlice.of("NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm"),
                AsciiSlice.of("GET"),
                AsciiSlice.of("/doe.json"),
                response);
        assertThat(text(response, hash)).isEqualTo("7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c");
    }

    private String rfc7616(DigestAlgorithm algorithm) {
        DigestHash hash = new DigestHash(algorithm);
        hash.secret(bytes("Mufasa"), AsciiSlice.of("http-auth@example.org"), bytes("Circle of Life"), secret);
        hash.response(
                secret,
                AsciiSlice.of("7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
                AsciiSlice.of("00000001"),
                AsciiSlice.of("f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
                AsciiSlice.of("GET"),
                AsciiSlice.of("/dir/index.html"),
                response);
        return text(response, hash);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] hex, DigestHash hash) {
        return new String(hex, 0, hash.algorithm().hexLength(), US_ASCII);
    }
}
