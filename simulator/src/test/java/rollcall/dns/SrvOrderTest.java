package rollcall.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

class SrvOrderTest {
    private static final Name OWNER = Name.fromConstantString("_sip._tls.example.test.");
    private static final int DRAWS = 40_000;

    private static SRVRecord srv(int priority, int weight, String host) {
        return new SRVRecord(
                OWNER, DClass.IN, 300, priority, weight, 5061, Name.fromConstantString(host + ".example.test."));
    }

    private static String host(SRVRecord record) {
        return record.getTarget().getLabelString(0);
    }

    /** How often each host came at a place, as a share of all draws. */
    private static Map<String, Double> shares(int place, List<SRVRecord> records) {
        Map<String, Double> shares = new HashMap<>();
        SplittableRandom seeds = new SplittableRandom(7);
        for (int i = 0; i < DRAWS; i++) {
            String host = host(SrvOrder.order(records, seeds.nextLong()).get(place));
            shares.merge(host, 1.0 / DRAWS, Double::sum);
        }
        return shares;
    }

    @Test
    void lowerPriorityAlwaysComesFirst() {
        List<SRVRecord> records = List.of(srv(20, 65_535, "late"), srv(10, 0, "early"), srv(30, 1, "last"));
        for (int random = 0; random < 200; random++) {
            assertThat(SrvOrder.order(records, random).stream().map(SrvOrderTest::host))
                    .containsExactly("early", "late", "last");
        }
    }

    @Test
    void firstPlaceIsSharedByWeight() {
        Map<String, Double> shares = shares(0, List.of(srv(0, 60, "a"), srv(0, 30, "b"), srv(0, 10, "c")));
        assertThat(shares.get("a")).isCloseTo(0.6, Offset.offset(0.02));
        assertThat(shares.get("b")).isCloseTo(0.3, Offset.offset(0.02));
        assertThat(shares.get("c")).isCloseTo(0.1, Offset.offset(0.02));
    }

    @Test
    void secondPlaceIsSharedByTheWeightsThatAreLeft() {
        Map<String, Double> shares = shares(1, List.of(srv(0, 98, "a"), srv(0, 1, "b"), srv(0, 1, "c")));
        assertThat(shares.get("b")).isCloseTo(shares.get("c"), Offset.offset(0.02));
    }

    @Test
    void weightZeroHasNextToNoChanceBesideOthers() {
        Map<String, Double> shares = shares(0, List.of(srv(0, 0, "zero"), srv(0, 99, "heavy")));
        assertThat(shares.get("zero")).isCloseTo(0.01, Offset.offset(0.003)); // RFC 2782: one number of 0..99
    }

    @Test
    void equalWeightsAreDrawnEvenlyWhetherZeroOrNot() {
        for (int weight : new int[] {0, 5, 65_535}) {
            Map<String, Double> shares =
                    shares(0, List.of(srv(0, weight, "a"), srv(0, weight, "b"), srv(0, weight, "c")));
            assertThat(shares.values()).allSatisfy(share -> assertThat(share).isCloseTo(1.0 / 3, Offset.offset(0.02)));
        }
    }

    @Test
    void sameRandomGivesTheSameOrder() {
        List<SRVRecord> records = List.of(srv(0, 1, "a"), srv(0, 2, "b"), srv(0, 3, "c"), srv(1, 1, "d"));
        for (int random = 0; random < 50; random++) {
            assertThat(SrvOrder.order(records, random)).isEqualTo(SrvOrder.order(records, random));
        }
    }

    @Test
    void everyRecordComesExactlyOnce() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 500; round++) {
            List<SRVRecord> records = new ArrayList<>();
            for (int i = random.nextInt(1, 64); i > 0; i--) {
                records.add(srv(random.nextInt(4), random.nextInt(3) * random.nextInt(65_536 / 2), "h" + i));
            }
            List<SRVRecord> ordered = SrvOrder.order(records, random.nextLong());
            assertThat(ordered).containsExactlyInAnyOrderElementsOf(records);
            assertThat(ordered.stream().map(SRVRecord::getPriority)).isSorted();
        }
    }
}
