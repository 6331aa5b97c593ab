package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of a web server, or the part of it that a request asks for (RFC 9110 §14). */
final class WebParts {
    private static final String FILE = "application/octet-stream";

    /** One range; of several none is heeded, which a server is free to do. */
    private static final Pattern RANGE =
            Pattern.compile("bytes=[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*", Pattern.CASE_INSENSITIVE);

    private WebParts() {}

    /** @param file passes to the answer */
    static FullHttpResponse answer(ByteBuf file, HttpHeaders asked) {
        List<String> ranges = asked.getAll(HttpHeaderNames.RANGE);
        Matcher range = RANGE.matcher(ranges.size() == 1 ? ranges.get(0) : "");
        // §13.1.5: these files have no validators, so that no If-Range is met
        if (asked.contains(HttpHeaderNames.IF_RANGE) || !range.matches()) {
            return whole(file);
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return whole(file);
        }
        long length = file.readableBytes();
        long most = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (from.isEmpty()) { // the last so many bytes
            return most == 0 ? outside(file) : part(file, Math.max(0, length - most), length - 1);
        }
        long first = Long.parseLong(from);
        if (most < first) {
            return whole(file);
        }
        return first >= length ? outside(file) : part(file, first, Math.min(most, length - 1));
    }

    private static FullHttpResponse whole(ByteBuf file) {
        FullHttpResponse answer = WebPages.with(HttpResponseStatus.OK, FILE, file);
        answer.headers().set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        return answer;
    }

    private static FullHttpResponse part(ByteBuf file, long first, long last) {
        String which = first + "-" + last + '/' + file.readableBytes();
        ByteBuf bytes = file.readerIndex((int) first).writerIndex((int) last + 1);
        FullHttpResponse answer = WebPages.with(HttpResponseStatus.PARTIAL_CONTENT, FILE, bytes);
        answer.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes " + which);
        return answer;
    }

    private static FullHttpResponse outside(ByteBuf file) {
        FullHttpResponse answer = WebPages.empty(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
        answer.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + file.readableBytes());
        file.release();
        return answer;
    }
}
