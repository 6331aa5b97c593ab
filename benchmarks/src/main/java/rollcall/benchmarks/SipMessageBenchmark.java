package rollcall.benchmarks;

import gov.nist.javax.sip.header.AuthenticationInfo;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.io.IOException;
import java.text.ParseException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.LineEnds;
import rollcall.sip.NameAddr;
import rollcall.sip.SipFraming;
import rollcall.sip.SipHeader;
import rollcall.sip.SipLimits;
import rollcall.sip.SipMessage;

/**
 * From the bytes of a 200 to REGISTER to what a client wants of it: status, CSeq, the expiry and the GRUU of the
 * Contact, signature and number of Authentication-Info. Yardsticks: two other parsers, and a loop that does nothing but
 * look for the line ends.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SipMessageBenchmark {
    private final byte[] bytes = SipSamples.bytes(SipSamples.REGISTERED);
    private final SipMessage message = new SipMessage();
    private final LineEnds ends = new LineEnds();
    private final AsciiSlice slice = new AsciiSlice();
    private final NameAddr contact = new NameAddr();
    private final AuthParams info = new AuthParams();
    private final StringMsgParser jain = new StringMsgParser();

    @Benchmark
    public void rollcall(Blackhole hole) {
        long frame = SipFraming.next(bytes, 0, bytes.length, SipLimits.DEFAULT, ends);
        if (message.parse(bytes, 0, SipFraming.end(frame), ends) != null) {
            throw new AssertionError("not read");
        }
        hole.consume(message.status());
        hole.consume(message.cseq());
        hole.consume(message.cseqMethod());
        message.header(SipHeader.CONTACT, slice);
        contact.parse(slice);
        contact.param("expires", slice);
        hole.consume(slice.natural());
        hole.consume(contact.param("gruu", slice));
        message.header(SipHeader.AUTHENTICATION_INFO, slice);
        info.parse(slice);
        hole.consume(info.get(AuthParam.RSPAUTH, slice));
        info.get(AuthParam.SNUM, slice);
        hole.consume(slice.natural());
    }

    @Benchmark
    public void jainSip(Blackhole hole) throws ParseException {
        SIPResponse response = (SIPResponse) jain.parseSIPMessage(bytes, true, false, null);
        hole.consume(response.getStatusCode());
        hole.consume(response.getCSeq().getSeqNumber());
        hole.consume(response.getCSeq().getMethod());
        Contact first = response.getContactHeader();
        hole.consume(first.getExpires());
        hole.consume(first.getParameter("gruu"));
        AuthenticationInfo signature = (AuthenticationInfo) response.getHeader("Authentication-Info");
        hole.consume(signature.getParameter("rspauth"));
        hole.consume(signature.getSNum());
    }

    /** Authentication-Info is a plain text here: pkts does not take it apart. */
    @Benchmark
    public void pkts(Blackhole hole) throws IOException {
        io.pkts.packet.sip.SipMessage response = io.pkts.packet.sip.SipMessage.frame(bytes);
        hole.consume(response.toResponse().getStatus());
        hole.consume(response.getCSeqHeader().getSeqNumber());
        hole.consume(response.getCSeqHeader().getMethod());
        hole.consume(response.getContactHeader().getParameter("expires"));
        hole.consume(response.getContactHeader().getParameter("gruu"));
        hole.consume(response.getHeader("Authentication-Info").orElseThrow().getValue());
    }

    @Benchmark
    public int lineEndsOnly() {
        return LineEndSearch.count(bytes);
    }
}
