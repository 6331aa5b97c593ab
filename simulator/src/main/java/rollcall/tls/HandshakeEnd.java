package rollcall.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Secures a connection for those that have no handler of their own in its pipeline yet: they are told once how it went. */
public final class HandshakeEnd extends ChannelInboundHandlerAdapter {
    private final Consumer<@Nullable Throwable> then;
    private @Nullable Future<?> limit;
    private boolean told;

    private HandshakeEnd(Consumer<@Nullable Throwable> then) {
        this.then = then;
    }

    /**
     * Adds the layer to a connected channel's pipeline and lets the handshake begin; to be called on its event loop.
     *
     * @param limitNanos how long it may take, in nanoseconds; 0 is for callers that have a limit of their own
     * @param then gets null when the connection is secured, and otherwise why it is not
     */
    public static void secure(
            ChannelPipeline pipeline, TlsLayer layer, long limitNanos, Consumer<@Nullable Throwable> then) {
        HandshakeEnd end = new HandshakeEnd(then);
        if (limitNanos > 0) {
            end.limit =
                    pipeline.channel().eventLoop().schedule(() -> end.late(pipeline), limitNanos, TimeUnit.NANOSECONDS);
        }
        pipeline.addFirst(end);
        pipeline.addFirst(layer); // may tell at once
    }

    private void late(ChannelPipeline pipeline) {
        tell(new SslHandshakeTimeoutException("the handshake was begun and not ended"));
        var unused = pipeline.channel().close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            context.pipeline().remove(this);
            tell(done.cause());
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void tell(@Nullable Throwable cause) {
        if (told) {
            return;
        }
        told = true;
        if (limit != null) {
            limit.cancel(false);
        }
        then.accept(cause);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tell(cause);
        var unused = context.close();
    }
}
