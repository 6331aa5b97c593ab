package rollcall.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;
import rollcall.sip.SipFrameDecoder;

/** A pool without sockets, with one user, alice@example.com, who is connected to it already. Its clock stands still. */
final class EmbeddedPool implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2010-03-01T10:08:08Z"));

    final MockStats stats = new MockStats();
    final EmbeddedChannel channel;

    /**
     * Starts it.
     *
     * @param tags where the pool takes the tags of its answers from
     * @param secrets where it takes keys and challenges from
     */
    EmbeddedPool(List<String> faults, RandomGenerator tags, RandomGenerator secrets) throws Exception {
        MockPlan plan = new MockPlan(
                "example.com",
                1,
                new MockPlan.Auth(List.of("ntlm", "kerberos"), Secret.of("Pa$$w0rd!")),
                false,
                0,
                7200,
                "ecdsa",
                faults,
                "127.0.0.1",
                0,
                5061,
                0);
        PoolState pool = new PoolState(
                plan,
                Users.named("example.com", "alice"),
                Script.of(faults),
                MockLimits.DEFAULT,
                CLOCK,
                stats,
                AnswerLog.NONE,
                AttemptLog.NONE);
        channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress("192.0.2.10", 12723);
            }
        };
        Front front = Front.of("example.com", MockPlans.usual(plan, InetAddress.getLoopbackAddress()))
                .get(0);
        Registrar registrar = new Registrar(pool, front, null, tags, secrets);
        RegistrarLoop loop = new RegistrarLoop(pool, registrar, channel.eventLoop());
        MockConnection connection = new MockConnection(channel, 0x2600, "TLS", loop);
        connection.listen(SipFrameDecoder.to(connection, pool.limits().sip()));
        loop.onOpen(connection);
    }

    /** Says this to the pool; line ends are those of a text block, as in what is {@link #heard}. */
    void say(String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request.replace("\n", "\r\n"), US_ASCII));
    }

    /** The next answer; null when there is none. */
    @Nullable
    String heard() {
        ByteBuf answer = channel.readOutbound();
        if (answer == null) {
            return null;
        }
        String text = answer.toString(US_ASCII).replace("\r\n", "\n");
        answer.release();
        return text;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
