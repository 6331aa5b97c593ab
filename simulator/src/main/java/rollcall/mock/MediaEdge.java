package rollcall.mock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PoolServer.Role;

/**
 * Where a pool's media relay is, and who gives credentials for it: what its servers tell clients. An Access Edge without
 * either stands for both. Safe for any thread once everything listens.
 */
final class MediaEdge {
    private final List<Front> fronts = new ArrayList<>();

    /** One of the pool's servers. Before the first client only. */
    void add(Front front) {
        fronts.add(front);
    }

    /** The host that gives credentials; null when the pool has no edge at all. */
    @Nullable
    String authentication() {
        List<Front> known = known(Role.AV_AUTHENTICATION);
        return known.isEmpty() ? null : known.get(0).host();
    }

    /** The relay for these clients. Only where somebody gives credentials. */
    Front relay(boolean outside) {
        List<Front> known = known(Role.MEDIA_RELAY);
        return known.get(outside ? known.size() - 1 : 0);
    }

    private List<Front> known(Role wanted) {
        List<Front> exact = having(wanted);
        List<Front> known = exact.isEmpty() ? having(Role.EDGE) : exact;
        return known.isEmpty() ? having(Role.AV_AUTHENTICATION) : known;
    }

    private List<Front> having(Role wanted) {
        return fronts.stream().filter(each -> each.server().role() == wanted).toList();
    }
}
