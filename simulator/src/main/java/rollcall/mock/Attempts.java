package rollcall.mock;

import org.jspecify.annotations.Nullable;
import rollcall.auth.Association.Verdict;
import rollcall.auth.Scheme;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.mock.Behaviour.Plain;

/** Judged attempts to authenticate: those that the script judges, and the record of all. One for an event loop. */
final class Attempts {
    private final PoolState pool;
    private final Front front;

    Attempts(PoolState pool, Front front) {
        this.pool = pool;
        this.front = front;
    }

    /** What the script says of credentials, whatever they are; null: nothing. */
    static @Nullable Verdict scripted(@Nullable OfAnswer behaviour) {
        if (behaviour == Plain.WRONG_PASSWORD) {
            return Verdict.REFUSED;
        }
        return behaviour == Plain.SKEW_REFUSED ? Verdict.CLOCK_SKEW : null;
    }

    void note(Asked asked, Scheme scheme, Verdict verdict) {
        note(asked, scheme, verdict, word(verdict));
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> "accepted";
            case REFUSED -> "refused";
            case BAD_SIGNATURE -> "bad-signature";
            case REPLAYED -> "replayed";
            case CLOCK_SKEW -> "clock-skew";
            case MALFORMED -> "malformed";
        };
    }

    /** @param word of the verdict, or a narrower one */
    void note(Asked asked, Scheme scheme, Verdict verdict, String word) {
        pool.stats().attempt(verdict);
        if (pool.attempts() != AttemptLog.NONE) {
            pool.attempts().attempted(asked.nowMillis, front.host(), asked.sender.toString(), scheme, word);
        }
    }
}
