package rollcall.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import rollcall.engine.Engine;
import rollcall.engine.IoTransport;
import rollcall.mock.MockPool;
import rollcall.plan.Overrides;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.ScenarioFile;
import rollcall.plan.TargetPlan;

/**
 * Whole sign-ins over loopback: DNS, TCP, TLS 1.3 with a full handshake and an RSA key, REGISTER, 200, close. The mock pool
 * runs in the same process and is counted, in CPU time and bytes alike. Yardstick: the plain way, one sign-in after the other
 * with the JDK's {@code SSLSocket}, address known, nothing read from the 200 but its first line.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SignInOverLoopbackBenchmark {
    private static final int CLIENTS = 200;
    private static final String SCENARIO = """
            name: benchmark
            target: {mock: {users: %d, key: rsa}}
            auth: {scheme: none}
            tls: {protocols: [TLSv1.3]}
            load: [{atOnce: {clients: %d}}]
            session: {stay: 0s, refresh: false, subscribe: false, signOut: false}
            dns: {timeout: 20s}
            limits: {connect: 20s, tls: 20s, answer: 20s}
            """.formatted(CLIENTS, CLIENTS);
    private static final String REGISTER = """
            REGISTER sip:example.test SIP/2.0
            Via: SIP/2.0/TLS 127.0.0.1:12723
            Max-Forwards: 70
            From: <sip:user0001@example.test>;tag=%s;epid=a1b2c3d4e5
            To: <sip:user0001@example.test>
            Call-ID: %s
            CSeq: 1 REGISTER
            Contact: <sip:127.0.0.1:12723;transport=tls>;methods="INVITE, MESSAGE";proxy=replace;\
            +sip.instance="<urn:uuid:7446BEDA-E8B3-53B7-A965-B85A66A31CFC>"
            User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
            Supported: gruu-10, adhoclist, msrtc-event-categories
            ms-keep-alive: UAC;hop-hop=yes
            Event: registration
            Content-Length: 0

            """.replace("\n", "\r\n");

    private final Path folder;
    private final MockPool pool;
    private final Plan plan;
    private final SSLContext jdk;
    private int call;

    public SignInOverLoopbackBenchmark() {
        try {
            folder = Files.createTempDirectory("rollcall-benchmark");
            Path file = folder.resolve("scenario.yaml");
            Files.writeString(file, SCENARIO);
            Plan written = ScenarioFile.read(file, Overrides.NONE).plan();
            TargetPlan.Mock target = (TargetPlan.Mock) written.target();
            pool = MockPool.start(target.mock(), folder, InstantSource.system(), answer -> {});
            plan = written.at(
                    new TargetPlan.Automatic(target.mock().domain(), List.of(pool.dnsAddress())),
                    written.tls().withTrust(pool.caCertificate()));
            jdk = trusting(pool.caCertificate());
        } catch (IOException | PlanException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    @OperationsPerInvocation(CLIENTS)
    public long rollcall() throws PlanException, InterruptedException {
        try (Engine engine = Engine.start(plan, IoTransport.best(), 1, null, System::nanoTime)) {
            boolean over = engine.await(Duration.ofSeconds(60));
            long signedIn = engine.tallies().totals().signedIn();
            if (!over || signedIn != CLIENTS) {
                throw new IllegalStateException(signedIn + " signed in, not " + CLIENTS);
            }
            return signedIn;
        }
    }

    @Benchmark
    @OperationsPerInvocation(CLIENTS)
    public void sslSocket() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            String id = Integer.toHexString(++call);
            long before = System.currentTimeMillis();
            try (SSLSocket socket = (SSLSocket) jdk.getSocketFactory()
                    .createSocket(
                            pool.tlsAddress().getAddress(), pool.tlsAddress().getPort())) {
                socket.setTcpNoDelay(true);
                socket.setEnabledProtocols(new String[] {"TLSv1.3"});
                socket.getOutputStream().write(REGISTER.formatted(id, id).getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                String answer = new String(in.readNBytes(11), StandardCharsets.US_ASCII);
                if (!answer.equals("SIP/2.0 200")) {
                    throw new IllegalStateException(answer);
                }
                if (socket.getSession().getCreationTime() < before) {
                    throw new IllegalStateException("a session was resumed");
                }
            }
            forgetSessions();
        }
    }

    private void forgetSessions() {
        SSLSessionContext sessions = jdk.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    private static SSLContext trusting(Path root) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(root)) {
            store.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @TearDown
    public void close() throws IOException {
        pool.close();
    }
}
