package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Association.Verdict;
import rollcall.auth.AuthKit;
import rollcall.auth.HttpNtlmVerifier;
import rollcall.auth.NtlmServer;
import rollcall.auth.NtlmVerifier;
import rollcall.auth.Scheme;
import rollcall.sip.AsciiSlice;
import rollcall.sip.XmlScan;

/**
 * One connection to a web server of the pool. Where the pool asks for NTLM, so does this, once a connection (RFC 4559); no
 * other scheme of a pool is known here, and a pool without NTLM lets everybody in.
 */
final class WebConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String NTLM = "NTLM";
    private static final String NEGOTIATE = "Negotiate";
    private static final String OPERATION = "QueryDLMembers";

    private final PoolState pool;
    private final Front front;
    private final HttpNtlmVerifier verifier;
    private boolean known;

    WebConnection(PoolState pool, Front front, AuthKit kit, NtlmServer ntlm, NtlmVerifier.Passwords passwords) {
        this.pool = pool;
        this.front = front;
        this.verifier = new HttpNtlmVerifier(kit, ntlm, passwords);
        this.known = !pool.plan().auth().schemes().contains("ntlm");
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        FullHttpResponse answer =
                request.decoderResult().isFailure() ? empty(HttpResponseStatus.BAD_REQUEST) : answered(request);
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
        answer.headers().set(HttpHeaderNames.SERVER, "Microsoft-IIS/7.0");
        boolean stays =
                HttpUtil.isKeepAlive(request) && !request.decoderResult().isFailure();
        if (!stays) {
            answer.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        context.writeAndFlush(answer).addListener(written -> {
            if (!stays || !written.isSuccess()) {
                context.close();
            }
        });
    }

    private FullHttpResponse answered(FullHttpRequest request) {
        FullHttpResponse refusal = known ? null : refusal(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        return refusal == null ? served(request) : refusal;
    }

    /** What is between this client and what it asks for; null when nothing is. */
    private @Nullable FullHttpResponse refusal(@Nullable String authorization) {
        int space = authorization == null ? -1 : authorization.indexOf(' ');
        if (authorization == null || space < 0) {
            return offers();
        }
        String scheme = authorization.substring(0, space).equalsIgnoreCase(NTLM) ? NTLM : NEGOTIATE;
        String token = authorization.substring(space + 1).strip();
        String challenge = verifier.challenge(token);
        if (challenge != null) {
            FullHttpResponse asks = empty(HttpResponseStatus.UNAUTHORIZED);
            asks.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, scheme + ' ' + challenge);
            return asks;
        }
        known = verifier.accepts(token);
        Verdict verdict = known ? Verdict.ACCEPTED : Verdict.REFUSED;
        pool.stats().attempt(verdict);
        pool.attempts()
                .attempted(
                        pool.clock().millis(),
                        front.host(),
                        verifier.named().logonName(),
                        Scheme.NTLM,
                        known ? "accepted" : "refused");
        return known ? null : offers();
    }

    private static FullHttpResponse offers() {
        FullHttpResponse answer = empty(HttpResponseStatus.UNAUTHORIZED);
        answer.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, NEGOTIATE);
        answer.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, NTLM);
        return answer;
    }

    /** IIS does not look at the case of a path. */
    private FullHttpResponse served(FullHttpRequest request) {
        String uri = request.uri().toLowerCase(Locale.ROOT);
        for (String folder : new String[] {"/abs/int/handler/", "/abs/ext/handler/"}) {
            if (uri.startsWith(folder)) {
                ByteBuf file = request.method().equals(HttpMethod.GET)
                        ? pool.web().file(uri.substring(folder.length()))
                        : null;
                return file == null
                        ? empty(HttpResponseStatus.NOT_FOUND)
                        : with(HttpResponseStatus.OK, "application/octet-stream", file);
            }
        }
        for (String service : new String[] {"/groupexpansion/int/service.asmx", "/groupexpansion/ext/service.asmx"}) {
            if (uri.equals(service + "?wsdl")) {
                return xml(HttpResponseStatus.OK, wsdl());
            }
            if (uri.equals(service) && request.method().equals(HttpMethod.POST)) {
                return expanded(request.content());
            }
        }
        return empty(HttpResponseStatus.NOT_FOUND);
    }

    private FullHttpResponse expanded(ByteBuf body) {
        byte[] bytes = new byte[body.readableBytes()];
        body.getBytes(body.readerIndex(), bytes);
        AsciiSlice text = new AsciiSlice();
        text.set(bytes, 0, bytes.length);
        XmlScan xml = new XmlScan();
        xml.parse(text);
        if (!xml.next("Envelope") || !xml.next(OPERATION) || !xml.next("groupMailAddress")) {
            return fault("soap:Client", "Server did not recognize the request.");
        }
        xml.text(text);
        String members = pool.web().members(text.utf8());
        if (members == null) {
            return fault("soap:Server", "There is no group of that mail address.");
        }
        return xml(
                HttpResponseStatus.OK,
                envelope("<" + OPERATION + "Response xmlns=\"DistributionListExpander\"><" + OPERATION
                        + "Result><Status>Success</Status>" + members + "</" + OPERATION + "Result></" + OPERATION
                        + "Response>"));
    }

    private static FullHttpResponse fault(String code, String reason) {
        return xml(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                envelope("<soap:Fault><faultcode>" + code + "</faultcode><faultstring>" + reason
                        + "</faultstring></soap:Fault>"));
    }

    private static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>" + body
                + "</soap:Body></soap:Envelope>";
    }

    /** No more of it than the names that a client looks for. */
    private static String wsdl() {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><wsdl:definitions"
                + " xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" targetNamespace=\"DistributionListExpander\">"
                + "<wsdl:portType name=\"DLExpanderSoap\"><wsdl:operation name=\"" + OPERATION
                + "\"/></wsdl:portType></wsdl:definitions>";
    }

    private static FullHttpResponse xml(HttpResponseStatus status, String text) {
        return with(status, "text/xml; charset=utf-8", Unpooled.copiedBuffer(text, UTF_8));
    }

    private static FullHttpResponse with(HttpResponseStatus status, String type, ByteBuf body) {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        return answer;
    }

    private static FullHttpResponse empty(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
