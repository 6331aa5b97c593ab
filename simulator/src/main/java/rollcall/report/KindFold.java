package rollcall.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import rollcall.plan.ClientKind;

/** The kinds of clients of a run, folded from all loops; one reader at a time. */
final class KindFold {
    private final List<Histogram> logons = new ArrayList<>();

    /** @param kinds how many there are */
    KindFold(int kinds) {
        for (int i = 0; i < kinds; i++) {
            logons.add(Latencies.histogram());
        }
    }

    /** Takes in what these loops have recorded since the last time. */
    void drain(List<Tally> measured) {
        for (Tally loop : measured) {
            for (int i = 0; i < loop.kinds.size(); i++) {
                loop.kinds.get(i).logonFromDue.drainTo(logons.get(i));
            }
        }
    }

    /** Each kind, in the plan's order; nothing in a run that has but one. */
    List<KindResult> read(List<ClientKind> plan, List<Tally> all) {
        if (plan.size() == 1) {
            return List.of();
        }
        List<KindResult> results = new ArrayList<>();
        for (int i = 0; i < plan.size(); i++) {
            long lost = 0;
            long failed = 0;
            long signedIn = 0;
            long started = 0;
            for (Tally loop : all) {
                // in the opposite order of their writing
                KindTally kind = loop.kinds.get(i);
                lost += kind.lost.read();
                failed += kind.failed.read();
                signedIn += kind.signedIn.read();
                started += kind.started.read();
            }
            Histogram logon = logons.get(i);
            results.add(new KindResult(
                    plan.get(i).name(),
                    plan.get(i).share(),
                    started,
                    signedIn,
                    failed,
                    lost,
                    percentile(logon, 50),
                    percentile(logon, 95),
                    percentile(logon, 99)));
        }
        return List.copyOf(results);
    }

    private static long percentile(Histogram logon, double percent) {
        return logon.getTotalCount() == 0 ? Totals.NONE : logon.getValueAtPercentile(percent);
    }
}
