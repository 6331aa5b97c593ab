package rollcall.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What users have published: not the contents, but which version of what (MS-PRES). Safe for any thread. */
final class Publications {
    /** So many publications one user can have; a real client has a dozen. */
    static final int MOST = 64;

    /** One publication, as offered or as kept. */
    static final class Publication {
        final String category;
        final long instance;
        final long container;
        final String expireType;
        /** As kept: the version it has; as offered: the version it replaces, 0 for none. */
        long version;

        /** Of what is offered: the version that the pool has. */
        long current;

        Publication(String category, long instance, long container, String expireType, long version) {
            this.category = category;
            this.instance = instance;
            this.container = container;
            this.expireType = expireType;
            this.version = version;
        }

        private boolean isSame(Publication other) {
            return instance == other.instance && container == other.container && category.equals(other.category);
        }
    }

    /** What became of an offer. */
    enum Verdict {
        /** All of it is published. */
        PUBLISHED,
        /** Nothing is: some of it has another version than the client believes. */
        CONFLICT,
        /** Nothing is: there is no room. */
        TOO_MUCH
    }

    private final ConcurrentHashMap<Integer, List<Publication>> byUser = new ConcurrentHashMap<>();

    /** Publishes everything or nothing, and fills in {@link Publication#current}. */
    Verdict publish(int user, List<Publication> offered) {
        List<Publication> kept = of(user);
        synchronized (kept) {
            boolean fits = true;
            int added = 0;
            for (Publication offer : offered) {
                Publication known = find(kept, offer);
                offer.current = known == null ? 0 : known.version;
                fits &= offer.current == offer.version;
                added += known == null ? 1 : 0;
            }
            if (!fits) {
                return Verdict.CONFLICT;
            }
            if (kept.size() + added > MOST) {
                return Verdict.TOO_MUCH;
            }
            offered.forEach(offer -> set(kept, offer, offer.version + 1));
            return Verdict.PUBLISHED;
        }
    }

    /** Makes the client come too late, as if another endpoint of the user had published the same. */
    void overtake(int user, List<Publication> offered) {
        List<Publication> kept = of(user);
        synchronized (kept) {
            if (kept.size() + offered.size() <= MOST) {
                offered.forEach(offer -> set(kept, offer, offer.version + 1));
            }
        }
    }

    /** Shows what a user has published, under the user's lock. */
    void each(int user, Consumer<Publication> reader) {
        List<Publication> kept = of(user);
        synchronized (kept) {
            kept.forEach(reader);
        }
    }

    private List<Publication> of(int user) {
        return byUser.computeIfAbsent(user, none -> new ArrayList<>(5));
    }

    private static void set(List<Publication> kept, Publication offer, long version) {
        Publication known = find(kept, offer);
        if (known == null) {
            known = new Publication(offer.category, offer.instance, offer.container, offer.expireType, version);
            kept.add(known);
        }
        known.version = version;
        offer.current = version;
    }

    private static @Nullable Publication find(List<Publication> kept, Publication like) {
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i).isSame(like)) {
                return kept.get(i);
            }
        }
        return null;
    }
}
