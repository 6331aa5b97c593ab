package rollcall.mock;

import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import rollcall.mock.Bindings.Binding;
import rollcall.sip.SipMessage;
import rollcall.sip.SipProblem;

/** One event loop of a server: looks after its connections, and hands what they say to the registrar. */
final class RegistrarLoop {
    private final PoolState pool;
    private final RequestTaker registrar;
    private final Set<MockConnection> connections = new LinkedHashSet<>();

    RegistrarLoop(PoolState pool, RequestTaker registrar, EventLoop loop) {
        this.pool = pool;
        this.registrar = registrar;
        long sweep = pool.limits().sweepMillis();
        var unused = loop.scheduleWithFixedDelay(this::sweep, sweep, sweep, TimeUnit.MILLISECONDS);
    }

    void onOpen(MockConnection connection) {
        connection.lastHeardMillis = pool.clock().millis();
        connections.add(connection);
        pool.stats().connections.increment();
        pool.stats().connectionsOpen.increment();
    }

    void onClosed(MockConnection connection) {
        if (connections.remove(connection)) {
            pool.stats().connectionsOpen.decrement();
            // The registration lives on its connection (MS-SIPRE, ms-received-cid): without it nobody can be reached
            // there.
            connection.bindings.forEach(pool.bindings()::unbind);
            connection.bindings.clear();
        }
    }

    /** Resets every connection. */
    void reset() {
        List.copyOf(connections).forEach(MockConnection::reset);
    }

    /** For who has to tell how long it is that something happened. */
    long nowMillis() {
        return pool.clock().millis();
    }

    void onHandshake(MockConnection connection, SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            pool.stats().handshakes.increment();
        } else {
            pool.stats().handshakeFailures.increment();
            connection.close();
        }
    }

    void onKeepAlive(MockConnection connection) {
        connection.lastHeardMillis = pool.clock().millis();
        pool.stats().keepAlives.increment();
    }

    void onMalformed(MockConnection connection, SipProblem problem, int offset) {
        pool.stats().malformed.increment();
        if (pool.log() != AnswerLog.NONE) {
            pool.log().answered(connection + " not SIP (" + problem + " at byte " + offset + "), closed");
        }
        connection.close();
    }

    /** Closes what has been silent for too long and ends what has expired. */
    private void sweep() {
        long now = pool.clock().millis();
        List<MockConnection> overdue = new ArrayList<>(0);
        for (MockConnection connection : connections) {
            if (connection.isOverdue(now, pool.limits())) {
                overdue.add(connection);
            }
            if (!connection.subscriptions.isEmpty()) {
                connection.subscriptions.removeIf(subscription -> subscription.expiresAtMillis <= now);
            }
            if (!connection.bindings.isEmpty()) {
                connection.bindings.removeIf(binding -> hasExpired(connection, binding, now));
            }
        }
        overdue.forEach(MockConnection::close);
    }

    private boolean hasExpired(MockConnection connection, Binding binding, long nowMillis) {
        boolean expired = pool.bindings().expire(binding, nowMillis);
        if (expired) {
            Subscriptions.end(connection, binding.user);
        }
        return expired;
    }

    void onMessage(MockConnection connection, SipMessage message) {
        connection.lastHeardMillis = pool.clock().millis();
        registrar.onMessage(connection, message, connection.lastHeardMillis);
    }
}
