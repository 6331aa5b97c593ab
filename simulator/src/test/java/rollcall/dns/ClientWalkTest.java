package rollcall.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xbill.DNS.Type.A;
import static org.xbill.DNS.Type.CNAME;
import static org.xbill.DNS.Type.SRV;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import rollcall.outcome.Fault;
import rollcall.plan.DnsPlan;
import rollcall.plan.TargetPlan;
import rollcall.plan.Transport;

/** The walk with a name server that the test scripts. */
class ClientWalkTest {
    private static final String FIRST = "_sipinternaltls._tcp.example.test";
    private static final String SECOND = "_sipinternal._tcp.example.test";
    private static final String THIRD = "_sip._tls.example.test";
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(20);

    private ScriptedDns server;
    private DnsBench bench;

    @BeforeEach
    void start() {
        server = ScriptedDns.start();
        bench = DnsBench.at(server.address()).plan(DnsPlan.Cache.NONE, LONG, 1, false);
    }

    @AfterEach
    void stop() {
        bench.close();
        server.close();
    }

    @Test
    void transportAndPortComeFromTheName() {
        server.with(SECOND, SRV, "0 0 5070 pool.example.test.");
        assertThat(bench.locate("example.test").targets())
                .containsExactly(new Target("pool.example.test", 5070, Transport.TCP, SECOND));
    }

    @Test
    void earlierNameWinsThoughItsAnswerComesLast() {
        server.with(FIRST, SRV, "0 0 5061 one.example.test.").with(THIRD, SRV, "0 0 443 three.example.test.");
        CompletableFuture<ScriptedDns.Asked> held = new CompletableFuture<>();
        server.when(FIRST + " SRV", held::complete).when(THIRD + " SRV", asked -> {
            asked.answer();
            held.join().answer();
        });
        assertThat(bench.locate("example.test").authorities()).containsExactly("one.example.test:5061");
    }

    @Test
    void usableNameDoesNotWaitForLaterOnes() {
        server.with(FIRST, SRV, "0 0 5061 one.example.test.").when(THIRD + " SRV", asked -> {});
        assertThat(bench.locate("example.test").authorities()).containsExactly("one.example.test:5061");
    }

    @Test
    void silentEarlierNameGivesWayWhenItsTimeIsUp() {
        bench.plan(DnsPlan.Cache.NONE, SHORT, 2, false);
        server.with(THIRD, SRV, "0 0 443 three.example.test.").when(FIRST + " SRV", asked -> {});
        assertThat(bench.locate("example.test").authorities()).containsExactly("three.example.test:443");
        assertThat(server.asked("udp " + FIRST + " SRV")).isEqualTo(2);
    }

    @Test
    void failingEarlierNameGivesWay() {
        server.with(THIRD, SRV, "0 0 443 three.example.test.")
                .when(FIRST + " SRV", asked -> asked.send(asked.empty(Rcode.SERVFAIL)));
        assertThat(bench.locate("example.test").authorities()).containsExactly("three.example.test:443");
    }

    @Test
    void dotGivesWayToTheNextName() {
        server.with(FIRST, SRV, "0 0 0 .").with(THIRD, SRV, "0 0 443 three.example.test.");
        assertThat(bench.locate("example.test").authorities()).containsExactly("three.example.test:443");
    }

    @Test
    void dotAloneIsNotOfferedAndAsksNoFallbackHost() {
        server.with(FIRST, SRV, "0 0 0 .").with("sip.example.test", A, "192.0.2.1");
        assertThat(bench.locate("example.test").fault()).isEqualTo(Fault.DNS_NOT_OFFERED);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void hostOutsideTheDomainIsNotUsed() {
        server.with(FIRST, SRV, "0 0 5061 pool.fabrikam.test.").with("sip.example.test", A, "192.0.2.1");
        Located located = bench.locate("example.test");
        assertThat(located.fault()).isEqualTo(Fault.DNS_STRICT_NAME);
        assertThat(located.detail())
                .startsWith(FIRST + " SRV: pool.fabrikam.test:5061 is outside example.test; " + SECOND);
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void hostOutsideTheDomainGivesWayToOneInside() {
        server.with(FIRST, SRV, "0 0 5061 pool.fabrikam.test.").with(FIRST, SRV, "9 0 5061 pool.example.test.");
        assertThat(bench.locate("example.test").authorities()).containsExactly("pool.example.test:5061");
    }

    @Test
    void strictLevelIsThePlans() {
        server.with(FIRST, SRV, "0 0 5061 pool.child.example.test.");
        assertThat(bench.locate("example.test", 0, 2).fault()).isEqualTo(Fault.DNS_STRICT_NAME);
        assertThat(bench.locate("example.test", 0, 3).targets()).hasSize(1);
    }

    @Test
    void strictRuleGuardsClearTextToo() {
        server.with(SECOND, SRV, "0 0 5060 pool.fabrikam.test.");
        assertThat(bench.locate("example.test").fault()).isEqualTo(Fault.DNS_STRICT_NAME);
    }

    @Test
    void laterClientsGoOnToTheNextName() {
        bench.profile = DnsBench.profile(true);
        server.with(FIRST, SRV, "0 0 5061 one.example.test.").with(THIRD, SRV, "0 0 443 three.example.test.");
        assertThat(bench.locate("example.test").authorities())
                .containsExactly("one.example.test:5061", "three.example.test:443");
    }

    @Test
    void aliasOfAnSrvNameIsFollowed() {
        server.with(FIRST, CNAME, "_srv.example.test.").with("_srv.example.test", SRV, "0 0 5061 one.example.test.");
        assertThat(bench.locate("example.test").targets())
                .containsExactly(new Target("one.example.test", 5061, Transport.TLS, FIRST));
    }

    @Test
    void withoutAnySrvRecordTheFallbackHostsThatExistAreTried() {
        server.with("sip.example.test", A, "192.0.2.1").with("sipexternal.example.test", A, "192.0.2.2");
        assertThat(bench.locate("example.test").targets())
                .containsExactly(
                        new Target("sip.example.test", 5061, Transport.TLS, "sip.example.test"),
                        new Target("sip.example.test", 443, Transport.TLS, "sip.example.test"),
                        new Target("sipexternal.example.test", 443, Transport.TLS, "sipexternal.example.test"));
        assertThat(server.asked("udp sip.example.test A")).isEqualTo(1);
    }

    @Test
    void emptyDomainIsToldWithEveryRecordAsked() {
        Located located = bench.locate("example.test");
        assertThat(located.fault()).isEqualTo(Fault.DNS_NO_RECORD);
        assertThat(located.detail())
                .isEqualTo(FIRST + " SRV: no such name; " + SECOND + " SRV: no such name; " + THIRD
                        + " SRV: no such name; sipinternal.example.test A: no such name;"
                        + " sip.example.test A: no such name; sipexternal.example.test A: no such name");
    }

    @Test
    void failureOfTheFirstNameIsTheFaultWhenNothingIsFound() {
        server.when(FIRST + " SRV", asked -> asked.send(asked.empty(Rcode.SERVFAIL)));
        Located located = bench.locate("example.test");
        assertThat(located.fault()).isEqualTo(Fault.DNS_SERVFAIL);
        assertThat(located.detail()).startsWith(FIRST + " SRV: " + server.name() + " answered SERVFAIL; ");
    }

    @Test
    void whatIsNoDomainIsTold() {
        assertThat(bench.locate("a..b").detail()).isEqualTo("\"a..b\" is not a domain name");
    }

    @Test
    void manualServerIsNotLookedFor() {
        Locator manual = bench.locator(
                new TargetPlan.Server("pool.example.test", 5062, Transport.TLS, List.of(server.address())));
        assertThat(bench.locate(manual, "example.test", 0).targets())
                .containsExactly(new Target("pool.example.test", 5062, Transport.TLS, "manual"));
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void eachClientAsksEachNameOnceInASignIn() {
        bench.plan(DnsPlan.Cache.PER_CLIENT, LONG, 1, false);
        server.with("sip.example.test", A, 0, "192.0.2.1");
        Locator locator = bench.locator();
        for (int client = 1; client <= 2; client++) {
            Locator own = locator.forSignIn();
            Target target = bench.locate(own, "example.test", 0).targets().get(0);
            assertThat(bench.resolve(own, target.host()).hosts()).containsExactly("192.0.2.1");
            assertThat(server.asked("udp sip.example.test A")).isEqualTo(client);
        }
    }

    @Test
    void sharedCacheAnswersTheNextClientBeforeTheCallReturns() {
        bench.plan(DnsPlan.Cache.SHARED, LONG, 1, false);
        server.withAuthority("ns.example.test. hostmaster.example.test. 1 3600 900 604800 60")
                .with("sip.example.test", A, "192.0.2.1");
        Locator locator = bench.locator();
        bench.locate(locator, "example.test", 0);
        int asked = server.asked().size();
        boolean atOnce = DnsBench.answer(CompletableFuture.supplyAsync(
                () -> bench.located(locator, "example.test", 0).isDone(), bench.loop()));
        assertThat(atOnce).isTrue();
        assertThat(server.asked()).hasSize(asked);
    }

    @Test
    void fiveThousandWalksAtOnceLoseNothing() {
        // One try with a long wait: a single lost datagram would be a failure.
        server.with(FIRST, SRV, "0 0 5061 one.example.test.");
        Locator locator = bench.locator();
        List<CompletableFuture<Located>> walks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            walks.add(bench.located(locator, "example.test", i));
        }
        List<Located> found = walks.stream().map(DnsBench::answer).distinct().toList();
        assertThat(found)
                .singleElement()
                .satisfies(all -> assertThat(all.authorities()).containsExactly("one.example.test:5061"));
    }
}
