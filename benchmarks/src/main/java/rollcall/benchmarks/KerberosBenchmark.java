package rollcall.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.auth.Association;
import rollcall.auth.AuthFacts;
import rollcall.auth.Kerberos;
import rollcall.auth.KerberosVerifier;
import rollcall.outcome.Fault;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/**
 * What Kerberos costs with AES128 once the tickets are at hand. {@code signIn} is the client's part: the JDK makes the
 * AP-REQ, in a run on another thread, then it is written and signed. {@code accept} is the server's part. {@code sign} and
 * {@code verify} are what each later message costs the client, header included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KerberosBenchmark {
    private final KerberosSamples samples = KerberosSamples.open();
    private final AuthFacts register = AuthSamples.register();
    private final Kerberos fresh = samples.client();
    private final Kerberos established = samples.client();
    private final KerberosVerifier verifier = samples.verifier();
    private final AuthParams proof = proof();
    private final SipMessage answer = establish();
    private final ByteBuf out = Unpooled.directBuffer(4096);

    private AuthParams proof() {
        samples.challenge(established);
        return AuthSamples.params(AuthSamples.written(o -> established.authorize(register, o)));
    }

    private SipMessage establish() {
        Association.Verdict verdict = accept();
        AuthFacts facts = new AuthFacts();
        facts.read(AuthSamples.ok("Kerberos"));
        SipMessage signed = AuthSamples.ok(AuthSamples.written(o -> verifier.sign(facts, o)));
        if (verdict != Association.Verdict.ACCEPTED || established.verify(signed) != null) {
            throw new IllegalStateException(verdict.toString());
        }
        return signed;
    }

    @Benchmark
    public ByteBuf signIn() {
        samples.challenge(fresh);
        fresh.authorize(register, out.clear());
        return out;
    }

    @Benchmark
    public final Association.Verdict accept() {
        return verifier.authenticate(proof, register);
    }

    @Benchmark
    public ByteBuf sign() {
        established.authorize(register, out.clear());
        return out;
    }

    @Benchmark
    public @Nullable Fault verify() {
        return established.verify(answer);
    }
}
