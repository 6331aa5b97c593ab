package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SipMessageTest {
    /** The 200 to the third REGISTER of a sign-in, as OCS 2007 R2 sends it. */
    static final String REGISTERED = """
            SIP/2.0 200 OK
            ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300
            Authentication-Info: NTLM rspauth="01000000c9078151c27f615564000000", srand="9616454F", snum="1", opaque="2BDBAC9D", qop="auth", targetname="pool01.example.com", realm="SIP Communications Service"
            From: "Alice"<sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5
            To: <sip:alice@example.com>;tag=5E61CCD925D17E043D9A74835A88F664
            Call-ID: 6d7b09278d574162a4ef50c25e4e5051
            CSeq: 3 REGISTER
            Via: SIP/2.0/TLS 192.0.2.10:12723;ms-received-port=12723;ms-received-cid=2600
            Contact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32;ms-received-cid=2600>;expires=7200;+sip.instance="<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>";gruu="sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu"
            Expires: 7200
            presence-state: register-action="added"
            Allow-Events: vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2
            Supported: adhoclist
            Server: RTC/3.5
            Supported: msrtc-event-categories
            Content-Length: 0

            """;

    private final AsciiSlice slice = new AsciiSlice();

    @Test
    void statusLineIsRead() {
        SipMessage message = SipTexts.message("SIP/2.0 401 Unauthorized\nCSeq: 1 REGISTER");
        assertThat(message.isRequest()).isFalse();
        assertThat(message.status()).isEqualTo(401);
        message.reason(slice);
        assertThat(slice).hasToString("Unauthorized");
        assertThat(message.cseq()).isEqualTo(1);
        assertThat(message.cseqMethod()).isEqualTo(SipMethod.REGISTER);
        assertThat(message.method()).isEqualTo(SipMethod.OTHER);
    }

    @Test
    void requestLineIsRead() {
        SipMessage message = SipTexts.message("REGISTER sip:example.com SIP/2.0\nMax-Forwards: 70");
        assertThat(message.isRequest()).isTrue();
        assertThat(message.method()).isEqualTo(SipMethod.REGISTER);
        assertThat(message.status()).isZero();
        message.methodText(slice);
        assertThat(slice).hasToString("REGISTER");
        message.requestUri(slice);
        assertThat(slice).hasToString("sip:example.com");
        message.reason(slice);
        assertThat(slice).isEmpty();
    }

    @Test
    void signedAnswerToRegisterIsReadWhole() {
        SipMessage message = SipTexts.message(REGISTERED);
        NameAddr contact = new NameAddr();
        AuthParams info = new AuthParams();
        assertThat(message.header(SipHeader.CONTACT, slice)).isTrue();
        assertThat(contact.parse(slice)).isTrue();
        assertThat(contact.param("expires", slice)).isTrue();
        assertThat(slice.natural()).isEqualTo(7200);
        assertThat(contact.param("gruu", slice)).isTrue();
        assertThat(slice).hasToString("sip:alice@example.com;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu");
        assertThat(contact.param("+sip.instance", slice)).isTrue();
        assertThat(slice).hasToString("<urn:uuid:7446beda-e8b3-53b7-a965-b85a66a31cfc>");
        assertThat(message.header(SipHeader.AUTHENTICATION_INFO, slice)).isTrue();
        assertThat(info.parse(slice)).isTrue();
        assertThat(info.text(AuthParam.RSPAUTH)).isEqualTo("01000000c9078151c27f615564000000");
        assertThat(info.text(AuthParam.SNUM)).isEqualTo("1");
        assertThat(info.text(AuthParam.REALM)).isEqualTo("SIP Communications Service");
    }

    @Test
    void headerNamesMatchInAnyCaseAndCompact() {
        SipMessage message = SipTexts.message("SIP/2.0 200 OK\nCSEQ: 7 INVITE\nf: <sip:a@b>\nFROM: <sip:c@d>\nl: 0");
        assertThat(message.cseq()).isEqualTo(7);
        assertThat(message.count(SipHeader.FROM)).isEqualTo(2);
        assertThat(SipTexts.value(message, SipHeader.FROM, 0)).isEqualTo("<sip:a@b>");
        assertThat(SipTexts.value(message, SipHeader.FROM, 1)).isEqualTo("<sip:c@d>");
        assertThat(message.header(SipHeader.FROM, 2, slice)).isFalse();
        assertThat(message.header(SipHeader.CONTENT_LENGTH, slice)).isTrue();
    }

    @Test
    void foldedValueReadsAsOneLine() {
        SipMessage message = SipTexts.message("SIP/2.0 200 OK\nSubject:\n I know\n\tyou\nTo: <sip:a@b>\n ;tag=1");
        assertThat(SipTexts.value(message, SipHeader.SUBJECT)).isEqualTo("I know  \tyou");
        assertThat(SipTexts.value(message, SipHeader.TO)).isEqualTo("<sip:a@b>   ;tag=1");
    }

    @Test
    void unknownHeaderIsFoundByItsName() {
        SipMessage message = SipTexts.message("SIP/2.0 200 OK\nX-One: 1\nx-two : 2");
        assertThat(message.header("X-TWO", slice)).isTrue();
        assertThat(slice).hasToString("2");
        assertThat(message.header("x-three", slice)).isFalse();
        assertThat(slice).isEmpty();
        assertThat(message.count(SipHeader.OTHER)).isEqualTo(2);
    }

    @Test
    void missingHeaderIsAnAnswer() {
        SipMessage message = SipTexts.message("SIP/2.0 200 OK\nl: 0");
        assertThat(message.header(SipHeader.CONTACT, slice)).isFalse();
        assertThat(message.cseq()).isEqualTo(-1);
        assertThat(message.cseqMethod()).isEqualTo(SipMethod.OTHER);
    }

    @Test
    void everyHeaderIsRecognisedByEachOfItsNames() {
        for (SipHeader header : SipHeader.values()) {
            if (header == SipHeader.OTHER) {
                continue;
            }
            String name = header.header();
            String upper = name.toUpperCase(java.util.Locale.ROOT);
            for (String written : new String[] {name, upper, header.compact() == null ? name : header.compact()}) {
                byte[] bytes = written.getBytes(StandardCharsets.US_ASCII);
                assertThat(SipHeader.of(bytes, 0, bytes.length)).as(written).isEqualTo(header);
            }
        }
    }

    @Test
    void viewForgetsTheMessageBefore() {
        SipMessage message = new SipMessage();
        byte[] first = SipTexts.bytes(REGISTERED);
        byte[] second = SipTexts.bytes("SIP/2.0 100 Trying\nCSeq: 4 REGISTER\n\nbody");
        assertThat(message.parse(first, 0, first.length)).isNull();
        assertThat(message.parse(second, 0, second.length)).isNull();
        assertThat(message.status()).isEqualTo(100);
        assertThat(message.count(SipHeader.SUPPORTED)).isZero();
        message.body(slice);
        assertThat(slice).hasToString("body");
    }
}
