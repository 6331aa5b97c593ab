package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The answers of web servers, and of what stands before them. */
final class WebPages {
    private WebPages() {}

    static FullHttpResponse empty(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }

    static FullHttpResponse with(HttpResponseStatus status, String type, ByteBuf body) {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        return answer;
    }

    static FullHttpResponse xml(HttpResponseStatus status, String text) {
        return with(status, "text/xml; charset=utf-8", Unpooled.copiedBuffer(text, UTF_8));
    }

    /** A page for people. */
    static FullHttpResponse page(HttpResponseStatus status, String text) {
        return with(
                status,
                "text/html; charset=utf-8",
                Unpooled.copiedBuffer(
                        "<html><head><title>" + text + "</title></head><body>" + text + "</body></html>", UTF_8));
    }

    /** How ISA Server denies a URL that no rule publishes. */
    static FullHttpResponse denied() {
        return page(
                HttpResponseStatus.FORBIDDEN,
                "Error Code: 403 Forbidden. The server denied the specified Uniform Resource Locator (URL)."
                        + " Contact the server administrator. (12202)");
    }
}
