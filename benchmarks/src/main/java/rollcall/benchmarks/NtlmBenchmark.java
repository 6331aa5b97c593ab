package rollcall.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
import rollcall.auth.AuthKit;
import rollcall.auth.Ntlm;
import rollcall.auth.NtlmVerifier;
import rollcall.outcome.Fault;
import rollcall.sip.AuthParams;
import rollcall.sip.SipMessage;

/**
 * What NTLM costs a client. {@code signIn} is all of it: two challenges taken (their
 * headers parsed already), the proof made and written, signed. {@code
 * sign} and {@code verify} are what each later message costs, header included. Yardstick: the arithmetic of one
 * signature alone, as one writes it with the JDK's {@code Mac} and {@code Cipher}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NtlmBenchmark {
    private final AuthKit kit = AuthSamples.kit();
    private final NtlmVerifier verifier =
            new NtlmVerifier(AuthSamples.kit(), AuthSamples.POOL, account -> AuthSamples.ALICE.password());
    private final AuthParams offer =
            AuthSamples.params(AuthSamples.written(o -> NtlmVerifier.offer(AuthSamples.POOL, o)));
    private final AuthParams challenge = AuthSamples.params(AuthSamples.written(verifier::challenge));
    private final AuthFacts register = AuthSamples.register();
    private final Ntlm fresh = new Ntlm(kit);
    private final Ntlm established = new Ntlm(kit);
    private final SipMessage answer = establish();
    private final ByteBuf out = Unpooled.directBuffer(4096);

    private final byte[] key = new byte[16];
    private final byte[] text = new byte[240];

    private SipMessage establish() {
        AuthSamples.challenge(established, verifier);
        String proof = AuthSamples.written(o -> established.authorize(register, o));
        Association.Verdict verdict = verifier.authenticate(AuthSamples.params(proof), register);
        if (verdict != Association.Verdict.ACCEPTED) {
            throw new IllegalStateException(verdict.toString());
        }
        AuthFacts facts = new AuthFacts();
        facts.read(AuthSamples.ok("NTLM"));
        SipMessage signed = AuthSamples.ok(AuthSamples.written(o -> verifier.sign(facts, o)));
        if (established.verify(signed) != null) {
            throw new IllegalStateException("not verified");
        }
        return signed;
    }

    @Benchmark
    public ByteBuf signIn() {
        fresh.reset(AuthSamples.ALICE);
        fresh.challenged(offer);
        fresh.authorize(register, out.clear());
        fresh.challenged(challenge);
        fresh.authorize(register, out.clear());
        return out;
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

    @Benchmark
    public byte[] signatureByTheJdk() throws GeneralSecurityException {
        byte[] sequence = {100, 0, 0, 0};
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(key, "HmacMD5"));
        mac.update(sequence);
        byte[] checksum = mac.doFinal(text);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(key);
        Cipher cipher = Cipher.getInstance("RC4");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(md5.digest(sequence), "RC4"));
        return cipher.doFinal(checksum, 0, 8);
    }
}
