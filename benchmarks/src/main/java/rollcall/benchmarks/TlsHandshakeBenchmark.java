package rollcall.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.TlsPlan;

/**
 * A TLS handshake in memory, both ends of it: chain and name verified, a line said each way. The server is BoringSSL in each
 * case, so that rows differ by the client. Yardstick: the JDK's own engine. Each handshake is checked to be what it is
 * called, full or resumed.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TlsHandshakeBenchmark {
    /** Client and server, made anew for each combination. */
    @State(Scope.Thread)
    public abstract static class Connected {
        @Param({"RSA_2048", "P_256"})
        public KeyKind key = KeyKind.RSA_2048;

        private @Nullable TlsPair pair;

        final void open(TlsPlan.Engine engine, String protocol, boolean resume) {
            pair = new TlsPair(engine, protocol, key, resume);
        }

        final void handshake() {
            if (pair != null) {
                pair.handshake();
            }
        }

        @TearDown
        public final void close() {
            if (pair != null) {
                pair.close();
            }
        }
    }

    /** No session is kept by the client. */
    public static class Full extends Connected {
        @Param({"BORINGSSL", "JDK", "BOUNCYCASTLE"})
        public TlsPlan.Engine engine = TlsPlan.Engine.BORINGSSL;

        @Param({"TLSv1.2", "TLSv1.3"})
        public String protocol = "TLSv1.3";

        @Setup
        public void open() {
            open(engine, protocol, false);
        }
    }

    /** Each handshake resumes the session of the one before. */
    public static class Resumed extends Connected {
        /** Bouncy Castle's client has no resumption in TLS 1.3: it takes no tickets, and TLS 1.3 knows nothing else. */
        @Param({"BORINGSSL TLSv1.2", "BORINGSSL TLSv1.3", "JDK TLSv1.2", "JDK TLSv1.3", "BOUNCYCASTLE TLSv1.2"})
        public String client = "BORINGSSL TLSv1.3";

        @Setup
        public void open() {
            int space = client.indexOf(' ');
            open(TlsPlan.Engine.valueOf(client.substring(0, space)), client.substring(space + 1), true);
        }
    }

    @Benchmark
    public void full(Full pair) {
        pair.handshake();
    }

    @Benchmark
    public void resumed(Resumed pair) {
        pair.handshake();
    }
}
