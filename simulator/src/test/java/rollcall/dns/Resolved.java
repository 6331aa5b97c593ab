package rollcall.dns;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/** What {@link Locator#resolve} came to. */
record Resolved(List<InetAddress> addresses, @Nullable Fault fault, String detail) {
    List<String> hosts() {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }
}
