package rollcall.mock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Association;

/** The security associations of one connection, half-open ones among them, and whose they are. */
final class Associations {
    /** One association. */
    static final class Held {
        final Association association;
        /** Who has authenticated; -1: nobody yet. */
        int user = -1;

        private Held(Association association) {
            this.association = association;
        }
    }

    private final List<Held> all = new ArrayList<>(1);

    /** @param most how many are kept: beyond that the oldest goes, a half-open one first */
    Held add(Association association, int most) {
        if (all.size() >= most) {
            int oldest = 0;
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).user < 0) {
                    oldest = i;
                    break;
                }
            }
            all.remove(oldest);
        }
        Held held = new Held(association);
        all.add(held);
        return held;
    }

    /** The one with this handle, as credentials name it; null when it is not known, or no more. */
    @Nullable
    Held find(long handle) {
        // The newest is the one in use.
        for (int i = all.size() - 1; i >= 0; i--) {
            if (Integer.toUnsignedLong(all.get(i).association.handle()) == handle) {
                return all.get(i);
            }
        }
        return null;
    }

    void remove(Held held) {
        all.remove(held);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
