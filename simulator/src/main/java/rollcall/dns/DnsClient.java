package rollcall.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import rollcall.outcome.Fault;
import rollcall.plan.DnsPlan;

/**
 * Asks DNS servers: thousands of questions at once, over one socket a server, on one event loop. dnsjava reads the
 * messages; its own sockets and threads are not used.
 *
 * <p>Servers are asked in turn. Silence moves on to the next, round and round, until the plan's tries are used up; an
 * answer that is a failure (SERVFAIL, REFUSED, nobody listening, nonsense) moves on only to a server that has not been
 * asked yet. What finally failed is what the last server said.
 *
 * <p>An answer counts when it comes from a server that was asked, with the id and the question that were sent (RFC 5452
 * §9.1); anything else is dropped without a word and the wait goes on. Ids are drawn by a fast generator, not a secure
 * one: an attacker on the administrator's own network is not what this tool defends against.
 */
final class DnsClient implements DnsLookup, AutoCloseable {
    private static final int IDS = 1 << 16;
    private static final int FLAGS_AT = 2;
    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int RCODE = 0x000f;

    private final LongSupplier nanoClock;
    private final int tries;
    private final int maxInFlight;
    private final DnsServer[] servers;
    private final DnsTcp tcp;
    private final Deadlines deadlines;
    private final SplittableRandom random = new SplittableRandom();
    private final @Nullable DnsQuery[] byId = new @Nullable DnsQuery[IDS];
    private int inFlight;
    private boolean closed;

    /** @param addresses the servers, at least one, all resolved */
    DnsClient(DnsSockets sockets, List<InetSocketAddress> addresses, DnsPlan plan, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.tries = plan.tries();
        // Half of all ids at most, so that a free one is found at once.
        this.maxInFlight = Math.min(plan.maxInFlight(), IDS / 2);
        this.servers = new DnsServer[addresses.size()];
        for (int i = 0; i < servers.length; i++) {
            servers[i] = new DnsServer(this, sockets, i, addresses.get(i));
        }
        this.tcp = new DnsTcp(this, sockets);
        this.deadlines = new Deadlines(sockets.loop(), nanoClock, plan.timeoutNanos(), this::silent);
    }

    @Override
    public void ask(DnsQuestion question, Taker taker) {
        if (closed) {
            taker.answered(DnsAnswer.failed(question, Fault.RUN_STOPPED, "not asked any more"));
        } else if (inFlight >= maxInFlight) {
            String text = "not asked, " + inFlight + " queries are under way";
            taker.answered(DnsAnswer.failed(question, Fault.DNS_OVERLOADED, text));
        } else {
            DnsQuery query = new DnsQuery(question, taker, freeId(), now());
            byId[query.id] = query;
            inFlight++;
            again(query);
        }
    }

    /** Questions whose answers are awaited. */
    int inFlight() {
        return inFlight;
    }

    @Override
    public void close() {
        closed = true;
        for (DnsQuery query : byId) {
            if (query != null) {
                fail(query, Fault.RUN_STOPPED, "was not waited for");
            }
        }
        for (DnsServer server : servers) {
            server.close();
        }
    }

    // ---- what the sockets tell

    long now() {
        return nanoClock.getAsLong();
    }

    /** Whether a query that stands in a server's line is still to be sent there. */
    boolean isDueAt(DnsServer server, DnsQuery query) {
        return !query.done && !query.timed && !query.overTcp && server(query) == server;
    }

    /** A try has left: its time runs. */
    void started(DnsQuery query, long nowNanos) {
        deadlines.start(query, nowNanos);
    }

    void datagram(DnsServer from, ByteBuf message) {
        DnsQuery query = asked(message);
        if (query == null || !wasAskedOf(query, from)) {
            return;
        }
        if ((message.getUnsignedShort(message.readerIndex() + FLAGS_AT) & TRUNCATED) != 0) {
            if (!query.overTcp && from == server(query)) {
                // RFC 7766 §5: what does not fit a datagram is asked again over TCP, with a time limit of its own
                calm(query);
                query.overTcp = true;
                tcp.ask(query, from.address());
            }
        } else {
            read(query, from, message, "");
        }
    }

    void tcpAnswer(DnsQuery query, ByteBuf message) {
        if (asked(message) == query) {
            read(query, server(query), message, " over TCP");
        } else {
            moveOn(query, Fault.DNS_MALFORMED, "answered something else over TCP");
        }
    }

    void tcpFailed(DnsQuery query, String text) {
        if (!query.done) {
            moveOn(query, Fault.DNS_UNREACHABLE, text);
        }
    }

    /** The network says that nobody is there, without saying which query that is about: all that wait for this server. */
    void unreachable(DnsServer server, Throwable cause) {
        String text = "cannot be reached (" + reason(cause) + ")";
        List<DnsQuery> waiting = new ArrayList<>();
        for (DnsQuery query : byId) {
            if (query != null && !query.overTcp && server(query) == server) {
                waiting.add(query);
            }
        }
        for (DnsQuery query : waiting) {
            if (!query.done) {
                moveOn(query, Fault.DNS_UNREACHABLE, text);
            }
        }
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    // ---- judging answers

    /** The query that this message answers, or null: the id is known, it is a response, and it repeats the question. */
    private @Nullable DnsQuery asked(ByteBuf message) {
        int start = message.readerIndex();
        if (message.readableBytes() < DnsQuery.HEADER_BYTES) {
            return null;
        }
        DnsQuery query = byId[message.getUnsignedShort(start)];
        int flags = message.getUnsignedShort(start + FLAGS_AT);
        if (query == null || (flags & RESPONSE) == 0) {
            return null;
        }
        int questions = message.getUnsignedShort(start + 4);
        if (questions == 0 && (flags & RCODE) != 0) {
            return query; // a server that could not read the question has none to repeat
        }
        return questions == 1 && repeats(query.question.wire(), message, start + DnsQuery.HEADER_BYTES) ? query : null;
    }

    private static boolean repeats(byte[] question, ByteBuf message, int at) {
        if (message.writerIndex() - at < question.length) {
            return false;
        }
        for (int i = 0; i < question.length; i++) {
            byte sent = question[i];
            byte got = message.getByte(at + i);
            if (sent != got && lower(sent) != lower(got)) {
                return false;
            }
        }
        return true;
    }

    /** RFC 4343: letters compare without case. A label's length is below 64 and thus never a letter. */
    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    private void read(DnsQuery query, DnsServer from, ByteBuf message, String how) {
        AnswerReader.Reading reading = AnswerReader.read(message.nioBuffer(), query.question);
        DnsAnswer answer = reading.answer();
        if (answer == null) {
            followAlias(query, reading);
        } else if (answer.fault() == null) {
            finish(query, answer, from);
        } else if (from == server(query)) {
            moveOn(query, answer.fault(), answer.text() + how);
        }
    }

    private void followAlias(DnsQuery query, AnswerReader.Reading reading) {
        Name alias = reading.alias();
        query.aliases += reading.aliases();
        query.ttlSeconds = Math.min(query.ttlSeconds, reading.ttlSeconds());
        if (alias == null || query.aliases > AnswerReader.MAX_ALIASES) {
            fail(query, Fault.DNS_MALFORMED, "sent aliases (CNAME) without end");
            return;
        }
        calm(query);
        query.question = query.question.at(alias);
        query.tries = 0;
        again(query);
    }

    // ---- from try to try

    /** The server of the present try. */
    private DnsServer server(DnsQuery query) {
        return servers[(query.tries - 1) % servers.length];
    }

    private boolean wasAskedOf(DnsQuery query, DnsServer server) {
        return server.index() < query.tries;
    }

    private void silent(DnsQuery query) {
        if (query.tries < tries) {
            calm(query);
            again(query);
        } else {
            fail(query, Fault.DNS_TIMEOUT, query.overTcp ? "did not answer over TCP" : "did not answer");
        }
    }

    private void moveOn(DnsQuery query, Fault fault, String text) {
        if (query.tries < Math.min(tries, servers.length)) {
            calm(query);
            again(query);
        } else {
            fail(query, fault, text);
        }
    }

    private void again(DnsQuery query) {
        query.tries++;
        server(query).send(query);
    }

    /** Nothing of the present try shall come back to us. */
    private void calm(DnsQuery query) {
        deadlines.stop(query);
        server(query).release(query);
        query.overTcp = false;
        Channel tcpChannel = query.tcp;
        if (tcpChannel != null) {
            query.tcp = null;
            var unused = tcpChannel.close();
        }
    }

    private void fail(DnsQuery query, Fault fault, String text) {
        finish(query, DnsAnswer.failed(query.question, fault, server(query).name() + " " + text), server(query));
    }

    private void finish(DnsQuery query, DnsAnswer answer, DnsServer from) {
        calm(query);
        query.done = true;
        byId[query.id] = null;
        inFlight--;
        query.taker.answered(answer.to(query.original, query.ttlSeconds, from.name(), now() - query.askedNanos));
    }

    private int freeId() {
        int id = random.nextInt(IDS);
        while (byId[id] != null) {
            id = (id + 1) % IDS;
        }
        return id;
    }
}
