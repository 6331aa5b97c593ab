package rollcall.mock;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Association.Verdict;
import rollcall.auth.AuthKit;
import rollcall.auth.HttpKerberosVerifier;
import rollcall.auth.HttpNtlmVerifier;
import rollcall.auth.NtlmServer;
import rollcall.auth.NtlmVerifier;
import rollcall.auth.Scheme;
import rollcall.mock.Behaviour.NotPublished;
import rollcall.mock.Behaviour.OfWeb;
import rollcall.mock.Behaviour.Web;
import rollcall.mock.Behaviour.WebSlow;
import rollcall.mock.Behaviour.WebStatus;

/**
 * One connection to a web server of the pool. Where the pool asks for NTLM or Kerberos, so does this, once a connection (RFC
 * 4559); no other scheme of a pool is known here, and a pool without both lets everybody in.
 */
final class WebConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String NTLM = "NTLM";
    private static final String NEGOTIATE = "Negotiate";

    private final PoolState pool;
    private final Front front;
    private final HttpNtlmVerifier verifier;
    private final @Nullable HttpKerberosVerifier tickets;
    private final boolean takesNtlm;
    private final @Nullable OfWeb behaviour;
    private final WebServices services;
    private boolean known;

    /**
     * One connection.
     *
     * @param tickets judges Kerberos; null where nobody comes with it
     * @param behaviour how this connection is treated; null: as it should be
     */
    WebConnection(
            PoolState pool,
            Front front,
            AuthKit kit,
            NtlmServer ntlm,
            NtlmVerifier.Passwords passwords,
            @Nullable HttpKerberosVerifier tickets,
            @Nullable OfWeb behaviour) {
        this.tickets = tickets;
        this.pool = pool;
        this.front = front;
        this.verifier = new HttpNtlmVerifier(kit, ntlm, passwords);
        this.behaviour = behaviour;
        this.services = new WebServices(pool.web(), behaviour);
        this.takesNtlm = pool.plan().auth().schemes().contains("ntlm");
        this.known = !takesNtlm && tickets == null;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean readable = !request.decoderResult().isFailure();
        FullHttpResponse answer = readable ? answered(request) : WebPages.empty(HttpResponseStatus.BAD_REQUEST);
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
        answer.headers().set(HttpHeaderNames.SERVER, "Microsoft-IIS/7.0");
        boolean cut = behaviour == Web.TRUNCATED && answer.content().readableBytes() > 0 && isFile(answer);
        FullHttpResponse sent = cut ? WebServices.halved(answer) : answer;
        boolean stays = readable && !cut && HttpUtil.isKeepAlive(request);
        if (!stays) {
            sent.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        if (behaviour instanceof WebSlow slow) {
            var unused =
                    context.executor().schedule(() -> send(context, sent, stays), slow.nanos(), TimeUnit.NANOSECONDS);
        } else {
            send(context, sent, stays);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void send(ChannelHandlerContext context, FullHttpResponse answer, boolean stays) {
        context.writeAndFlush(answer).addListener(written -> {
            if (!stays || !written.isSuccess()) {
                context.close();
            }
        });
    }

    private static boolean isFile(FullHttpResponse answer) {
        return "application/octet-stream".equals(answer.headers().get(HttpHeaderNames.CONTENT_TYPE));
    }

    private FullHttpResponse answered(FullHttpRequest request) {
        FullHttpResponse answer = instead(request.uri());
        if (answer == null) {
            answer = services.open(request);
        }
        if (answer == null && !known) {
            answer = refusal(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        }
        return answer == null ? services.served(request) : answer;
    }

    /** What a behaviour has for everybody; null when there is nothing of the kind. */
    private @Nullable FullHttpResponse instead(String uri) {
        if (behaviour instanceof WebStatus bad) {
            HttpResponseStatus status = HttpResponseStatus.valueOf(bad.status());
            return WebPages.page(status, status.toString());
        }
        return behaviour instanceof NotPublished not
                        && uri.toLowerCase(Locale.ROOT).startsWith(not.path().toLowerCase(Locale.ROOT))
                ? WebPages.denied()
                : null;
    }

    /** What is between this client and what it asks for; null when nothing is. */
    private @Nullable FullHttpResponse refusal(@Nullable String authorization) {
        int space = authorization == null ? -1 : authorization.indexOf(' ');
        if (authorization == null || space < 0 || behaviour == Web.BASIC_ONLY) {
            return offers();
        }
        String scheme = authorization.substring(0, space).equalsIgnoreCase(NTLM) ? NTLM : NEGOTIATE;
        String token = authorization.substring(space + 1).strip();
        String owner = tickets == null || scheme.equals(NTLM) ? null : tickets.judge(token);
        if (owner != null || !takesNtlm) {
            return judged(owner != null, Scheme.KERBEROS, owner == null ? "" : owner);
        }
        String challenge = verifier.challenge(token);
        if (challenge != null) {
            FullHttpResponse asks = WebPages.empty(HttpResponseStatus.UNAUTHORIZED);
            asks.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, scheme + ' ' + challenge);
            return asks;
        }
        boolean right = verifier.accepts(token);
        return judged(right, Scheme.NTLM, verifier.named().logonName());
    }

    private @Nullable FullHttpResponse judged(boolean right, Scheme scheme, String who) {
        known = right && behaviour != Web.ASKS_AGAIN;
        Verdict verdict = known ? Verdict.ACCEPTED : Verdict.REFUSED;
        pool.stats().attempt(verdict);
        pool.attempts().attempted(pool.clock().millis(), front.host(), who, scheme, known ? "accepted" : "refused");
        return known ? null : offers();
    }

    private FullHttpResponse offers() {
        FullHttpResponse answer = WebPages.empty(HttpResponseStatus.UNAUTHORIZED);
        if (behaviour == Web.BASIC_ONLY) {
            answer.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"" + front.host() + '"');
            return answer;
        }
        answer.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, NEGOTIATE);
        if (takesNtlm) {
            answer.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, NTLM);
        }
        return answer;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
