package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SipFramingTest {
    private static final SipLimits SMALL = new SipLimits(200, 150, 4, 100);

    private static long next(String text) {
        return next(text, SipLimits.DEFAULT);
    }

    private static long next(String text, SipLimits limits) {
        byte[] bytes = SipTexts.bytes(text);
        return SipFraming.next(bytes, 0, bytes.length, limits);
    }

    private static void assertEnd(String head, String body) {
        byte[] bytes = SipTexts.bytes(head);
        long result = next(head + body + "MORE");
        assertThat(SipFraming.isComplete(result)).isTrue();
        assertThat(SipFraming.end(result)).isEqualTo(bytes.length + body.length());
    }

    private static void assertMalformed(String text, SipProblem problem) {
        assertMalformed(text, SipLimits.DEFAULT, problem);
    }

    private static void assertMalformed(String text, SipLimits limits, SipProblem problem) {
        long result = next(text, limits);
        assertThat(SipFraming.isComplete(result)).isFalse();
        assertThat(SipFraming.isIncomplete(result)).isFalse();
        assertThat(SipFraming.problem(result)).isEqualTo(problem);
        assertThat(SipFraming.problemOffset(result)).isBetween(0, SipTexts.bytes(text).length);
    }

    @Test
    void bodyIsAsLongAsContentLengthSays() {
        assertEnd("SIP/2.0 200 OK\nContent-Length: 3\n\n", "abc");
        assertEnd("SIP/2.0 200 OK\nl: 003\n\n", "abc");
        assertEnd("SIP/2.0 200 OK\nCONTENT-LENGTH   :\t3  \n\n", "abc");
    }

    @Test
    void foldedContentLengthCounts() {
        assertEnd("SIP/2.0 200 OK\nContent-Length:\n 3\n\n", "abc");
        assertEnd("SIP/2.0 200 OK\nl:\n\t\n 3\nTo: x\n\n", "abc");
    }

    @Test
    void noContentLengthMeansNoBody() {
        assertEnd("SIP/2.0 200 OK\nCSeq: 1 REGISTER\n\n", "");
    }

    @Test
    void bodyWithoutContentLengthIsMalformed() {
        assertMalformed("SIP/2.0 200 OK\nContent-Type: text/plain\n\n", SipProblem.NO_CONTENT_LENGTH);
        assertMalformed("SIP/2.0 200 OK\nc: text/plain\n\n", SipProblem.NO_CONTENT_LENGTH);
    }

    @Test
    void contentLengthMustBeOneNumber() {
        for (String value : new String[] {"-1", "", "+1", "1 1", "1,1", "0x1", "99999999999999999999"}) {
            assertMalformed("SIP/2.0 200 OK\nl: " + value + "\n\n", SipProblem.BAD_CONTENT_LENGTH);
        }
        assertMalformed("SIP/2.0 200 OK\nl: 1\nContent-Length: 2\n\n", SipProblem.BAD_CONTENT_LENGTH);
        assertEnd("SIP/2.0 200 OK\nl: 1\nContent-Length: 01\n\n", "x");
    }

    @Test
    void foreignLanguagesAreToldAtOnce() {
        assertMalformed("\u0016\u0003\u0001", SipProblem.NOT_SIP);
        assertMalformed("HTTP/1.1 400 Bad Request\n", SipProblem.NOT_SIP);
        assertThat(SipFraming.isIncomplete(next("HTTP/1.1 400 Bad Request"))).isTrue();
    }

    @Test
    void lonelyLineBreaksAreMalformed() {
        byte[] lineFeed = "SIP/2.0 200 OK\nl: 0\n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] carriageReturn = "SIP/2.0 200 OK\rl: 0\r\r".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (byte[] bytes : new byte[][] {lineFeed, carriageReturn}) {
            long result = SipFraming.next(bytes, 0, bytes.length, SipLimits.DEFAULT);
            assertThat(SipFraming.problem(result)).isEqualTo(SipProblem.BARE_LINE_BREAK);
            assertThat(SipFraming.problemOffset(result)).isEqualTo(14);
        }
    }

    @Test
    void incompleteSaysHowMuchIsNeeded() {
        long result = next("SIP/2.0 200 OK\nl: 10\n\nabc");
        assertThat(SipFraming.isIncomplete(result)).isTrue();
        assertThat(SipFraming.bytesNeeded(result)).isEqualTo(16 + 7 + 2 + 10);
    }

    @Test
    void hugeHeaderIsTooLargeBeforeItEnds() {
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) 'x');
        byte[] head = SipTexts.bytes("SIP/2.0 200 OK\nTo: ");
        System.arraycopy(head, 0, bytes, 0, head.length);
        long result = SipFraming.next(bytes, 0, SipLimits.DEFAULT.maxHeaderBytes(), SipLimits.DEFAULT);
        assertThat(SipFraming.problem(result)).isEqualTo(SipProblem.TOO_LARGE);
        result = SipFraming.next(bytes, 0, bytes.length, SipLimits.DEFAULT);
        assertThat(SipFraming.problem(result)).isEqualTo(SipProblem.TOO_LARGE);
    }

    @Test
    void limitsHoldToTheByte() {
        String head = "SIP/2.0 200 OK\nl: 0\n";
        int frame = SipTexts.bytes(head + "To: \n\n").length;
        String fits = head + "To: " + "x".repeat(150 - frame) + "\n\n";
        String exceeds = head + "To: " + "x".repeat(151 - frame) + "\n\n";
        assertThat(SipFraming.isComplete(next(fits, SMALL))).isTrue();
        assertMalformed(exceeds, SMALL, SipProblem.TOO_LARGE);
        assertMalformed("SIP/2.0 200 OK\nl: 101\n\n", SMALL, SipProblem.TOO_LARGE);
        assertThat(SipFraming.isIncomplete(next("SIP/2.0 200 OK\nl: 100\n\n", SMALL)))
                .isTrue();
        assertMalformed("SIP/2.0 200 OK\nl: 0\na: 1\nb: 2\nd: 3\ne: 4\n\n", SMALL, SipProblem.TOO_MANY_HEADERS);
        assertThat(SipFraming.isComplete(next("SIP/2.0 200 OK\nl: 0\na: 1\n 1\nb: 2\nd: 3\n\n", SMALL)))
                .isTrue();
    }

    @Test
    void wholeMessageHasALimitOfItsOwn() {
        String head = "SIP/2.0 200 OK\nTo: " + "x".repeat(100) + "\nl: 90\n\n";
        assertMalformed(head, SMALL, SipProblem.TOO_LARGE);
    }
}
