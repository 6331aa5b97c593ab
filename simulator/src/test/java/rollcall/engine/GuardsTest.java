package rollcall.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.dns.Target;
import rollcall.plan.GuardPlan;
import rollcall.plan.PlanException;
import rollcall.plan.Transport;

class GuardsTest {
    private final List<String> stops = new ArrayList<>();

    private Guards guards(int maxRefused, String... allow) throws PlanException {
        return new Guards(new GuardPlan(maxRefused, List.of(allow), 12, true), stops::add);
    }

    private static boolean permits(Guards guards, String host, String address) throws Exception {
        return guards.permits(new Target(host, 5061, Transport.TLS, "test"), InetAddress.getByName(address));
    }

    @Test
    void loopbackNeedsNoPermission() throws Exception {
        Guards guards = guards(1);
        assertThat(permits(guards, "anything.example", "127.0.0.9")).isTrue();
        assertThat(permits(guards, "anything.example", "::1")).isTrue();
        assertThat(stops).isEmpty();
    }

    @Test
    void everythingElseMustBeNamed() throws Exception {
        assertThat(permits(guards(1), "pool.example.com", "192.0.2.1")).isFalse();
        assertThat(stops).singleElement().asString().contains("pool.example.com:5061", "192.0.2.1", "--allow");
        assertThat(permits(guards(1, "POOL.example.com"), "pool.example.com", "192.0.2.1"))
                .isTrue();
        assertThat(permits(guards(1, "other.example.com"), "pool.example.com", "192.0.2.1"))
                .isFalse();
        assertThat(permits(guards(1, "192.0.2.1"), "pool.example.com", "192.0.2.1"))
                .isTrue();
        assertThat(permits(guards(1, "192.0.2.0/31"), "pool.example.com", "192.0.2.1"))
                .isTrue();
        assertThat(permits(guards(1, "192.0.2.0/31"), "pool.example.com", "192.0.2.2"))
                .isFalse();
        assertThat(permits(guards(1, "2001:db8::/32"), "pool.example.com", "2001:db8:1::1"))
                .isTrue();
        assertThat(permits(guards(1, "2001:db8::/32"), "pool.example.com", "192.0.2.2"))
                .isFalse();
    }

    @Test
    void theCapOnTheRateHoldsFromTheFirstServerThatIsNotOnThisMachine() throws Exception {
        Guards guards = guards(1, "pool.example.com");
        assertThat(permits(guards, "pool.example.com", "127.0.0.1")).isTrue();
        assertThat(guards.maxPerSecond()).isInfinite();
        assertThat(permits(guards, "pool.example.com", "192.0.2.1")).isTrue();
        assertThat(guards.maxPerSecond()).isEqualTo(12);
    }

    @Test
    void aRangeThatIsNoneIsAnErrorAndNotAName() {
        assertThatThrownBy(() -> guards(1, "192.0.2.0/99")).isInstanceOf(PlanException.class);
        assertThatThrownBy(() -> guards(1, "192.0.2/24")).isInstanceOf(PlanException.class);
    }

    @Test
    void aRefusedUserIsNotTriedAgainAndTheBudgetStopsTheRun() throws Exception {
        Guards guards = guards(2);
        assertThat(guards.mayAuthenticate(7)).isTrue();
        guards.refused(7);
        guards.refused(7);
        assertThat(guards.mayAuthenticate(7)).isFalse();
        assertThat(guards.mayAuthenticate(8)).isTrue();
        assertThat(stops).isEmpty();
        guards.refused(8);
        assertThat(stops).singleElement().asString().contains("2 users");
    }

    @Test
    void onceTheBudgetIsUsedUpNobodyMayTryAnyMore() throws Exception {
        Guards guards = guards(2);
        guards.refused(7);
        guards.refused(8);
        assertThat(guards.mayAuthenticate(9)).isFalse();
    }

    @Test
    void theFirstClientHasNoBudget() throws Exception {
        Guards guards = guards(5);
        guards.canary("the first client");
        guards.refused(0);
        assertThat(guards.mayAuthenticate(1)).isFalse();
        assertThat(stops).singleElement().asString().contains("first client");
    }

    @Test
    void refusalsFromManyLoopsAtOnceLeaveNobodyFreeToTry() throws Exception {
        Guards guards = new Guards(new GuardPlan(8, List.of(), 12, true), reason -> {});
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int user = i;
            Thread loop = new Thread(() -> guards.refused(user));
            loop.start();
            loops.add(loop);
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(guards.mayAuthenticate(100)).isFalse();
    }
}
