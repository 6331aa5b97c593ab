package rollcall.plan;

import java.util.List;

/**
 * Which user has which kind of client. It depends on nothing but the user's number and the shares: a user has the same kind
 * in every run and on each of its machines. The users are cut into blocks as short as the shares allow (70 %, 20 % and
 * 10 % make blocks of ten), and in each block every kind has exactly its share. Within a block the users of a kind are
 * spread evenly, and the block begins with one of each kind in turn, so that the first clients of a run are one of each.
 */
public final class Shares {
    private final byte[] kinds;

    /** @param kinds at most {@link Bounds#MOST_KINDS}, whose shares add up to {@link ClientKind#ALL} */
    Shares(List<ClientKind> kinds) {
        int[] users = kinds.stream().mapToInt(ClientKind::basisPoints).toArray();
        int unit = 0;
        for (int each : users) {
            unit = greatestCommonDivisor(unit, each);
        }
        this.kinds = new byte[ClientKind.ALL / unit];
        int[] placed = new int[users.length];
        for (int i = 0; i < this.kinds.length; i++) {
            int next = 0;
            for (int kind = 1; kind < users.length; kind++) {
                // The j-th of w users stands at j/w of the block; fractions are compared without dividing.
                if ((long) placed[kind] * users[next] < (long) placed[next] * users[kind]) {
                    next = kind;
                }
            }
            placed[next]++;
            this.kinds[i] = (byte) next;
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The kind of a user, as an index into {@link Plan#kinds()}. */
    public int kindOf(int user) {
        return kinds[user % kinds.length];
    }
}
