package rollcall.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One memory for all clients: what was answered is kept as long as its records' TTL says, "no such name" as long as the
 * zone's SOA says (RFC 2308), failures not at all. Who asks what is being asked already gets the same answer.
 */
final class SharedCache implements DnsLookup {
    /** Answers kept; the oldest goes first. */
    static final int MAX_ANSWERS = 10_000;

    /** A day, as resolvers commonly cap it (RFC 8767 suggests a week at most). */
    private static final long MAX_TTL_SECONDS = 86_400;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final DnsLookup source;
    private final LongSupplier nanoClock;
    private final Map<DnsQuestion, List<Taker>> underWay = new HashMap<>();
    private final LinkedHashMap<DnsQuestion, Kept> answers = new LinkedHashMap<>();

    private record Kept(DnsAnswer answer, long untilNanos) {}

    SharedCache(DnsLookup source, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
    }

    @Override
    public void ask(DnsQuestion question, Taker taker) {
        Kept kept = answers.get(question);
        if (kept != null) {
            if (kept.untilNanos() - nanoClock.getAsLong() > 0) {
                taker.answered(kept.answer());
                return;
            }
            answers.remove(question);
        }
        List<Taker> waiting = underWay.get(question);
        if (waiting != null) {
            waiting.add(taker);
            return;
        }
        waiting = new ArrayList<>();
        waiting.add(taker);
        underWay.put(question, waiting);
        source.ask(question, this::keepAndTell);
    }

    private void keepAndTell(DnsAnswer answer) {
        long seconds = Math.min(answer.ttlSeconds(), MAX_TTL_SECONDS);
        if (answer.fault() == null && seconds > 0) {
            keep(answer, nanoClock.getAsLong() + seconds * NANOS_PER_SECOND);
        }
        List<Taker> waiting = underWay.remove(answer.question());
        if (waiting != null) {
            for (Taker taker : waiting) {
                taker.answered(answer);
            }
        }
    }

    private void keep(DnsAnswer answer, long untilNanos) {
        if (answers.size() >= MAX_ANSWERS) {
            var oldest = answers.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        answers.put(answer.question(), new Kept(answer, untilNanos));
    }
}
