package rollcall.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.xbill.DNS.Type.A;
import static org.xbill.DNS.Type.AAAA;
import static org.xbill.DNS.Type.CNAME;
import static org.xbill.DNS.Type.SRV;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import rollcall.outcome.Fault;
import rollcall.plan.DnsPlan;

/** One question after the other to servers that behave and misbehave. */
class DnsClientTest {
    private static final String HOST = "sip.example.test";
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofSeconds(20);

    private ScriptedDns server;
    private ScriptedDns second;
    private DnsBench bench;
    private DnsBench benchOfTwo;

    @BeforeEach
    void start() {
        server = ScriptedDns.start().with(HOST, A, "192.0.2.20");
        second = ScriptedDns.start().with(HOST, A, "192.0.2.99");
        bench = DnsBench.at(server.address()).plan(DnsPlan.Cache.NONE, LONG, 2, false);
        benchOfTwo = DnsBench.at(server.address(), second.address()).plan(DnsPlan.Cache.NONE, LONG, 3, false);
    }

    @AfterEach
    void stop() {
        bench.close();
        benchOfTwo.close();
        server.close();
        second.close();
    }

    private void assertFound(DnsBench asker) {
        assertThat(asker.resolve(HOST)).isEqualTo(new Resolved(DnsBench.addresses("192.0.2.20"), null, ""));
    }

    @Test
    void truncatedAnswerIsAskedAgainOverTcp() {
        server.when(HOST + " A", ScriptedDns.Asked::truncate);
        assertFound(bench);
        assertThat(server.asked()).containsExactly("udp " + HOST + " A", "tcp " + HOST + " A");
    }

    @Test
    void answerOfManyKilobytesComesOverTcp() {
        for (int i = 0; i < 40; i++) {
            server.with(
                    "_sipinternaltls._tcp.example.test",
                    SRV,
                    "0 0 5061 a-pool-with-a-long-name-" + i + ".example.test.");
        }
        server.when(
                "_sipinternaltls._tcp.example.test SRV",
                asked -> asked.send(asked.rightAnswer().toWire(512)));
        assertThat(bench.locate("example.test").targets()).hasSize(40);
    }

    @Test
    void silenceOverTcpHasItsOwnLimit() {
        bench.plan(DnsPlan.Cache.NONE, Duration.ofSeconds(1), 1, false);
        server.silentOverTcp().when(HOST + " A", ScriptedDns.Asked::truncate);
        Resolved resolved = bench.resolve(HOST);
        assertThat(resolved.fault()).isEqualTo(Fault.DNS_TIMEOUT);
        assertThat(resolved.detail()).isEqualTo(HOST + " A: " + server.name() + " did not answer over TCP");
    }

    @Test
    void silenceIsAskedAgainAsOftenAsPlanned() {
        bench.plan(DnsPlan.Cache.NONE, SHORT, 3, false);
        server.when(HOST + " A", asked -> {});
        Resolved resolved = bench.resolve(HOST);
        assertThat(resolved.fault()).isEqualTo(Fault.DNS_TIMEOUT);
        assertThat(resolved.detail()).isEqualTo(HOST + " A: " + server.name() + " did not answer");
        assertThat(server.asked("udp " + HOST + " A")).isEqualTo(3);
    }

    @Test
    void lostDatagramIsRepaired() {
        bench.plan(DnsPlan.Cache.NONE, SHORT, 3, false);
        AtomicInteger count = new AtomicInteger();
        server.when(HOST + " A", asked -> {
            if (count.incrementAndGet() == 2) {
                asked.answer();
            }
        });
        assertFound(bench);
    }

    @Test
    void silentServerIsFollowedByTheNext() {
        benchOfTwo.plan(DnsPlan.Cache.NONE, SHORT, 2, false);
        server.when(HOST + " A", asked -> {});
        assertThat(benchOfTwo.resolve(HOST).hosts()).containsExactly("192.0.2.99");
    }

    @Test
    void failingServerIsFollowedByTheNextAtOnce() {
        server.when(HOST + " A", asked -> asked.send(asked.empty(Rcode.SERVFAIL)));
        assertThat(benchOfTwo.resolve(HOST).hosts()).containsExactly("192.0.2.99");
    }

    @Test
    void absentServerIsFollowedByTheNextAtOnce() {
        server.close();
        assertThat(benchOfTwo.resolve(HOST).hosts()).containsExactly("192.0.2.99");
    }

    @Test
    void firstServerIsAskedFirstAndAloneWhenItAnswers() {
        assertFound(benchOfTwo);
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void servfailIsNotRepeatedAtTheSameServer() {
        assertFails(Rcode.SERVFAIL, Fault.DNS_SERVFAIL, "answered SERVFAIL");
        assertThat(server.asked("udp " + HOST + " A")).isEqualTo(1);
    }

    @Test
    void refusalIsTold() {
        assertFails(Rcode.REFUSED, Fault.DNS_REFUSED, "answered REFUSED");
    }

    @Test
    void serverThatDoesNotUnderstandIsTold() {
        assertFails(Rcode.FORMERR, Fault.DNS_REFUSED, "answered FORMERR");
    }

    private void assertFails(int rcode, Fault fault, String text) {
        server.when(HOST + " A", asked -> asked.send(asked.empty(rcode)));
        assertThat(bench.resolve(HOST))
                .isEqualTo(new Resolved(DnsBench.addresses(), fault, HOST + " A: " + server.name() + " " + text));
    }

    @Test
    void formatErrorWithoutQuestionIsUnderstood() {
        server.when(HOST + " A", asked -> {
            Message message = asked.empty(Rcode.FORMERR);
            message.removeAllRecords(Section.QUESTION);
            asked.send(message);
        });
        assertThat(bench.resolve(HOST).fault()).isEqualTo(Fault.DNS_REFUSED);
    }

    @Test
    void noSuchNameAndNoSuchRecordAreToldApart() {
        assertThat(bench.resolve("other.example.test").detail()).isEqualTo("other.example.test A: no such name");
        server.when(HOST + " A", asked -> asked.send(asked.empty(Rcode.NOERROR)));
        assertThat(bench.resolve(HOST))
                .isEqualTo(new Resolved(DnsBench.addresses(), Fault.DNS_NO_ADDRESS, HOST + " A: no such record"));
    }

    @Test
    void nobodyAtThePortIsToldAtOnce() {
        server.close();
        Resolved resolved = bench.resolve(HOST);
        assertThat(resolved.fault()).isEqualTo(Fault.DNS_UNREACHABLE);
        assertThat(resolved.detail()).startsWith(HOST + " A: " + server.name() + " cannot be reached (");
    }

    @Test
    void nobodyAtThePortIsToldAtOnceOnEpoll() {
        assumeTrue(DnsBench.hasEpoll(), "epoll is for Linux");
        server.close();
        try (DnsBench epoll = DnsBench.withEpollAt(server.address()).plan(DnsPlan.Cache.NONE, LONG, 2, false)) {
            assertThat(epoll.resolve(HOST).fault()).isEqualTo(Fault.DNS_UNREACHABLE);
        }
    }

    @Test
    void answerThatCannotBeReadIsTold() {
        server.when(HOST + " A", asked -> {
            byte[] whole = asked.rightAnswer().toWire();
            asked.send(Arrays.copyOf(whole, whole.length - 3));
        });
        assertThat(bench.resolve(HOST).fault()).isEqualTo(Fault.DNS_MALFORMED);
    }

    @Test
    void strangersAnswersAreNotHeard() {
        server.when(HOST + " A", asked -> {
            Message forged = asked.rightAnswer();
            forged.removeAllRecords(Section.ANSWER);
            asked.sendFromElsewhere(forged); // the right id, another source
            forged.getHeader().setID(forged.getHeader().getID() ^ 1);
            asked.send(forged); // the right source, another id
            Message other = new Message(asked.rightAnswer().getHeader().getID());
            other.getHeader().setFlag(Flags.QR);
            other.addRecord(Record.newRecord(Name.fromString("evil.test."), A, 1), Section.QUESTION);
            asked.send(other); // another question
            asked.send(new byte[] {1, 2, 3});
            asked.send(new byte[0]);
            asked.answer();
        });
        assertFound(bench);
    }

    @Test
    void echoedQueryIsNoAnswer() {
        server.when(HOST + " A", asked -> {
            Message query = asked.rightAnswer();
            query.getHeader().unsetFlag(Flags.QR);
            asked.send(query);
            asked.answer();
        });
        assertFound(bench);
    }

    @Test
    void anyGarbageBehindARightHeadEndsInAnAnswer() {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 300; round++) {
            server.when(HOST + " A", asked -> {
                byte[] bytes = asked.rightAnswer().toWire();
                int head = 12 + HOST.length() + 2 + 4;
                for (int i = 0; i < 4; i++) {
                    bytes[head + random.nextInt(bytes.length - head)] = (byte) random.nextInt(256);
                }
                bytes[7] = (byte) random.nextInt(4);
                asked.send(bytes);
            });
            assertThat(bench.resolve(HOST)).isNotNull();
        }
    }

    @Test
    void answerToAnEarlierTryCounts() {
        bench.plan(DnsPlan.Cache.NONE, SHORT, 10, false);
        CompletableFuture<ScriptedDns.Asked> firstTry = new CompletableFuture<>();
        server.when(HOST + " A", asked -> {
            if (!firstTry.complete(asked)) {
                firstTry.join().answer(); // the second try makes the server answer the first
            }
        });
        assertFound(bench);
    }

    @Test
    void aliasIsFollowedInsideTheMessage() {
        server.with("pool.example.test", CNAME, "sip.example.test.");
        assertThat(bench.resolve("pool.example.test").hosts()).containsExactly("192.0.2.20");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aliasIntoAnotherZoneIsAskedFor() {
        server.with("pool.example.test", CNAME, "front.hoster.test.").with("front.hoster.test", A, "192.0.2.77");
        server.when("pool.example.test A", asked -> {
            Message answer = asked.rightAnswer();
            Record alias = answer.getSection(Section.ANSWER).get(0);
            answer.removeAllRecords(Section.ANSWER);
            answer.addRecord(alias, Section.ANSWER);
            asked.send(answer);
        });
        assertThat(bench.resolve("pool.example.test").hosts()).containsExactly("192.0.2.77");
        assertThat(server.asked()).containsExactly("udp pool.example.test A", "udp front.hoster.test A");
    }

    @Test
    void aliasesInACircleEnd() {
        server.with("a.example.test", CNAME, "b.example.test.").with("b.example.test", CNAME, "a.example.test.");
        Resolved resolved = bench.resolve("a.example.test");
        assertThat(resolved.fault()).isEqualTo(Fault.DNS_MALFORMED);
        assertThat(resolved.detail()).contains("without end");
    }

    @Test
    void ipv4ComesBeforeIpv6() {
        server.with(HOST, AAAA, "2001:db8::20");
        bench.plan(DnsPlan.Cache.NONE, LONG, 2, true);
        assertThat(bench.resolve(HOST).hosts()).containsExactly("192.0.2.20", "2001:db8:0:0:0:0:0:20");
    }

    @Test
    void ipv6AloneIsEnough() {
        server.with("six.example.test", AAAA, "2001:db8::6");
        bench.plan(DnsPlan.Cache.NONE, LONG, 2, true);
        assertThat(bench.resolve("six.example.test").hosts()).containsExactly("2001:db8:0:0:0:0:0:6");
    }

    @Test
    void literalsAreNotAskedFor() {
        assertThat(bench.resolve("192.0.2.1").hosts()).containsExactly("192.0.2.1");
        assertThat(bench.resolve("2001:db8::1").hosts()).containsExactly("2001:db8:0:0:0:0:0:1");
        assertThat(bench.resolve("localhost").hosts()).containsExactly("127.0.0.1");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void whatIsNoNameIsNotAskedFor() {
        for (String name : new String[] {"", "a..b", "x".repeat(64) + ".test"}) {
            Resolved resolved = bench.resolve(name);
            assertThat(resolved.fault()).isEqualTo(Fault.DNS_NO_ADDRESS);
            assertThat(resolved.detail()).isEqualTo("\"" + name + "\" is not a host name");
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void moreQueriesThanPlannedAreRefusedAtOnce() {
        bench.plan = new DnsPlan(DnsPlan.Cache.NONE, LONG.toNanos(), 1, 2, false, 2);
        server.when(HOST + " A", asked -> {});
        Locator locator = bench.locator();
        var first = bench.resolved(locator, HOST);
        var next = bench.resolved(locator, HOST);
        Resolved third = bench.resolve(locator, HOST);
        assertThat(third.fault()).isEqualTo(Fault.DNS_OVERLOADED);
        locator.close();
        assertThat(DnsBench.answer(first).fault()).isEqualTo(Fault.RUN_STOPPED);
        assertThat(DnsBench.answer(next).fault()).isEqualTo(Fault.RUN_STOPPED);
        assertThat(bench.resolve(locator, HOST).fault()).isEqualTo(Fault.RUN_STOPPED);
    }

    @Test
    void absentServerIsAskedAgainForTheNextQuestion() {
        server.close();
        Locator locator = bench.locator();
        assertThat(bench.resolve(locator, HOST).fault()).isEqualTo(Fault.DNS_UNREACHABLE);
        assertThat(bench.resolve(locator, HOST).fault()).isEqualTo(Fault.DNS_UNREACHABLE);
    }
}
