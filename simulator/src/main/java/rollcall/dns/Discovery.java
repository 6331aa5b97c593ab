package rollcall.dns;

import java.util.List;

/** How targets are found. Used on one event loop only. */
interface Discovery {
    /** Tells the taker exactly once, possibly before this returns. */
    void locate(DnsLookup lookup, String domain, long random, Locator.Located taker);

    /** Manual configuration: the server is what the administrator wrote, whatever the user's domain. */
    static Discovery manual(Target target) {
        List<Target> only = List.of(target);
        return (lookup, domain, random, taker) -> taker.located(only);
    }
}
