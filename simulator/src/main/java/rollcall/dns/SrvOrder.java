package rollcall.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.xbill.DNS.SRVRecord;

/** The order in which a client tries the hosts of one SRV name: RFC 2782, "Usage rules". */
final class SrvOrder {
    private static final Comparator<SRVRecord> BY_PRIORITY = Comparator.comparingInt(SRVRecord::getPriority);

    private SrvOrder() {}

    /**
     * Lowest priority first; among equals a draw in which a record's chance is its weight's share, and records of weight
     * 0 have next to none while others remain. The same random gives the same order for the same records.
     */
    static List<SRVRecord> order(List<SRVRecord> records, long random) {
        if (records.size() == 1) {
            return records;
        }
        SplittableRandom draws = new SplittableRandom(random);
        List<SRVRecord> ordered = new ArrayList<>(records);
        shuffle(ordered, draws);
        ordered.sort(BY_PRIORITY);
        for (int from = 0; from < ordered.size(); ) {
            int to = from + 1;
            while (to < ordered.size()
                    && ordered.get(to).getPriority() == ordered.get(from).getPriority()) {
                to++;
            }
            drawByWeight(ordered.subList(from, to), draws);
            from = to;
        }
        return ordered;
    }

    /** RFC 2782 leaves the order of equal weights open: every one shall come first equally often. */
    private static void shuffle(List<SRVRecord> records, SplittableRandom draws) {
        for (int last = records.size() - 1; last > 0; last--) {
            swap(records, last, draws.nextInt(last + 1));
        }
    }

    private static void drawByWeight(List<SRVRecord> equals, SplittableRandom draws) {
        for (int next = 0; next < equals.size() - 1; next++) {
            List<SRVRecord> left = equals.subList(next, equals.size());
            SRVRecord drawn = left.remove(draw(left, draws));
            left.add(0, drawn);
        }
    }

    /** RFC 2782: a uniform number from 0 to the sum of weights inclusive picks the first running sum that reaches it. */
    private static int draw(List<SRVRecord> left, SplittableRandom draws) {
        int sum = 0;
        for (SRVRecord record : left) {
            sum += record.getWeight();
        }
        int number = draws.nextInt(sum + 1);
        if (number == 0) {
            // RFC 2782: records of weight 0 stand at the beginning, so that 0 picks one of them
            return Math.max(0, firstOfWeightZero(left));
        }
        int running = 0;
        for (int i = 0; i < left.size(); i++) {
            running += left.get(i).getWeight();
            if (running >= number) {
                return i;
            }
        }
        throw new AssertionError("the running sum ends at the sum");
    }

    private static int firstOfWeightZero(List<SRVRecord> left) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).getWeight() == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void swap(List<SRVRecord> records, int a, int b) {
        SRVRecord kept = records.get(a);
        records.set(a, records.get(b));
        records.set(b, kept);
    }
}
