package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 49 messages of RFC 4475, byte for byte. {@code torture.tsv} says what the parser makes of each and why; a message
 * that fares better than its row says fails the test as well, so that the table stays true.
 */
class TortureTest {
    /** A row of the table. */
    record Row(String message, String verdict, String reads, String why) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Row> rows() throws IOException {
        return new String(resource("torture.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void messageFaresAsTheTableSays(Row row) throws IOException {
        byte[] bytes = resource("torture/" + row.message + ".dat");
        Row actual = look(row, bytes);
        assertThat(actual.verdict + "\t" + actual.reads).isEqualTo(row.verdict + "\t" + row.reads);
        assertThat(row.why).isNotBlank();
    }

    @Test
    void tableHasTheWholeRfc() throws IOException {
        assertThat(rows().map(Row::message)).hasSize(49).doesNotHaveDuplicates();
    }

    private static Row look(Row row, byte[] bytes) {
        List<String> reads = new ArrayList<>();
        SipMessage message = new SipMessage();
        int at = 0;
        while (true) {
            at = SipFraming.skipKeepAlive(bytes, at, bytes.length);
            if (at == bytes.length) {
                return new Row(row.message, "READ", joined(reads), row.why);
            }
            long frame = SipFraming.next(bytes, at, bytes.length, SipLimits.DEFAULT);
            if (SipFraming.isIncomplete(frame)) {
                return new Row(row.message, "INCOMPLETE", joined(reads), row.why);
            }
            SipProblem problem = SipFraming.isComplete(frame)
                    ? message.parse(bytes, at, SipFraming.end(frame) - at)
                    : SipFraming.problem(frame);
            if (problem != null) {
                return new Row(row.message, problem.name(), joined(reads), row.why);
            }
            reads.add(describe(message));
            at = SipFraming.end(frame);
        }
    }

    private static String joined(List<String> reads) {
        return String.join(" | ", reads);
    }

    private static String describe(SipMessage message) {
        AsciiSlice slice = new AsciiSlice();
        StringBuilder text = new StringBuilder();
        if (message.isRequest()) {
            message.requestUri(slice);
            text.append(message.method()).append(' ').append(slice.utf8());
        } else {
            message.reason(slice);
            text.append(message.status()).append(" '").append(slice.utf8()).append('\'');
        }
        text.append(" cseq=").append(message.cseq()).append('/').append(message.cseqMethod());
        text.append(" from=").append(addresses(message, SipHeader.FROM));
        text.append(" to=").append(addresses(message, SipHeader.TO));
        text.append(" contact=").append(addresses(message, SipHeader.CONTACT));
        text.append(" viaLines=").append(message.count(SipHeader.VIA));
        message.body(slice);
        return text.append(" body=").append(slice.length()).toString();
    }

    private static List<String> addresses(SipMessage message, SipHeader header) {
        List<String> found = new ArrayList<>();
        AsciiSlice slice = new AsciiSlice();
        NameAddr address = new NameAddr();
        for (int nth = 0; message.header(header, nth, slice); nth++) {
            for (boolean more = address.parse(slice); more; more = address.next()) {
                address.uri(slice);
                String uri = slice.utf8();
                found.add(address.param("tag", slice) ? uri + "#" + slice.utf8() : uri);
                message.header(header, nth, slice);
            }
        }
        return found;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TortureTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
