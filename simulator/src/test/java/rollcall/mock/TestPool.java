package rollcall.mock;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;

/** Pools for tests: example.test on loopback, every port free. */
final class TestPool {
    static final String DOMAIN = "example.test";
    static final String PASSWORD = "Pa$$w0rd!";

    private TestPool() {}

    static MockPlan plan(String... faults) {
        return plan(MockPlan.Auth.NONE, faults);
    }

    static MockPlan digestPlan(String... faults) {
        return plan(new MockPlan.Auth(List.of("digest"), Secret.of(PASSWORD)), faults);
    }

    static MockPlan ntlmPlan(String... faults) {
        return plan(new MockPlan.Auth(List.of("ntlm"), Secret.of(PASSWORD)), faults);
    }

    static MockPlan plan(MockPlan.Auth auth, String... faults) {
        return new MockPlan(DOMAIN, 9999, auth, false, 0, 7200, "ecdsa", List.of(faults), "127.0.0.1", 0, 0, 0);
    }

    static MockPool start(Path folder, String... faults) throws Exception {
        return MockPool.start(plan(faults), folder, Clock.systemUTC(), AnswerLog.NONE);
    }

    /** Asks the pool's name server, over UDP unless {@code tcp}. */
    static Message ask(MockPool pool, String name, int type, boolean tcp) throws Exception {
        SimpleResolver resolver = new SimpleResolver(pool.dnsAddress());
        resolver.setTCP(tcp);
        resolver.setIgnoreTruncation(true);
        resolver.setTimeout(Duration.ofSeconds(5));
        Record question = Record.newRecord(Name.fromString(name + "."), type, DClass.IN);
        return resolver.send(Message.newQuery(question));
    }
}
