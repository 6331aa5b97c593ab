package rollcall.mock;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PlanException;
import rollcall.sip.AsciiSlice;

/**
 * Whom each behaviour befalls. Everyone stands at a point between 0 and 1: a user at the hash of the address, so that the
 * same user meets the same fate each time; a DNS question or a connection at a point made of its number. The behaviours
 * of one kind divide that range among them in the order in which they were named; one without a share takes what the
 * others leave.
 */
final class Script {
    private record Part(Behaviour behaviour, double upTo) {}

    private static final List<Part> NOTHING = List.of();

    private final Map<Behaviour.Kind, List<Part>> parts = new EnumMap<>(Behaviour.Kind.class);

    private Script() {}

    /**
     * Reads {@code NAME[=argument][:share%]}, as {@code stall:10%}.
     *
     * @throws PlanException when a line cannot be understood or the shares of one kind exceed the whole
     */
    static Script of(List<String> faults) throws PlanException {
        Script script = new Script();
        Map<Behaviour.Kind, String> takers = new EnumMap<>(Behaviour.Kind.class);
        Map<Behaviour.Kind, Behaviour> rest = new EnumMap<>(Behaviour.Kind.class);
        for (String fault : faults) {
            if (!fault.endsWith("%") && fault.indexOf('=') < 0 && fault.indexOf(':') > 0) {
                throw new PlanException("The fault " + fault + " has a share that does not end in %: " + fault + "%.");
            }
            int colon = fault.endsWith("%") ? fault.lastIndexOf(':') : -1;
            Behaviour behaviour = Behaviour.parse(colon < 0 ? fault : fault.substring(0, colon));
            Behaviour.Kind kind = behaviour.kind();
            if (kind == Behaviour.Kind.NAME || kind == Behaviour.Kind.POOL) {
                if (colon >= 0) {
                    throw new PlanException("The fault " + fault + " is of one "
                            + (kind == Behaviour.Kind.NAME ? "name" : "server") + " and takes no share.");
                }
                // Of different names or at different times, so that they do not get into each other's way.
                script.partsOf(kind).add(new Part(behaviour, 1));
                continue;
            }
            if (colon >= 0) {
                script.add(behaviour, share(fault, colon), fault);
                continue;
            }
            String other = takers.put(kind, fault);
            if (other != null) {
                throw new PlanException("The faults " + other + " and " + fault
                        + " are of one kind and both meant for everyone; give a share, as " + other + ":10%.");
            }
            rest.put(kind, behaviour);
        }
        for (Behaviour behaviour : rest.values()) {
            script.partsOf(behaviour.kind()).add(new Part(behaviour, 1));
        }
        return script;
    }

    /** The behaviour of this kind for whoever stands at {@code point}; null means the usual. */
    @Nullable
    Behaviour at(Behaviour.Kind kind, double point) {
        for (Part part : parts.getOrDefault(kind, NOTHING)) {
            if (point < part.upTo) {
                return part.behaviour;
            }
        }
        return null;
    }

    /** Every behaviour of this kind that the script names. */
    List<Behaviour> all(Behaviour.Kind kind) {
        return parts.getOrDefault(kind, NOTHING).stream().map(Part::behaviour).toList();
    }

    /** Where a user stands: the address without {@code sip:}, in any case. */
    static double pointOf(AsciiSlice user) {
        long hash = 0xCBF29CE484222325L;
        byte[] array = user.array();
        for (int i = user.offset(), end = i + user.length(); i < end; i++) {
            byte b = array[i];
            hash = (hash ^ (b >= 'A' && b <= 'Z' ? b + 32 : b)) * 0x100000001B3L;
        }
        // FNV-1a leaves the upper bits of similar short names alike; the finish of MurmurHash3 spreads them.
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
    }

    /** Where the n-th question or connection stands: steps of the golden ratio cover the range evenly at any length. */
    static double pointOf(long number) {
        double along = number * 0.6180339887498949;
        return along - Math.floor(along);
    }

    private void add(Behaviour behaviour, double share, String fault) throws PlanException {
        List<Part> kind = partsOf(behaviour.kind());
        double upTo = share + (kind.isEmpty() ? 0 : kind.get(kind.size() - 1).upTo);
        if (upTo > 1 + 1e-9) {
            throw new PlanException("With the fault " + fault + " the shares of its kind exceed 100%.");
        }
        kind.add(new Part(behaviour, upTo));
    }

    private List<Part> partsOf(Behaviour.Kind kind) {
        return parts.computeIfAbsent(kind, none -> new ArrayList<>());
    }

    private static double share(String fault, int colon) throws PlanException {
        try {
            double percent = Double.parseDouble(fault.substring(colon + 1, fault.length() - 1));
            if (percent >= 0 && percent <= 100) {
                return percent / 100;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new PlanException("The fault " + fault + " ends in a share that is no percentage from 0% to 100%.");
    }
}
