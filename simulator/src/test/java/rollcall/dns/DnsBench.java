package rollcall.dns;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.DnsPlan;
import rollcall.plan.PlanException;
import rollcall.plan.SessionRequests;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;

/** An event loop with locators on it, and the questions of a client that waits for its answers. */
final class DnsBench implements AutoCloseable {
    private static final long ANSWER_SECONDS = 30;

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final List<InetSocketAddress> servers;
    private final List<Locator> opened = new ArrayList<>();

    DnsPlan plan = new DnsPlan(DnsPlan.Cache.NONE, Duration.ofSeconds(2).toNanos(), 2, 20_000, false, 2);
    ClientProfile profile = profile(false);

    private DnsBench(boolean epoll, List<InetSocketAddress> servers) {
        this.epoll = epoll;
        this.group =
                new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.loop = group.next();
        this.servers = servers;
    }

    static DnsBench at(InetSocketAddress... servers) {
        return new DnsBench(false, List.of(servers));
    }

    static DnsBench withEpollAt(InetSocketAddress... servers) {
        return new DnsBench(true, List.of(servers));
    }

    static boolean hasEpoll() {
        return Epoll.isAvailable();
    }

    /** MOC 2007 R2's names; the fall-back host {@code sip} has two ports. */
    static ClientProfile profile(boolean nextNameOnFailure) {
        return new ClientProfile(
                "test",
                "Test",
                "",
                List.of(
                        new ClientProfile.Discovery("_sipinternaltls._tcp", Transport.TLS),
                        new ClientProfile.Discovery("_sipinternal._tcp", Transport.TCP),
                        new ClientProfile.Discovery("_sip._tls", Transport.TLS)),
                List.of(
                        new ClientProfile.Fallback("sipinternal", 5061),
                        new ClientProfile.Fallback("sip", 5061),
                        new ClientProfile.Fallback("sip", 443),
                        new ClientProfile.Fallback("sipexternal", 443)),
                nextNameOnFailure,
                "Authorization",
                0,
                2,
                SessionRequests.NONE);
    }

    static List<InetAddress> addresses(String... literals) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(NetUtil.createInetAddressFromIpAddressString(literal));
        }
        return addresses;
    }

    EventLoop loop() {
        return loop;
    }

    Locator locator() {
        return locator(new TargetPlan.Automatic("example.test", servers));
    }

    Locator locator(TargetPlan target) {
        DnsSockets sockets = epoll
                ? new DnsSockets(loop, EpollDatagramChannel::new, EpollSocketChannel::new)
                : new DnsSockets(loop, NioDatagramChannel::new, NioSocketChannel::new);
        try {
            Locator locator = Locators.of(target, profile, plan, sockets, System::nanoTime);
            opened.add(locator);
            return locator;
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    DnsBench plan(DnsPlan.Cache cache, Duration timeout, int tries, boolean ipv6) {
        plan = new DnsPlan(cache, timeout.toNanos(), tries, plan.maxInFlight(), ipv6, plan.strictName());
        return this;
    }

    Located locate(String domain) {
        return locate(domain, 1);
    }

    Located locate(String domain, long random) {
        return locate(locator(), domain, random);
    }

    Located locate(String domain, long random, int strictName) {
        DnsPlan before = plan;
        plan = new DnsPlan(
                before.cache(), before.timeoutNanos(), before.tries(), before.maxInFlight(), before.ipv6(), strictName);
        try {
            return locate(domain, random);
        } finally {
            plan = before;
        }
    }

    Located locate(Locator locator, String domain, long random) {
        return answer(located(locator, domain, random));
    }

    CompletableFuture<Located> located(Locator locator, String domain, long random) {
        CompletableFuture<Located> future = new CompletableFuture<>();
        locator.locate(domain, random, loop, new Locator.Located() {
            @Override
            public void located(List<Target> targets) {
                tellOnce(future, new Located(targets, null, ""));
            }

            @Override
            public void notLocated(Fault fault, String detail) {
                tellOnce(future, new Located(List.of(), fault, detail));
            }
        });
        return future;
    }

    Resolved resolve(String host) {
        return resolve(locator(), host);
    }

    Resolved resolve(Locator locator, String host) {
        return answer(resolved(locator, host));
    }

    CompletableFuture<Resolved> resolved(Locator locator, String host) {
        CompletableFuture<Resolved> future = new CompletableFuture<>();
        locator.resolve(host, loop, new Locator.Resolved() {
            @Override
            public void resolved(List<InetAddress> addresses) {
                tellOnce(future, new Resolved(addresses, null, ""));
            }

            @Override
            public void notResolved(Fault fault, String detail) {
                tellOnce(future, new Resolved(List.of(), fault, detail));
            }
        });
        return future;
    }

    private <T> void tellOnce(CompletableFuture<T> future, T answer) {
        if (!loop.inEventLoop()) {
            future.completeExceptionally(new AssertionError("answered elsewhere than on the caller's loop"));
        } else if (!future.complete(answer)) {
            throw new AssertionError("answered twice");
        }
    }

    static <T> T answer(CompletableFuture<T> future) {
        return future.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        opened.forEach(Locator::close);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
