package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses, URIs, authentication parameters and the words beneath them. */
class SipValuesTest {
    private final AsciiSlice slice = new AsciiSlice();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AuthParams params = new AuthParams();

    @Test
    void addressWithDisplayNameIsTakenApart() {
        assertThat(address.parse(AsciiSlice.of("\"A. \\\"X\\\" <b>\"<sip:a@b;x=1>;tag=7 ; epid = q")))
                .isTrue();
        address.displayName(slice);
        assertThat(slice).hasToString("A. \\\"X\\\" <b>");
        address.uri(slice);
        assertThat(slice).hasToString("sip:a@b;x=1");
        assertThat(address.param("TAG", slice)).isTrue();
        assertThat(slice).hasToString("7");
        assertThat(address.param("epid", slice)).isTrue();
        assertThat(slice).hasToString("q");
        assertThat(address.param("x", slice)).isFalse();
    }

    @Test
    void parametersOfABareUriBelongToTheHeader() {
        assertThat(address.parse(AsciiSlice.of("sip:a@b;tag=1"))).isTrue();
        address.uri(slice);
        assertThat(slice).hasToString("sip:a@b");
        assertThat(address.param("tag", slice)).isTrue();
    }

    @Test
    void listIsWalkedPastQuotedCommas() {
        List<String> found = new ArrayList<>();
        AsciiSlice list = AsciiSlice.of("<sip:a>;m=\"x,y\", \"q,\" <sip:b>,,tel:1;ext=2 , sip:c");
        for (boolean more = address.parse(list); more; more = address.next()) {
            address.uri(slice);
            found.add(slice.toString());
        }
        assertThat(found).containsExactly("sip:a", "sip:b", "tel:1", "sip:c");
        assertThat(address.next()).isFalse();
    }

    @Test
    void unreadableAddressesAreNone() {
        for (String bad : new String[] {"", " ", "\"a", "\"a\"", "<sip:a", "a\"b\"<sip:c>", ";tag=1"}) {
            assertThat(address.parse(AsciiSlice.of(bad))).as(bad).isFalse();
            address.uri(slice);
            assertThat(slice).isEmpty();
            assertThat(address.next()).isFalse();
        }
    }

    @Test
    void quoteWithoutEndHidesOnlyWhatFollows() {
        assertThat(address.parse(AsciiSlice.of("<sip:a>;m=1;x=\"y,<sip:b>;n=2")))
                .isTrue();
        assertThat(address.param("m", slice)).isTrue();
        assertThat(address.param("x", slice)).isFalse();
        assertThat(address.param("n", slice)).isFalse();
        assertThat(address.next()).isFalse();
    }

    @Test
    void parametersOfTheNextElementAreNotSeen() {
        assertThat(address.parse(AsciiSlice.of("<sip:a>;m=1,<sip:b>;n=2"))).isTrue();
        assertThat(address.param("m", slice)).isTrue();
        assertThat(slice).hasToString("1");
        assertThat(address.param("n", slice)).isFalse();
        assertThat(address.next()).isTrue();
        assertThat(address.param("m", slice)).isFalse();
        assertThat(address.param("n", slice)).isTrue();
    }

    @Test
    void quotedStringsEndWhereTheyEnd() {
        for (int size = 0; size < 40; size++) {
            String plain = "x".repeat(size);
            for (String text : new String[] {plain, plain + "\\\"", "\\\\" + plain, plain + "\\x" + plain}) {
                byte[] bytes = ("\"" + text + "\" tail tail").getBytes(StandardCharsets.US_ASCII);
                assertThat(Ascii.skipQuoted(bytes, 0, bytes.length)).as(text).isEqualTo(text.length() + 2);
                assertThat(Ascii.skipQuoted(bytes, 0, text.length() + 1)).isEqualTo(-1);
            }
        }
    }

    @Test
    void flagHasAnEmptyValue() {
        assertThat(address.parse(AsciiSlice.of("<sip:a>;proxy=replace;gruu;q=\"\"")))
                .isTrue();
        assertThat(address.param("gruu", slice)).isTrue();
        assertThat(slice).isEmpty();
        assertThat(address.param("q", slice)).isTrue();
        assertThat(slice).isEmpty();
        assertThat(address.param("proxy", slice)).isTrue();
        assertThat(slice).hasToString("replace");
    }

    @Test
    void uriIsTakenApart() {
        assertThat(uri.parse(AsciiSlice.of("sip:alice;x@example.com:5061;transport=tls;lr?a=b")))
                .isTrue();
        uri.scheme(slice);
        assertThat(slice).hasToString("sip");
        uri.user(slice);
        assertThat(slice).hasToString("alice;x");
        uri.host(slice);
        assertThat(slice).hasToString("example.com");
        assertThat(uri.port()).isEqualTo(5061);
        assertThat(uri.param("transport", slice)).isTrue();
        assertThat(slice).hasToString("tls");
        assertThat(uri.param("lr", slice)).isTrue();
        assertThat(uri.param("a", slice)).isFalse();
    }

    @Test
    void addressLiteralLosesItsBrackets() {
        assertThat(uri.parse(AsciiSlice.of("SIPS:u:secret@[2001:db8::1]:443"))).isTrue();
        uri.user(slice);
        assertThat(slice).hasToString("u");
        uri.host(slice);
        assertThat(slice).hasToString("2001:db8::1");
        assertThat(uri.port()).isEqualTo(443);
    }

    @Test
    void telephoneNumberStandsAsHost() {
        assertThat(uri.parse(AsciiSlice.of("tel:+420123;ext=8"))).isTrue();
        uri.host(slice);
        assertThat(slice).hasToString("+420123");
        assertThat(uri.param("ext", slice)).isTrue();
        assertThat(uri.port()).isEqualTo(-1);
    }

    @Test
    void unreadableUrisAreNone() {
        for (String bad :
                new String[] {"", "sip", "sip:", ":a", "sip:a@", "sip:[::1", "sip:a:x", "sip:a:65536", "sip:[]"}) {
            assertThat(uri.parse(AsciiSlice.of(bad))).as(bad).isFalse();
            uri.host(slice);
            assertThat(slice).isEmpty();
        }
    }

    @Test
    void challengeIsReadInAnyOrderAndCase() {
        assertThat(params.parse(AsciiSlice.of("NTLM opaque=\"2BDBAC9D\", gssapi-data=\"\", VERSION=4 ,x=\"1,\\\"2\"")))
                .isTrue();
        params.scheme(slice);
        assertThat(slice).hasToString("NTLM");
        assertThat(params.get(AuthParam.GSSAPI_DATA, slice)).isTrue();
        assertThat(slice).isEmpty();
        assertThat(params.get(AuthParam.VERSION, slice)).isTrue();
        assertThat(slice.natural()).isEqualTo(4);
        assertThat(params.get(AuthParam.REALM, slice)).isFalse();
        assertThat(params.get(AuthParam.OTHER, slice)).isFalse();
        assertThat(params.text(AuthParam.OPAQUE)).isEqualTo("2BDBAC9D");
    }

    @Test
    void infoWithoutSchemeIsRead() {
        assertThat(params.parse(AsciiSlice.of("nextnonce=\"a\\\"b\\\\c\", qop = auth")))
                .isTrue();
        params.scheme(slice);
        assertThat(slice).isEmpty();
        assertThat(params.text(AuthParam.NEXTNONCE)).isEqualTo("a\"b\\c");
        assertThat(params.text(AuthParam.QOP)).isEqualTo("auth");
    }

    @Test
    void firstOfTwoValuesCounts() {
        assertThat(params.parse(AsciiSlice.of("Digest nonce=1, nonce=2"))).isTrue();
        assertThat(params.text(AuthParam.NONCE)).isEqualTo("1");
    }

    @Test
    void brokenParametersAreToldAndWhatStandsBeforeIsRead() {
        for (String bad :
                new String[] {"realm=\"x\", nonce", "realm=\"x\", =1", "realm=\"x\", a=\"", "realm=\"x\" \"y\""}) {
            assertThat(params.parse(AsciiSlice.of("Digest " + bad))).as(bad).isFalse();
            assertThat(params.text(AuthParam.REALM)).isEqualTo("x");
        }
    }

    @Test
    void everyAuthParamIsFoundByItsName() {
        for (AuthParam param : AuthParam.values()) {
            if (param != AuthParam.OTHER) {
                assertThat(params.parse(AsciiSlice.of("S " + param.text() + "=\"v\"")))
                        .isTrue();
                assertThat(params.text(param)).isEqualTo("v");
            }
        }
    }

    @Test
    void naturalNumbersAreExact() {
        assertThat(AsciiSlice.of("0009").natural()).isEqualTo(9);
        assertThat(AsciiSlice.of("999999999999999999").natural()).isEqualTo(999999999999999999L);
        for (String bad : new String[] {"", "-1", "1a", "1000000000000000000", " 1"}) {
            assertThat(AsciiSlice.of(bad).natural()).as(bad).isEqualTo(-1);
        }
    }

    @Test
    void lineBreakIsFoundAtEveryPlaceAmongOtherControlBytes() {
        for (int size = 1; size < 40; size++) {
            for (int at = 0; at < size; at++) {
                byte[] bytes = new byte[size];
                for (int i = 0; i < size; i++) {
                    bytes[i] = new byte[] {'a', 0, '\t', (byte) 0x8D, 0x0E, (byte) 0xFF, 0x0B}[(i * 5 + at) % 7];
                }
                assertThat(Ascii.indexOfLineBreak(bytes, 0, size)).isEqualTo(-1);
                bytes[at] = (byte) (size % 2 == 0 ? '\r' : '\n');
                assertThat(Ascii.indexOfLineBreak(bytes, 0, size)).isEqualTo(at);
                assertThat(Ascii.indexOfLineBreak(bytes, at + 1, size)).isEqualTo(-1);
            }
        }
    }

    @Test
    void numbersAreWrittenAsTheyAreRead() {
        ByteBuf out = Unpooled.buffer();
        for (long value : new long[] {0, 9, 10, 4711, Long.MAX_VALUE}) {
            Ascii.writeDecimal(out, value);
            out.writeByte(' ');
        }
        Ascii.writeHex(out, 0xBEEFL, 8);
        Ascii.writeHex(out, new byte[] {(byte) 0xA0, 0x0B}, 0, 2);
        Ascii.write(out, " end");
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("0 9 10 4711 9223372036854775807 0000beefa00b end");
    }
}
