package rollcall.engine;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.report.HandshakeTally;
import rollcall.tls.Agreed;

/**
 * Makes handshakes on one event loop: as many at a time as it is told, each followed by the next as soon as it is over,
 * until the batch that all loops share is used up.
 */
final class HandshakeLoop {
    private static final long LOOK_MILLIS = 20;

    private final EventLoop loop;
    private final ChannelFactory<? extends SocketChannel> sockets;
    private final LongSupplier clock;
    private final List<HandshakeConnection> open = new ArrayList<>();
    private final ReferenceMeter reference;
    private @Nullable Work work;

    HandshakeLoop(
            EventLoop loop,
            ChannelFactory<? extends SocketChannel> sockets,
            LongSupplier clock,
            ReferenceMeter reference) {
        this.loop = loop;
        this.reference = reference;
        this.sockets = sockets;
        this.clock = clock;
    }

    /** One batch as this loop sees it. */
    private static final class Work {
        final HandshakeBatch batch;
        final HandshakeTally tally = new HandshakeTally();
        final CompletableFuture<HandshakeTally> done;
        final ScheduledFuture<?> looking;
        int lanes;

        Work(HandshakeBatch batch, int lanes, ScheduledFuture<?> looking, CompletableFuture<HandshakeTally> done) {
            this.batch = batch;
            this.lanes = lanes;
            this.looking = looking;
            this.done = done;
        }
    }

    /** Before all batches: has reference work done so often, for Java to translate it. */
    CompletableFuture<Void> warmUpReference(int times) {
        return CompletableFuture.runAsync(() -> reference.warmUp(times), loop);
    }

    /**
     * Takes part in a batch; one after the other.
     *
     * @param lanes how many handshakes this loop has under way at the same time
     * @return what became of those that this loop made, once all are over
     */
    CompletableFuture<HandshakeTally> work(HandshakeBatch batch, int lanes) {
        CompletableFuture<HandshakeTally> done = new CompletableFuture<>();
        loop.execute(() -> {
            ScheduledFuture<?> looking =
                    loop.scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            Work begun = new Work(batch, lanes, looking, done);
            work = begun;
            reference.begin();
            for (int i = 0; i < lanes; i++) {
                next(begun);
            }
        });
        return done;
    }

    /** The next handshake of a lane: now, when its turn comes, or never. */
    private void next(Work current) {
        if (!current.batch.take()) {
            endLane(current);
            return;
        }
        long now = clock.getAsLong();
        long turn = current.batch.turnNanos(now);
        if (turn <= now) {
            begin(current);
        } else {
            var unused = loop.schedule(() -> beginLater(current), turn - now, TimeUnit.NANOSECONDS);
        }
    }

    private void beginLater(Work current) {
        if (current.batch.isStopped()) {
            endLane(current);
        } else {
            begin(current);
        }
    }

    private void begin(Work current) {
        reference.beforeHandshake(current.tally);
        HandshakeConnection connection = new HandshakeConnection(this, current.batch.target(), clock.getAsLong());
        open.add(connection);
        connection.begin();
    }

    private void endLane(Work current) {
        current.lanes--;
        if (current.lanes == 0) {
            current.looking.cancel(false);
            work = null;
            current.done.complete(current.tally);
        }
    }

    private void look() {
        long now = clock.getAsLong();
        for (int i = open.size() - 1; i >= 0; i--) {
            if (i < open.size()) { // one that ends makes room for the next
                open.get(i).look(now);
            }
        }
    }

    SocketChannel newChannel() {
        return sockets.newChannel();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure closes the channel, and the connect that follows fails
    void register(SocketChannel channel) {
        loop.register(channel);
    }

    long nowNanos() {
        return clock.getAsLong();
    }

    /** A server did not answer close_notify. */
    void leftOpen() {
        Work current = work;
        if (current != null) {
            current.batch.leftOpen();
        }
    }

    void succeeded(HandshakeConnection connection, Agreed agreed, long connectNanos, long tlsNanos) {
        Work current = work;
        if (current != null) {
            current.tally.succeeded(agreed, connectNanos, tlsNanos);
            current.batch.succeeded();
            ended(current, connection);
        }
    }

    void failed(HandshakeConnection connection, Stage stage, Fault fault, String detail) {
        Work current = work;
        if (current != null) {
            HandshakeBatch batch = current.batch;
            current.tally.failed(stage, fault, detail, batch.target().plan().target(), batch.sinceBegin(nowNanos()));
            batch.failed();
            ended(current, connection);
        }
    }

    /** Not in this call: a connect that fails at once would be followed by the next in ever deeper recursion. */
    private void ended(Work current, HandshakeConnection connection) {
        open.remove(connection);
        loop.execute(() -> next(current));
    }
}
