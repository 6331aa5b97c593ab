package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.auth.AuthKit;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosSource;
import rollcall.dns.Locator;
import rollcall.mock.MockPool;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;
import rollcall.peers.TestKdc;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfiles;
import rollcall.plan.LimitPlan;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.TargetPlan;
import rollcall.plan.TlsPlan;
import rollcall.plan.Transport;
import rollcall.tls.TlsClient;

/** A session at a pool that offers Kerberos and NTLM, with a clock and a thread for tickets that the test holds. */
class ClientSessionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Account USER =
            new Account("user0001@example.test", "EXAMPLE\\user0001", Secret.of(TestKdc.PASSWORD));

    @TempDir
    private Path folder;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong now = new AtomicLong(SECOND);
    private final DeadlineWheel deadlines = new DeadlineWheel(SECOND);
    private final BlockingQueue<Runnable> preparations = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private final NioSocketChannel channel = new NioSocketChannel();
    private TlsClient tls;
    private TestKdc kdc;
    private MockPool pool;

    @BeforeEach
    void start() throws Exception {
        tls = TlsClient.create(
                new TlsPlan(TlsPlan.Engine.BORINGSSL, null, List.of("TLSv1.2"), List.of(), false, false, null),
                System::currentTimeMillis);
        kdc = TestKdc.start(Files.createDirectory(folder.resolve("kdc")), "aes128-cts-hmac-sha1-96");
        MockPlan.Auth auth = new MockPlan.Auth(
                List.of("kerberos", "ntlm"), USER.password(), MockPlan.Auth.VERSION, false, kdc.services());
        MockPlan plan = new MockPlan("example.test", 1, auth, false, 0, 7200, "ecdsa", List.of(), "127.0.0.1", 0, 0, 0);
        pool = MockPool.start(plan, folder, InstantSource.system(), answer -> {});
    }

    @AfterEach
    void stop() throws Exception {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        pool.close();
        tls.close();
        kdc.close();
    }

    @Test
    void aPreparationThatBreaksIsToldAllTheSame() throws Exception {
        Path broken = (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw new LinkageError("no Kerberos here");
                });
        ClientSession session = session(new KerberosSource("EXAMPLE.TEST", broken, false));
        Runnable work = preparations.take();
        assertThatThrownBy(work::run).isInstanceOf(LinkageError.class);
        assertThat(outcomes.take()).isEqualTo("setback TICKET AUTH_NO_TICKET");
        assertThat(outcomes.take()).isEqualTo("signed in");
        end(session);
    }

    @Test
    void aTicketThatWasGivenUpIsNotTakenForTheOneThatIsAwaited() throws Exception {
        ClientSession session = session(new KerberosSource("EXAMPLE.TEST", null, false));
        Runnable first = preparations.take();
        pass(LimitPlan.DEFAULT.answerNanos());
        assertThat(outcomes.take()).isEqualTo("setback TICKET AUTH_NO_TICKET");
        assertThat(outcomes.take()).isEqualTo("signed in");

        pass(SessionPlan.REAUTHENTICATE_NANOS);
        Runnable second = preparations.take();
        first.run();
        assertThat(onLoop(() -> session.machine().state())).isEqualTo(LogonState.REAUTHENTICATING);
        assertThat(outcomes).isEmpty();
        second.run();
        assertThat(outcomes.take()).isEqualTo("answered REAUTHENTICATE");
        end(session);
    }

    @Test
    void aConnectionOnWhichNobodyAcknowledgesIsLostInSilence() throws Exception {
        ClientSession session = session(new KerberosSource("EXAMPLE.TEST", null, false));
        preparations.take().run();
        assertThat(outcomes.take()).isEqualTo("signed in");
        onLoop(() -> channel.pipeline().fireExceptionCaught(new SocketException("Connection timed out")));
        assertThat(outcomes.take()).isEqualTo("lost LOST_TIMEOUT Connection timed out");
        assertThat(outcomes.take()).isEqualTo("ended");
        assertThat(outcomes.take()).isEqualTo("free");
        assertThat(onLoop(session::idle)).isTrue();
    }

    /** A session that is on its way. */
    private ClientSession session(KerberosSource source) throws Exception {
        ClientProfile profile = ClientProfiles.named("moc-2007-r2");
        LogonRules rules = new LogonRules(
                new TargetPlan.Server("127.0.0.1", pool.tcpAddress().getPort(), Transport.TCP, List.of()),
                new OneUser(),
                profile,
                new AuthPlan(AuthPlan.Scheme.AUTO),
                new SessionPlan(100_000 * SECOND, StayFrom.SIGN_IN, false, false, false),
                LimitPlan.DEFAULT,
                new MachineBench.FakeGate(),
                1);
        RequestTemplates templates = new RequestTemplates(profile);
        LongSupplier wallNanos = () -> System.currentTimeMillis() * 1_000_000;
        AuthKit auth = new AuthKit(new SplittableRandom(1), wallNanos, "WS01", new KerberosLogins(source, wallNanos));
        LoopKit kit = new LoopKit(
                group.next(),
                () -> channel,
                rules,
                new Loopback(),
                tls,
                templates,
                new Outcomes(),
                deadlines,
                now::get,
                List.of(),
                null,
                preparations::add,
                new LoopKit.Scratch(auth, wallNanos, templates, rules.accounts()));
        return onLoop(() -> {
            ClientSession session = new ClientSession(kit, idle -> outcomes.add("free"));
            session.start(0, 0, 0, USER, now.get(), now.get());
            return session;
        });
    }

    private void end(ClientSession session) throws Exception {
        onLoop(() -> {
            session.machine().stop(now.get());
            return session;
        });
        assertThat(outcomes.take()).isEqualTo("ended");
        assertThat(outcomes.take()).isEqualTo("free");
    }

    private void pass(long nanos) throws Exception {
        onLoop(() -> {
            deadlines.turn(now.addAndGet(nanos + DeadlineWheel.TICK_NANOS));
            return now;
        });
    }

    private <T> T onLoop(Callable<T> what) throws Exception {
        return group.next().submit(what).get();
    }

    private static final class OneUser implements Accounts {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Account at(int index) {
            return USER;
        }
    }

    private static final class Loopback implements Locator {
        @Override
        public void locate(String domain, long random, Executor loop, Located answer) {
            throw new AssertionError("the server was given");
        }

        @Override
        public void resolve(String host, Executor loop, Resolved answer) {
            answer.resolved(List.of(InetAddress.getLoopbackAddress()));
        }
    }

    /** Writes down what becomes of the session. */
    private final class Outcomes implements OutcomeSink {
        @Override
        public void started(LogonRecord logon) {}

        @Override
        public void signedIn(LogonRecord logon) {
            outcomes.add("signed in");
        }

        @Override
        public void failed(LogonRecord logon) {
            outcomes.add("failed " + logon.fault() + " " + logon.detail());
        }

        @Override
        public void lost(LogonRecord logon) {
            outcomes.add("lost " + logon.fault() + " " + logon.detail());
        }

        @Override
        public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {
            outcomes.add("dropped " + stage + " " + fault);
        }

        @Override
        public void returned(LogonRecord logon) {
            outcomes.add("returned");
        }

        @Override
        public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
            outcomes.add("setback " + stage + " " + fault);
        }

        @Override
        public void answered(LogonRecord logon, Stage stage, long nanos) {
            outcomes.add("answered " + stage);
        }

        @Override
        public void ended(LogonRecord logon) {
            outcomes.add("ended");
        }
    }
}
