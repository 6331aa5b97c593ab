package rollcall.benchmarks;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
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
import rollcall.sip.Ascii;
import rollcall.sip.SipTemplate;

/**
 * Writing a signed REGISTER into a direct buffer that is there already; the signature itself is not computed.
 * Yardsticks: {@code String.format}, and JAIN-SIP encoding a message that it holds ready.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SipTemplateBenchmark {
    private static final String[] HOLES = {"user", "tag", "epid", "callId", "cseq", "crand", "cnum", "response"};

    private final SipTemplate template = SipTemplate.compile(SipSamples.REGISTER, HOLES);
    private final SipTemplate.Filler filler = this::fill;
    private final String format = formatOf(SipSamples.REGISTER);
    private final SIPMessage jain = jainMessage();
    private final ByteBuf out = Unpooled.directBuffer(4096);
    private final byte[] signature = new byte[16];
    private long random = 0x3e49177a52L;
    private int cseq = 3;

    @Benchmark
    public ByteBuf rollcall() {
        cseq = cseq + 1 & 0xFFFF;
        random += 0x9E3779B97F4A7C15L;
        out.clear();
        template.write(out, filler);
        return out;
    }

    private void fill(int hole, ByteBuf to) {
        switch (hole) {
            case 0 -> Ascii.write(to, "alice");
            case 1, 2 -> Ascii.writeHex(to, random, 10);
            case 3 -> {
                Ascii.writeHex(to, random, 16);
                Ascii.writeHex(to, ~random, 16);
            }
            case 4, 6 -> Ascii.writeDecimal(to, cseq);
            case 5 -> Ascii.writeHex(to, random, 8);
            default -> Ascii.writeHex(to, signature, 0, signature.length);
        }
    }

    @Benchmark
    public ByteBuf stringFormat() {
        cseq = cseq + 1 & 0xFFFF;
        random += 0x9E3779B97F4A7C15L;
        String id = Long.toHexString(random);
        String text = String.format(
                Locale.ROOT,
                format,
                "alice",
                id,
                id,
                "alice",
                id + id,
                cseq,
                id,
                cseq,
                "01000000c9078151c27f615564000000");
        out.clear();
        return out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Benchmark
    public ByteBuf jainSip() {
        out.clear();
        return out.writeBytes(jain.encodeAsBytes("tls"));
    }

    private static String formatOf(String text) {
        String format = text.replace("\n", "\r\n");
        for (String hole : HOLES) {
            format = format.replace("{" + hole + "}", "%s");
        }
        return format;
    }

    private static SIPMessage jainMessage() {
        byte[] bytes = SipSamples.bytes(SipSamples.REGISTER.replaceAll("[{]\\w+[}]", "1"));
        try {
            return new StringMsgParser().parseSIPMessage(bytes, true, false, null);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
