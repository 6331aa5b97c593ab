package rollcall.dns;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/** What {@link Locator#locate} came to. */
record Located(List<Target> targets, @Nullable Fault fault, String detail) {
    List<String> authorities() {
        return targets.stream().map(Target::authority).toList();
    }
}
