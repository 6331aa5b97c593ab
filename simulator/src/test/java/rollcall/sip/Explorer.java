package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads everything that can be read of any bytes at all, and checks that no view reaches beyond them. */
final class Explorer {
    private final SipMessage message = new SipMessage();
    private final SipMessage unframed = new SipMessage();
    private final LineEnds ends = new LineEnds();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AuthParams params = new AuthParams();
    private byte[] bytes = {};

    /** Returns how many messages were read. */
    int explore(byte[] input) {
        bytes = input.clone(); // parsing unfolds in place
        int messages = 0;
        int at = 0;
        while (true) {
            at = SipFraming.skipKeepAlive(bytes, at, bytes.length);
            long frame = SipFraming.next(bytes, at, bytes.length, SipLimits.DEFAULT, ends);
            if (!SipFraming.isComplete(frame)) {
                if (SipFraming.isIncomplete(frame)) {
                    assertThat(SipFraming.bytesNeeded(frame)).isGreaterThan(bytes.length - at);
                } else {
                    assertThat(SipFraming.problem(frame)).isNotNull();
                    assertThat(SipFraming.problemOffset(frame)).isBetween(at, bytes.length);
                }
                return messages;
            }
            int end = SipFraming.end(frame);
            assertThat(end).isGreaterThan(at).isLessThanOrEqualTo(bytes.length);
            byte[] copy = bytes.clone();
            SipProblem problem = message.parse(bytes, at, end - at, ends);
            assertThat(unframed.parse(copy, at, end - at)).isEqualTo(problem);
            assertThat(copy).isEqualTo(bytes);
            if (problem != null) {
                assertThat(unframed.problemOffset()).isEqualTo(message.problemOffset());
                assertThat(message.problemOffset()).isBetween(0, end - at);
                return messages;
            }
            readAll();
            messages++;
            at = end;
        }
    }

    private void readAll() {
        message.methodText(value);
        check(value);
        message.requestUri(value);
        check(value);
        readUri();
        message.reason(value);
        check(value);
        message.body(value);
        check(value);
        assertThat(message.cseq()).isGreaterThanOrEqualTo(-1);
        assertThat(message.cseqMethod()).isNotNull();
        for (SipHeader header : SipHeader.values()) {
            int count = message.count(header);
            for (int nth = 0; nth < count; nth++) {
                assertThat(message.header(header, nth, value)).isTrue();
                check(value);
                assertThat(value.toString()).doesNotContain("\r", "\n");
                readParams();
                readAddresses();
            }
            assertThat(message.header(header, count, value)).isFalse();
        }
    }

    private void readParams() {
        params.parse(value);
        params.scheme(part);
        check(part);
        for (AuthParam param : AuthParam.values()) {
            if (params.get(param, part)) {
                check(part);
                assertThat(params.text(param).length()).isLessThanOrEqualTo(part.length());
            }
        }
    }

    private void readAddresses() {
        int most = value.length() + 1; // an element has at least a byte
        for (boolean more = address.parse(value); more; more = address.next()) {
            assertThat(most--).isPositive();
            address.displayName(value);
            check(value);
            if (address.param("expires", value)) {
                check(value);
            }
            address.uri(value);
            check(value);
            readUri();
        }
    }

    private void readUri() {
        uri.parse(value);
        uri.scheme(part);
        check(part);
        uri.user(part);
        check(part);
        uri.host(part);
        check(part);
        assertThat(uri.port()).isBetween(-1, 65535);
        if (uri.param("transport", part)) {
            check(part);
        }
    }

    private void check(AsciiSlice slice) {
        assertThat(slice.length()).isNotNegative();
        if (!slice.isEmpty()) {
            assertThat(slice.array()).isSameAs(bytes);
            assertThat(slice.offset()).isBetween(0, bytes.length - slice.length());
        }
    }
}
