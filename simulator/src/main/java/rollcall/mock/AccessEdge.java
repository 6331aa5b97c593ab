package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.NoRoute;
import rollcall.plan.EdgePlan;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;
import rollcall.sip.SipUri;

/**
 * An Access Edge on one event loop: passes what clients outside say to the pool inside, by way of the Director where there
 * is one, and says itself what it does not pass. The home server asks who somebody is; the next hop is in this process.
 *
 * <p>Which status goes with which of the ErrorIds is not known for certain (MS-OCER lists them without): 403 goes with the
 * domains, 504 with servers that cannot be reached.
 */
final class AccessEdge implements RequestTaker {
    private static final int PUBLIC_IM = 1001;
    private static final int FEDERATION = 1002;
    private static final int ROUTE_SET = 1004;
    private static final int NO_ROUTE = 1007;
    private static final int DOMAINS = 1017;
    private static final int FROM_PARTNER = 1027;

    private final PoolState pool;
    private final Front front;
    private final EdgePlan rules;
    private final AnswerWriter writer;
    private final RandomGenerator random;
    private final Asked asked;
    private final ByteBuf passed = Unpooled.buffer(4096);
    private final SipMessage forwarded = new SipMessage();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AsciiSlice value = new AsciiSlice();
    /** The home servers' registrars for those who come this way; made when the first of them comes. */
    private final IdentityHashMap<Front, Registrar> homes = new IdentityHashMap<>();

    private @Nullable ProxyPath path;

    AccessEdge(PoolState pool, Front front, RandomGenerator random) {
        this.pool = pool;
        this.front = front;
        this.random = random;
        this.rules = pool.plan().edgeRules();
        this.writer = new AnswerWriter(front, pool.users(), pool.limits().keepAliveSeconds(), random);
        this.asked = new Asked(pool);
    }

    @Override
    public void onMessage(MockConnection connection, SipMessage message, long nowMillis) {
        asked.read(message, nowMillis);
        if (!message.isRequest()) {
            Registrar home = home(connection);
            if (home != null) {
                home.onMessage(connection, message, nowMillis);
            }
            return;
        }
        int domains = refusedRoute(message);
        if (domains > 0) {
            refuse(connection, message, 403, domains);
            return;
        }
        Behaviour behaviour = pool.script().at(Behaviour.Kind.EDGE, asked.point);
        Registrar home = behaviour instanceof NoRoute ? null : home(connection);
        if (home == null) {
            refuse(connection, message, 504, behaviour instanceof NoRoute why ? why.diagnostics() : NO_ROUTE);
            return;
        }
        ProxyPath way = path();
        int status = way.inward(message, connection, passed.clear());
        if (status != ProxyPath.PASSES) {
            refuse(connection, message, status, status == 481 ? ROUTE_SET : 0);
        } else if (forwarded.parse(passed.array(), 0, passed.readableBytes()) == null) {
            connection.cameBy(way);
            home.onMessage(connection, forwarded, nowMillis);
        }
    }

    /** The ErrorId that the domains of sender and recipient are refused with; 0: the Edge serves both. */
    private int refusedRoute(SipMessage request) {
        String from = domain(request, SipHeader.FROM);
        String to = domain(request, SipHeader.TO);
        if (from.isEmpty() || to.isEmpty()) {
            return 0; // the home server says what is missing
        }
        boolean ours = rules.serves(from);
        if (rules.serves(to)) {
            return ours ? 0 : FROM_PARTNER;
        }
        if (!ours) {
            return DOMAINS;
        }
        return rules.publicIm().contains(to) ? PUBLIC_IM : FEDERATION;
    }

    private String domain(SipMessage request, SipHeader header) {
        if (!request.header(header, value) || !address.parse(value)) {
            return "";
        }
        address.uri(value);
        if (!uri.parse(value)) {
            return "";
        }
        uri.host(value);
        return value.toString().toLowerCase(Locale.ROOT);
    }

    /** The registrar of the user's home server, as it treats those outside; null when nobody inside can be reached. */
    private @Nullable Registrar home(MockConnection connection) {
        Front home = front.nextHop(asked.user, connection.id);
        return home == null
                ? null
                : homes.computeIfAbsent(
                        home, each -> new Registrar(pool, each.seenFromOutside(), null, random, random));
    }

    /** Ports are known when the first client comes. */
    private ProxyPath path() {
        ProxyPath known = path;
        if (known == null) {
            List<Front> hops = new ArrayList<>(List.of(front));
            Front director = front.director();
            if (director != null) {
                hops.add(director);
            }
            known = new ProxyPath(hops);
            path = known;
        }
        return known;
    }

    private void refuse(MockConnection connection, SipMessage request, int status, int diagnostics) {
        SipMethod method = request.method();
        pool.stats().request(method);
        if (method == SipMethod.ACK || method == SipMethod.CANCEL || method == SipMethod.BENOTIFY) {
            return;
        }
        writer.date(asked.nowMillis / 1000);
        ByteBuf out = connection.channel.alloc().buffer(512);
        writer.refusal(out, request, connection, status, diagnostics);
        pool.stats().answer(status);
        if (pool.log() != AnswerLog.NONE) {
            pool.log()
                    .answered(connection + " " + asked.sender + " " + method + " -> " + status + ", said by "
                            + front.host());
        }
        connection.send(out, null, pool.plan().latencyNanos());
    }
}
