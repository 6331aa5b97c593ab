package rollcall.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import rollcall.outcome.Fault;

class SharedCacheTest {
    private static final long SECOND = 1_000_000_000;
    private static final List<InetAddress> ADDRESS = List.of(NetUtil.LOCALHOST4);

    private final List<DnsQuestion> asked = new ArrayList<>();
    private final List<DnsLookup.Taker> waiting = new ArrayList<>();
    private final List<DnsAnswer> told = new ArrayList<>();
    private long now = -5 * SECOND; // a nano clock may start anywhere
    private final SharedCache cache = new SharedCache(
            (question, taker) -> {
                asked.add(question);
                waiting.add(taker);
            },
            () -> now);

    private static DnsQuestion question(String host) {
        try {
            return DnsQuestion.of(host, Type.A);
        } catch (TextParseException e) {
            throw new AssertionError(e);
        }
    }

    private void ask(String host) {
        cache.ask(question(host), told::add);
    }

    private void answer(DnsAnswer answer) {
        waiting.remove(0).answered(answer);
    }

    private static DnsAnswer found(String host, long ttlSeconds) {
        return DnsAnswer.records(question(host), List.of(), ADDRESS, ttlSeconds);
    }

    @Test
    void answerIsKeptForItsTimeToLiveAndNoLonger() {
        ask("a.test");
        answer(found("a.test", 30));
        now += 30 * SECOND - 1;
        ask("A.TEST.");
        assertThat(asked).hasSize(1);
        assertThat(told).hasSize(2);
        now += 1;
        ask("a.test");
        assertThat(asked).hasSize(2);
    }

    @Test
    void questionUnderWayIsNotAskedAgain() {
        ask("a.test");
        ask("a.test");
        ask("a.test");
        assertThat(asked).hasSize(1);
        answer(found("a.test", 0));
        assertThat(told).hasSize(3);
    }

    @Test
    void timeToLiveZeroIsNotKept() {
        ask("a.test");
        answer(found("a.test", 0));
        ask("a.test");
        assertThat(asked).hasSize(2);
    }

    @Test
    void noSuchNameIsKeptAsLongAsItsZoneSays() {
        ask("a.test");
        answer(DnsAnswer.absent(question("a.test"), "no such name", 10));
        ask("a.test");
        assertThat(told).hasSize(2);
        now += 10 * SECOND;
        ask("a.test");
        assertThat(asked).hasSize(2);
    }

    @Test
    void failureIsNotKept() {
        ask("a.test");
        answer(DnsAnswer.failed(question("a.test"), Fault.DNS_TIMEOUT, "did not answer"));
        ask("a.test");
        assertThat(asked).hasSize(2);
    }

    @Test
    void timeToLiveIsCappedAtADay() {
        ask("a.test");
        answer(found("a.test", Integer.MAX_VALUE));
        now += 86_400 * SECOND;
        ask("a.test");
        assertThat(asked).hasSize(2);
    }

    @Test
    void oldestAnswerGoesWhenTheCacheIsFull() {
        for (int i = 0; i <= SharedCache.MAX_ANSWERS; i++) {
            ask("h" + i + ".test");
            answer(found("h" + i + ".test", 300));
        }
        int before = asked.size();
        ask("h1.test");
        assertThat(asked).hasSize(before);
        ask("h0.test");
        assertThat(asked).hasSize(before + 1);
    }
}
