package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The paths that every message takes allocate nothing once they have run for the first time. */
class AllocationTest {
    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 10_000;

    private final byte[] bytes = SipTexts.bytes(SipMessageTest.REGISTERED);
    private final SipMessage message = new SipMessage();
    private final LineEnds ends = new LineEnds();
    private final AsciiSlice slice = new AsciiSlice();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AuthParams params = new AuthParams();

    @Test
    void parsingAndReadingAllocatesNothing() {
        assertThat(allocatedBy(this::readAnswer)).isZero();
    }

    @Test
    void writingAllocatesNothing() {
        SipTemplate template =
                SipTemplate.compile("REGISTER sip:a SIP/2.0\nCSeq: {cseq} REGISTER\nCall-ID: {id}\n\n", "cseq", "id");
        ByteBuf out = Unpooled.buffer(1024);
        SipTemplate.Filler filler = (hole, to) -> {
            if (hole == 0) {
                Ascii.writeDecimal(to, 4711);
            } else {
                Ascii.writeHex(to, 0xABCDEF, 16);
            }
        };
        assertThat(allocatedBy(() -> {
                    out.clear();
                    template.write(out, filler);
                    return out.readableBytes();
                }))
                .isZero();
    }

    /** What the client does with the 200 to its REGISTER; returns a number made of all it read. */
    private long readAnswer() {
        long frame = SipFraming.next(bytes, 0, bytes.length, SipLimits.DEFAULT, ends);
        if (message.parse(bytes, 0, SipFraming.end(frame), ends) != null) {
            throw new AssertionError("not read");
        }
        long sum = message.status() + message.cseq() + message.cseqMethod().ordinal();
        message.header(SipHeader.CONTACT, slice);
        address.parse(slice);
        address.param("expires", slice);
        sum += slice.natural();
        address.param("gruu", slice);
        sum += uri.parse(slice) ? slice.length() : 0;
        message.header(SipHeader.AUTHENTICATION_INFO, slice);
        params.parse(slice);
        params.get(AuthParam.RSPAUTH, slice);
        sum += slice.length();
        params.get(AuthParam.SNUM, slice);
        return sum + slice.natural();
    }

    private interface Work {
        long run();
    }

    private static long allocatedBy(Work work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = run(work, WARM_UP);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += run(work, ROUNDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isPositive();
        // Not a byte per message; what the measuring itself takes is less than that.
        return allocated / ROUNDS;
    }

    private static long run(Work work, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += work.run();
        }
        return sum;
    }
}
