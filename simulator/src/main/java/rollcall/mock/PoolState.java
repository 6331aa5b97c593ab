package rollcall.mock;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import rollcall.plan.MockPlan;

/**
 * What every server of a pool shares.
 *
 * @param connections gives each connection its id
 */
record PoolState(
        MockPlan plan,
        Users users,
        Script script,
        MockLimits limits,
        InstantSource clock,
        MockStats stats,
        AnswerLog log,
        AttemptLog attempts,
        Bindings bindings,
        Publications publications,
        Turns turns,
        Throttle throttle,
        WebFarm web,
        MediaEdge media,
        AtomicInteger connections) {
    PoolState(
            MockPlan plan,
            Users users,
            Script script,
            MockLimits limits,
            InstantSource clock,
            MockStats stats,
            AnswerLog log,
            AttemptLog attempts) {
        this(
                plan,
                users,
                script,
                limits,
                clock,
                stats,
                log,
                attempts,
                new Bindings(users.count(), stats),
                new Publications(),
                new Turns(users.count()),
                new Throttle(),
                new WebFarm(plan.domain(), users, clock),
                new MediaEdge(),
                new AtomicInteger());
    }
}
