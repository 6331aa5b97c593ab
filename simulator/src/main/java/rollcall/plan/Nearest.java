package rollcall.plan;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known word nearest to the written one, or null when none is near (at most three slips, fewer in a short word). */
    public static @Nullable String to(String written, Collection<String> known) {
        String nearest = null;
        int fewest = Math.min(3, 1 + written.length() / 4) + 1;
        for (String word : known) {
            int slips = slips(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (slips < fewest && slips < word.length()) {
                fewest = slips;
                nearest = word;
            }
        }
        return nearest;
    }

    /** {@code ; did you mean "signOut"?}, or nothing. */
    public static String hint(String written, Collection<String> known) {
        String nearest = to(written, known);
        return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
    }

    /** Letters wrong, missing, too many or swapped with their neighbour (Damerau and Levenshtein, optimal alignment). */
    private static int slips(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + wrong, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
