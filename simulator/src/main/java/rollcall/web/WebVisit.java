package rollcall.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * One errand on one connection that is open and secured: sends its requests one after the other, authenticates where the
 * server asks, counts what comes. Ends by telling what came of it, once; closing the connection and its time limit are the
 * affair of whoever opened it.
 */
public final class WebVisit extends SimpleChannelInboundHandler<HttpObject> {
    private final WebErrand errand;
    private final WebAuthentication authentication;
    private final WebLogin login;
    private final Consumer<WebResult> end;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    private boolean over;
    private int status;
    private List<String> offers = List.of();
    private String contentRange = "";
    private long bytes;

    /** @param end called on the event loop, once */
    public WebVisit(WebErrand errand, WebLogin login, Consumer<WebResult> end) {
        this.errand = errand;
        this.login = login;
        this.authentication = new WebAuthentication(login);
        this.end = end;
    }

    /** Begins, at the end of this pipeline. */
    public void begin(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpClientCodec(), this);
        ask(pipeline.context(this));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is none: a failure shows in exceptionCaught
    private void ask(ChannelHandlerContext context) {
        WebRequest asked = errand.request();
        ByteBuf body = authentication.asks()
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.copiedBuffer(asked.body(), StandardCharsets.UTF_8);
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                asked.isPost() ? HttpMethod.POST : HttpMethod.GET,
                asked.url().path(),
                body);
        request.headers().set(HttpHeaderNames.HOST, asked.url().authority());
        request.headers().set(HttpHeaderNames.ACCEPT, "*/*");
        if (asked.isPost()) {
            request.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/xml; charset=utf-8");
            request.headers().set("SOAPAction", asked.soapAction());
            request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        if (!asked.range().isEmpty()) {
            request.headers().set(HttpHeaderNames.RANGE, asked.range());
        }
        if (!authentication.header().isEmpty()) {
            request.headers().set(HttpHeaderNames.AUTHORIZATION, authentication.header());
        }
        context.writeAndFlush(request, context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (over) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            finish(WebResult.failed(Fault.WEB_MALFORMED, "what came from " + errand.url() + " is not HTTP"));
            return;
        }
        if (part instanceof HttpResponse response) {
            status = response.status().code();
            offers = response.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE);
            contentRange = response.headers().get(HttpHeaderNames.CONTENT_RANGE, "");
            head.reset();
            bytes = 0;
        }
        if (part instanceof HttpContent content) {
            take(content.content());
        }
        if (part instanceof LastHttpContent && !over && status >= 200) {
            answered(context);
        }
    }

    private void take(ByteBuf content) {
        bytes += content.readableBytes();
        if (bytes > errand.mostBytes()) {
            finish(WebResult.failed(
                    Fault.WEB_TOO_LARGE, "more than " + errand.mostBytes() + " bytes from " + errand.url()));
            return;
        }
        int room = Math.min(errand.keptBytes() - head.size(), content.readableBytes());
        if (room > 0) {
            try {
                content.getBytes(content.readerIndex(), head, room);
            } catch (IOException e) {
                throw new IllegalStateException("an array cannot fail", e);
            }
        }
    }

    private void answered(ChannelHandlerContext context) {
        WebResult result;
        if (status == 401) {
            WebUrl url = errand.request().url();
            result = authentication.challenged(offers, url);
            Runnable work = authentication.preparation();
            if (result == null && work != null) {
                login.prepare(work, () -> goOn(context, authentication.prepared(url)));
                return;
            }
        } else {
            authentication.passed();
            result = errand.answered(new WebAnswer(status, head.toByteArray(), bytes, contentRange));
        }
        goOn(context, result);
    }

    /** @param result null when there is another request to send */
    private void goOn(ChannelHandlerContext context, @Nullable WebResult result) {
        if (over) {
            return; // the connection has gone meanwhile
        }
        if (result == null) {
            ask(context);
        } else {
            finish(result);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        String when = authentication.header().isEmpty() ? "" : " in the middle of the authentication";
        finish(WebResult.failed(Fault.WEB_CLOSED, errand.url() + when));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        finish(WebResult.failed(Fault.WEB_CLOSED, errand.url() + ": " + cause.getMessage()));
    }

    private void finish(WebResult result) {
        if (!over) {
            over = true;
            end.accept(result);
        }
    }
}
