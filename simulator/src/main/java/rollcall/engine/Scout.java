package rollcall.engine;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.dns.DnsSockets;
import rollcall.dns.Locator;
import rollcall.dns.Locators;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.ClientKind;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.TargetPlan;

/**
 * Goes ahead of a run against pools that are not our own: finds them as clients would, asks the guards, and knocks once.
 * So a name that does not exist, a target that is not allowed and a port where nobody listens are told in one sentence
 * and not by thousands of faults.
 */
public final class Scout {
    private static final int KNOCK_MILLIS = 5_000;
    private static final long FIND_SECONDS = 60;

    private Scout() {}

    /**
     * What the scout found.
     *
     * @param problem a sentence that says why the run must not begin, or null
     * @param forbidden whether a guard says so, and not the target
     */
    public record Report(@Nullable String problem, boolean forbidden) {
        private Report of(ClientKind kind) {
            return new Report("clients of kind " + kind.name() + ": " + problem, forbidden);
        }
    }

    private record Found(List<Target> targets, @Nullable Fault fault, String detail) {}

    /**
     * Looks for the pool of each kind of client, up to the first problem. Takes as long for a kind as the plan's DNS
     * limits and one connect allow.
     */
    public static Report look(Plan plan, IoTransport transport, LongSupplier clock)
            throws PlanException, InterruptedException {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("scout", true), transport.handlers());
        try {
            EventLoop loop = group.next();
            for (ClientKind kind : plan.kinds()) {
                try (Locator locator = Locators.of(
                        kind.target(),
                        kind.profile(),
                        plan.dns(),
                        new DnsSockets(loop, transport.datagrams(), transport.sockets()),
                        clock)) {
                    Report report = look(plan, kind.target(), locator, loop);
                    if (report.problem() != null) {
                        return plan.kinds().size() == 1 ? report : report.of(kind);
                    }
                }
            }
            return new Report(null, false);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }

    private static Report look(Plan plan, TargetPlan pool, Locator locator, EventLoop loop)
            throws PlanException, InterruptedException {
        List<Target> targets;
        if (pool instanceof TargetPlan.Server server) {
            targets = List.of(new Target(server.host(), server.port(), server.transport(), "manual"));
        } else {
            Found found = find(plan, locator, loop);
            if (found.fault != null) {
                return new Report(sentence(found.fault, found.detail), false);
            }
            targets = found.targets;
        }
        AtomicReference<@Nullable String> forbidden = new AtomicReference<>();
        Guards guards = new Guards(plan.guards(), forbidden::set);
        boolean loopback = true;
        String failure = "";
        for (Target target : targets) {
            Object resolved = resolve(target, locator, loop);
            if (resolved instanceof String detail) {
                failure = detail;
                continue;
            }
            for (InetAddress address : ((Addresses) resolved).list) {
                loopback &= address.isLoopbackAddress();
                if (!guards.permits(target, address)) {
                    return new Report(forbidden.get(), true);
                }
            }
            String tooFast = Preflight.tooFast(plan, loopback);
            if (tooFast != null) {
                return new Report(tooFast, true);
            }
            for (InetAddress address : ((Addresses) resolved).list) {
                String refused = knock(target, address);
                if (refused == null) {
                    return new Report(null, false);
                }
                failure = refused;
            }
        }
        return new Report(failure, false);
    }

    private record Addresses(List<InetAddress> list) {}

    private static Found find(Plan plan, Locator locator, EventLoop loop) throws InterruptedException {
        CompletableFuture<Found> answer = new CompletableFuture<>();
        String domain = plan.accounts().at(0).domain();
        loop.execute(() -> locator.locate(domain, plan.seed(), loop, new Locator.Located() {
            @Override
            public void located(List<Target> targets) {
                answer.complete(new Found(targets, null, ""));
            }

            @Override
            public void notLocated(Fault fault, String detail) {
                answer.complete(new Found(List.of(), fault, detail));
            }
        }));
        try {
            return answer.get(FIND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new Found(List.of(), Fault.DNS_TIMEOUT, domain);
        }
    }

    private static Object resolve(Target target, Locator locator, EventLoop loop) throws InterruptedException {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        loop.execute(() -> locator.resolve(target.host(), loop, new Locator.Resolved() {
            @Override
            public void resolved(List<InetAddress> addresses) {
                answer.complete(new Addresses(addresses));
            }

            @Override
            public void notResolved(Fault fault, String detail) {
                answer.complete(sentence(fault, detail));
            }
        }));
        try {
            return answer.get(FIND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return sentence(Fault.DNS_TIMEOUT, target.host());
        }
    }

    /** One TCP connection, closed at once. @return null when somebody answered, else what happened instead */
    private static @Nullable String knock(Target target, InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, target.port()), KNOCK_MILLIS);
            return null;
        } catch (IOException e) {
            return target.authority() + " (" + address.getHostAddress() + ") does not take connections: "
                    + e.getMessage();
        }
    }

    private static String sentence(Fault fault, String detail) {
        return detail.isEmpty() ? fault.cause() : fault.cause() + " (" + detail + ")";
    }
}
