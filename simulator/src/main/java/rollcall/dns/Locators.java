package rollcall.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.xbill.DNS.ResolverConfig;
import rollcall.plan.ClientProfile;
import rollcall.plan.DnsPlan;
import rollcall.plan.PlanException;
import rollcall.plan.TargetPlan;

/** Makes the {@link Locator} that a plan asks for. */
public final class Locators {
    private Locators() {}

    /**
     * A locator on one event loop, to be closed by the caller. It may be used from anywhere, and is cheapest for callers
     * on that loop: make one a loop. A shared cache is shared by all who use the same locator.
     *
     * @param target automatic or manual; the built-in pool must have been started, and is then one of these
     * @param nanoClock as {@link System#nanoTime()}
     * @throws PlanException when there is no DNS server to ask
     */
    public static Locator of(
            TargetPlan target, ClientProfile profile, DnsPlan plan, DnsSockets sockets, LongSupplier nanoClock)
            throws PlanException {
        AddressLookup addresses = new AddressLookup(plan.ipv6());
        List<InetSocketAddress> servers;
        Discovery discovery;
        if (target instanceof TargetPlan.Automatic automatic) {
            servers = automatic.dns();
            discovery = new ClientWalk(profile, plan.strictName(), addresses);
        } else if (target instanceof TargetPlan.Server server) {
            servers = server.dns();
            discovery = Discovery.manual(new Target(server.host(), server.port(), server.transport(), "manual"));
        } else {
            throw new IllegalArgumentException("the built-in pool has not been started");
        }
        DnsClient client = new DnsClient(sockets, usable(servers), plan, nanoClock);
        DnsLookup lookup = plan.cache() == DnsPlan.Cache.SHARED ? new SharedCache(client, nanoClock) : client;
        boolean remembersSignIn = plan.cache() == DnsPlan.Cache.PER_CLIENT;
        return new OnLoopLocator(sockets.loop(), lookup, discovery, addresses, remembersSignIn, client::close);
    }

    static List<InetSocketAddress> usable(List<InetSocketAddress> planned) throws PlanException {
        List<InetSocketAddress> servers =
                planned.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : planned;
        if (servers.isEmpty()) {
            throw new PlanException("This machine has no DNS server configured. Name one under \"dns\".");
        }
        for (InetSocketAddress server : servers) {
            if (server.isUnresolved()) {
                throw new PlanException("The DNS server \"" + server.getHostString() + "\" has no address.");
            }
        }
        return List.copyOf(servers);
    }
}
