package rollcall.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.auth.AuthFacts;
import rollcall.auth.Digest;
import rollcall.sip.AuthParams;

/**
 * What Digest costs a client: a challenge read, and the Authorization header written into a buffer. Yardstick: the same
 * with the JDK's hash and strings.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DigestBenchmark {
    @Param({"MD5", "SHA-256"})
    public String algorithm = "MD5";

    private final Digest digest = new Digest(AuthSamples.kit());
    private final AuthFacts register = AuthSamples.register();
    private final ByteBuf out = Unpooled.directBuffer(4096);
    private AuthParams challenge = new AuthParams();

    @Setup
    public void challenge() {
        challenge = AuthSamples.params(
                "Digest realm=\"example.test\", nonce=\"ZzIxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy\", qop=\"auth\","
                        + " algorithm=" + algorithm);
    }

    @Benchmark
    public ByteBuf rollcall() {
        digest.reset(AuthSamples.ALICE);
        digest.challenged(challenge);
        digest.authorize(register, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuf withStrings() throws GeneralSecurityException {
        String secret = hex("EXAMPLE\\alice:example.test:Pa$$w0rd!");
        String request = hex("REGISTER:sip:example.com");
        String response = hex(secret + ":ZzIxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy:00000001:0123456789abcdef:auth:" + request);
        String header = "Digest username=\"EXAMPLE\\\\alice\", realm=\"example.test\","
                + " nonce=\"ZzIxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy\", uri=\"sip:example.com\", response=\"" + response
                + "\", algorithm=" + algorithm + ", qop=auth, nc=00000001, cnonce=\"0123456789abcdef\"";
        return out.clear().writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    }

    private String hex(String text) throws GeneralSecurityException {
        MessageDigest hash = MessageDigest.getInstance(algorithm);
        return HexFormat.of().formatHex(hash.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
