package rollcall.mock;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PoolPublishing;

/**
 * One client's connection to a reverse proxy, and the one that belongs to it from there to the web server: NTLM binds a
 * connection, so each client must have its own. What the publishing rule does not name is denied.
 */
final class ProxyConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MOST_ANSWER_BYTES = 16 << 20;
    private static final int MOST_WAITING = 16;
    private static final int CONNECT_MILLIS = 5_000;

    private final PoolPublishing rule;
    private final MockProxy.Farm farm;
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>(1);
    private @Nullable Channel inside;
    private boolean secured;

    ProxyConnection(PoolPublishing rule, MockProxy.Farm farm) {
        this.rule = rule;
        this.farm = farm;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            answer(context, WebPages.empty(HttpResponseStatus.BAD_REQUEST), false);
        } else if (!isPublished(request)) {
            answer(context, WebPages.denied(), HttpUtil.isKeepAlive(request));
        } else if (waiting.size() == MOST_WAITING) {
            answer(context, WebPages.empty(HttpResponseStatus.SERVICE_UNAVAILABLE), false);
        } else {
            if (rule.delegation()) {
                request.headers().remove(HttpHeaderNames.AUTHORIZATION);
            }
            request.headers().set(HttpHeaderNames.HOST, farm.host());
            waiting.add(request.retain());
            if (inside == null) {
                connect(context);
            } else {
                pass();
            }
        }
    }

    private boolean isPublished(FullHttpRequest request) {
        String host = String.valueOf(request.headers().get(HttpHeaderNames.HOST));
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        String path = request.uri().toLowerCase(Locale.ROOT);
        return name.equalsIgnoreCase(rule.publicName())
                && rule.paths().stream().anyMatch(each -> path.startsWith(each.toLowerCase(Locale.ROOT)));
    }

    private void connect(ChannelHandlerContext client) {
        SslHandler tls = farm.handler(client.alloc());
        Bootstrap bootstrap = new Bootstrap()
                .group(client.channel().eventLoop())
                .channel(farm.sockets())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls,
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(MOST_ANSWER_BYTES),
                                        new Relay(client));
                    }
                });
        var connecting = bootstrap.connect(farm.address());
        inside = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                fail(client, HttpResponseStatus.BAD_GATEWAY, "No connection could be made. (10061)");
            }
        });
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                secured = true;
                pass();
            } else if (connecting.isSuccess()) {
                // What ISA Server 2006 says, from memory.
                fail(
                        client,
                        HttpResponseStatus.INTERNAL_SERVER_ERROR,
                        farm.isAboutName(done.cause())
                                ? "The target principal name is incorrect. (-2146893022)"
                                : "The certificate chain was issued by an authority that is not trusted. (-2146893019)");
            }
        });
    }

    private void pass() {
        Channel open = inside;
        if (open != null && secured) {
            for (FullHttpRequest next = waiting.poll(); next != null; next = waiting.poll()) {
                var unused = open.writeAndFlush(next);
            }
        }
    }

    private void fail(ChannelHandlerContext client, HttpResponseStatus status, String text) {
        answer(client, WebPages.page(status, "Error Code: " + status + ". " + text), false);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void answer(ChannelHandlerContext client, FullHttpResponse answer, boolean stays) {
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
        if (!stays) {
            answer.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        client.writeAndFlush(answer).addListener(written -> {
            if (!stays || !written.isSuccess()) {
                client.close();
            }
        });
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone
    public void channelInactive(ChannelHandlerContext context) {
        Channel open = inside;
        if (open != null) {
            open.close();
        }
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** The way back. */
    private final class Relay extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final ChannelHandlerContext client;

        Relay(ChannelHandlerContext client) {
            this.client = client;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            answer(client, answer.retain(), HttpUtil.isKeepAlive(answer));
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // both end together
        public void channelInactive(ChannelHandlerContext context) {
            if (secured) {
                client.close();
            }
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // both end together
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
