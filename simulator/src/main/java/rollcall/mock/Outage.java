package rollcall.mock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import rollcall.mock.Behaviour.FrontEndDies;

/** A front end that dies in mid-run, and may come back on the same port. On the event loop that accepts connections. */
final class Outage {
    private static final long BIND_AGAIN_MILLIS = 100;

    private final FrontEndDies when;
    private final MockServer server;
    private final EventLoop loop;
    private final Supplier<ChannelFuture> bind;
    private Channel listening;

    /** @param bind listens on the same port as before */
    Outage(FrontEndDies when, MockServer server, Channel listening, Supplier<ChannelFuture> bind) {
        this.when = when;
        this.server = server;
        this.listening = listening;
        this.loop = listening.eventLoop();
        this.bind = bind;
    }

    /** The first client has come. */
    void begin() {
        var unused = loop.schedule(this::die, when.afterNanos(), TimeUnit.NANOSECONDS);
    }

    private void die() {
        listening.close().addListener(closed -> server.die());
        if (when.forNanos() > 0) {
            var unused = loop.schedule(this::comeBack, when.forNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void comeBack() {
        server.live();
        bind.get().addListener(bound -> {
            ChannelFuture binding = (ChannelFuture) bound;
            if (binding.isSuccess()) {
                listening = binding.channel();
                listening.config().setAutoRead(true);
            } else if (!loop.isShuttingDown()) { // somebody has got the port as that of his end: only for a while
                var unused = loop.schedule(this::comeBack, BIND_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }
}
