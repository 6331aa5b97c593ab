package rollcall.plan;

import java.util.List;
import java.util.Locale;

/**
 * Access Edges before a mock pool, all with the same configuration behind one SRV name.
 *
 * @param edges how many, 1 to {@value #MOST}
 * @param domains the SIP domains that they serve; requests from or to any other are refused
 * @param publicIm domains of public IM providers: refused like every other, with a reason of its own
 * @param port where the first listens, 0 at any free port; the others do always
 */
public record EdgePlan(int edges, List<String> domains, List<String> publicIm, int port) {
    /** No pool has more edges than these. */
    public static final int MOST = 4;

    public EdgePlan {
        domains = domains.stream().map(EdgePlan::lowerCase).toList();
        publicIm = publicIm.stream().map(EdgePlan::lowerCase).toList();
    }

    /** One edge that serves this domain. */
    public static EdgePlan of(String domain) {
        return new EdgePlan(1, List.of(domain), List.of(), 0);
    }

    private static String lowerCase(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }

    /** Whether users of this domain, in lower case, may come in. */
    public boolean serves(String domain) {
        return domains.contains(domain);
    }
}
