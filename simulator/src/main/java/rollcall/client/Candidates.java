package rollcall.client;

import java.net.InetAddress;
import java.util.List;
import rollcall.dns.Target;

/** The servers that a client may try: targets in their order, of the one at hand the addresses. RFC 3263 §4.3. */
final class Candidates {
    private List<Target> targets = List.of();
    private int targetIndex;
    private List<InetAddress> addresses = List.of();
    private int addressIndex;

    /** What comes next when the server at hand cannot be used. */
    enum Next {
        ADDRESS,
        TARGET,
        NONE
    }

    void targets(List<Target> found) {
        targets = found;
        targetIndex = 0;
        addresses(List.of());
    }

    /** Of the target at hand. */
    void addresses(List<InetAddress> found) {
        addresses = found;
        addressIndex = 0;
    }

    /** The target at hand; there is one from the first look-up of an address on. */
    Target target() {
        return targets.get(targetIndex);
    }

    InetAddress address() {
        return addresses.get(addressIndex);
    }

    /** Gives up the server at hand: the next address of its target, else the next target, whose addresses are not known. */
    Next advance() {
        if (addressIndex + 1 < addresses.size()) {
            addressIndex++;
            return Next.ADDRESS;
        }
        if (targetIndex + 1 < targets.size()) {
            targetIndex++;
            addresses(List.of());
            return Next.TARGET;
        }
        return Next.NONE;
    }

    void clear() {
        targets(List.of());
    }
}
