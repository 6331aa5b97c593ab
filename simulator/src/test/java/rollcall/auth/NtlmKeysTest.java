package rollcall.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import rollcall.sip.AsciiSlice;

class NtlmKeysTest {
    private static final int POOL = NtlmFlags.answer(NtlmFlags.OFFERED);
    private static final byte[] PLAINTEXT = "Plaintext".getBytes(UTF_16LE);
    private static final String SESSION_KEY = "55555555555555555555555555555555";

    private final AuthKit kit = AuthTests.kit();
    private final NtlmKeys keys = new NtlmKeys();
    private final byte[] signature = new byte[SigningKeys.MAX_SIGNATURE];

    /** From a real sign-in of Communicator 2007 R2. */
    @Test
    void capturedSignatures() {
        derive("6742fbe37bb1946b49d86a525bd29a9b", POOL);
        assertThat(client(("<NTLM><13317733><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local>"
                                + "<4037df9284354df39065195bd57a4b14><3><REGISTER><sip:user@cosmo.local><3e49177a52>"
                                + "<sip:user@cosmo.local><><><><>")
                        .getBytes(US_ASCII)))
                .isEqualTo("0100000029618e9651b65a7764000000");
        assertThat(server(("<NTLM><9616454F><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local>"
                                + "<4037df9284354df39065195bd57a4b14><3><REGISTER><sip:user@cosmo.local><3e49177a52>"
                                + "<sip:user@cosmo.local><5E61CCD925D17E043D9A74835A88F664><><><7200><200>")
                        .getBytes(US_ASCII)))
                .isEqualTo("01000000e615438a917661be64000000");
    }

    /** MS-NLMP 4.2.4 with the sequence number of SIP, computed with an independent implementation. */
    @Test
    void signaturesOfThePublishedKey() {
        derive(SESSION_KEY, POOL);
        assertThat(client(PLAINTEXT)).isEqualTo("010000004bbf152146790b4864000000");
        assertThat(server(PLAINTEXT)).isEqualTo("01000000d3350da45f766b8864000000");
    }

    /** From a real OCS 2007, which signed without extended security. */
    @Test
    void capturedSignatureWithoutExtendedSecurity() {
        derive("5f029153bc025058969548615e7099ba", POOL & ~NtlmFlags.EXTENDED_SESSION_SECURITY);
        assertThat(server(("<NTLM><0878F41B><1><SIP Communications Service><ocs1.ocs.provo.novell.com>"
                                + "<8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx><3><REGISTER>"
                                + "<sip:gabriel@ocs.provo.novell.com><2947328781>"
                                + "<B816D65C2300A32CFA6D371F2AF537FD><900><200>")
                        .getBytes(US_ASCII)))
                .isEqualTo("0100000000000000bf2e52667ddf6ded");
    }

    @Test
    void padOfASignatureWithoutExtendedSecurityMayBeAnything() {
        derive("5f029153bc025058969548615e7099ba", POOL & ~NtlmFlags.EXTENDED_SESSION_SECURITY);
        String own = client(PLAINTEXT);
        assertThat(matches(own)).isTrue();
        assertThat(matches(own.substring(0, 8) + "deadbeef" + own.substring(16)))
                .isTrue();
        assertThat(matches(own.substring(0, 16) + "deadbeef" + own.substring(24)))
                .isFalse();
    }

    @Test
    void weakerKeysGiveOtherSignatures() {
        derive(SESSION_KEY, POOL);
        String strong = client(PLAINTEXT);
        derive(SESSION_KEY, (POOL & ~NtlmFlags.KEY_128) | NtlmFlags.KEY_56);
        String medium = client(PLAINTEXT);
        derive(SESSION_KEY, POOL & ~NtlmFlags.KEY_128);
        String weak = client(PLAINTEXT);
        derive(SESSION_KEY, POOL & ~NtlmFlags.KEY_EXCHANGE);
        String plain = client(PLAINTEXT);
        assertThat(strong).isNotIn(medium, weak, plain);
        assertThat(medium).isNotIn(weak, plain);
        assertThat(weak).isNotEqualTo(plain);
    }

    @Test
    void eachByteOfASignatureCounts() {
        derive(SESSION_KEY, POOL);
        String own = client(PLAINTEXT);
        assertThat(matches(own)).isTrue();
        assertThat(matches(own.toUpperCase(Locale.ROOT))).isTrue();
        for (int i = 0; i < own.length(); i++) {
            char other = own.charAt(i) == '0' ? '1' : '0';
            assertThat(matches(own.substring(0, i) + other + own.substring(i + 1)))
                    .as("digit %d", i)
                    .isFalse();
            assertThat(matches(own.substring(0, i) + 'x' + own.substring(i + 1)))
                    .isFalse();
        }
        assertThat(matches("")).isFalse();
        assertThat(matches(own + "00")).isFalse();
    }

    private void derive(String exported, int flags) {
        keys.derive(kit.ntlm(), HexFormat.of().parseHex(exported), flags);
    }

    private String client(byte[] text) {
        return sign(true, text);
    }

    private String server(byte[] text) {
        return sign(false, text);
    }

    private String sign(boolean asClient, byte[] text) {
        int length = keys.sign(kit, asClient, text, text.length, signature);
        return HexFormat.of().formatHex(signature, 0, length);
    }

    private boolean matches(String hex) {
        return keys.isRight(kit, true, PLAINTEXT, PLAINTEXT.length, AsciiSlice.of(hex), signature);
    }
}
