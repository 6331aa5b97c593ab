package rollcall.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The catalogue: everything that a check can find. */
public final class Findings {
    private static final List<Finding> ALL = new ArrayList<>();

    static {
        ALL.addAll(List.of(DnsFinding.values()));
        ALL.addAll(List.of(TlsFinding.values()));
        ALL.addAll(List.of(LogonFinding.values()));
        ALL.addAll(List.of(EdgeFinding.values()));
        ALL.addAll(List.of(EdgePartFinding.values()));
        ALL.addAll(List.of(WebFinding.values()));
    }

    private Findings() {}

    /** All of them, in the order in which a sign-in meets them. */
    public static List<Finding> all() {
        return List.copyOf(ALL);
    }

    /** The one with this identifier, in any case; null for none. */
    public static @Nullable Finding of(String id) {
        String upper = id.toUpperCase(Locale.ROOT);
        return ALL.stream().filter(each -> each.id().equals(upper)).findFirst().orElse(null);
    }
}
