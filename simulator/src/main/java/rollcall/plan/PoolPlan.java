package rollcall.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mock pool server by server, as a pool file describes it.
 *
 * @param servers at least one; no two at one address and port
 * @param zone what the name server knows of the domain; null for one that fits the servers
 * @param outside what a second name server knows of it, the one that clients outside ask; null: there is none
 */
public record PoolPlan(
        List<PoolServer> servers,
        @Nullable PoolZone zone,
        @Nullable PoolZone outside) {
    public PoolPlan {
        servers = List.copyOf(servers);
    }
}
