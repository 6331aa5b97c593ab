package rollcall.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rollcall.sip.AsciiSlice;

class SigningBufferTest {
    private final SigningBuffer buffer = new SigningBuffer();
    private final AuthFacts facts = new AuthFacts();

    /** From a real exchange: the asserted identity keeps its spelling. */
    @Test
    void answerWithAnAssertedIdentity() {
        facts.read(AuthTests.message(
                "SIP/2.0 180 Ringing",
                "FROM: \"sender\"<sip:sender@company.com>;tag=2420628112;epid=54392cf6e5",
                "TO: <sip:recipient@company.com>;tag=7aee15546a;epid=3102EB8BD1",
                "CALL-ID: 41CEg82ECa0AC8i3DD7mE673t9CF4b19DAxF780x",
                "CSEQ: 1 INVITE",
                "P-ASSERTED-IDENTITY: \"recipient\"<SIP:recipient@company.com>"));
        assertThat(text(4, "1B6D47A1", "11", "LOC-COMPANYT-FE03.COMPANY.COM"))
                .isEqualTo("<NTLM><1B6D47A1><11><SIP Communications Service><LOC-COMPANYT-FE03.COMPANY.COM>"
                        + "<41CEg82ECa0AC8i3DD7mE673t9CF4b19DAxF780x><1><INVITE><sip:sender@company.com><2420628112>"
                        + "<sip:recipient@company.com><7aee15546a><SIP:recipient@company.com><><><180>");
    }

    /** From a real OCS 2007. */
    @Test
    void secondVersionLeavesOutWhatCameLater() {
        facts.read(AuthTests.message(
                "SIP/2.0 200 OK",
                "From: <sip:gabriel@ocs.provo.novell.com>;tag=2947328781",
                "To: <sip:gabriel@ocs.provo.novell.com>;tag=B816D65C2300A32CFA6D371F2AF537FD",
                "Call-ID: 8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx",
                "CSeq: 3 REGISTER",
                "P-Asserted-Identity: <sip:a@b>",
                "Expires: 900"));
        assertThat(text(2, "0878F41B", "1", "ocs1.ocs.provo.novell.com"))
                .isEqualTo("<NTLM><0878F41B><1><SIP Communications Service><ocs1.ocs.provo.novell.com>"
                        + "<8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx><3><REGISTER><sip:gabriel@ocs.provo.novell.com>"
                        + "<2947328781><B816D65C2300A32CFA6D371F2AF537FD><900><200>");
    }

    @Test
    void messageThatLacksEverythingIsStillARow() {
        facts.read(AuthTests.message("SIP/2.0 200 OK"));
        assertThat(text(4, "", "", "")).isEqualTo("<NTLM><><><SIP Communications Service><><><><><><><><><><><><200>");
    }

    @Test
    void longValuesFit() {
        String callId = "x".repeat(10_000);
        facts.read(AuthTests.message("BYE sip:a SIP/2.0", "Call-ID: " + callId, "CSeq: 2147483647 BYE"));
        assertThat(text(4, "1", "2", "t")).contains("<" + callId + "><2147483647><BYE>");
    }

    private String text(int version, String random, String number, String targetName) {
        buffer.set(
                Scheme.NTLM,
                version,
                AsciiSlice.of(random),
                AsciiSlice.of(number),
                AsciiSlice.of("SIP Communications Service"),
                AsciiSlice.of(targetName),
                facts);
        return new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
    }
}
