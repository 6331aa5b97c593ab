package rollcall.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthKit;
import rollcall.auth.Credentials;
import rollcall.auth.HttpKerberos;
import rollcall.auth.HttpNtlm;
import rollcall.client.ConnectFailure;
import rollcall.dns.DnsSockets;
import rollcall.outcome.Fault;
import rollcall.plan.PlanException;
import rollcall.plan.Secret;
import rollcall.plan.TlsPlan;
import rollcall.tls.CertificateInspection;
import rollcall.tls.HandshakeEnd;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;
import rollcall.web.WebErrand;
import rollcall.web.WebLogin;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;
import rollcall.web.WebVisit;

/**
 * Goes to web servers: connects, shakes hands whatever certificate is shown, and does an errand where a client would. The
 * user's password is sent to servers with the right certificate alone, and to none any more once one has refused it.
 */
final class WebProbe implements AutoCloseable {
    private final DnsSockets sockets;
    private final CheckPlan plan;
    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final CertificateInspection.Roots roots;
    private final TlsClient tls;
    private final AuthKit kit;
    /** Of the event loop. */
    private boolean refused;

    WebProbe(
            CheckPlan plan,
            DnsSockets sockets,
            CertificateInspection.Roots roots,
            LongSupplier nanoClock,
            LongSupplier wallMillis)
            throws PlanException {
        this.plan = plan;
        this.sockets = sockets;
        this.roots = roots;
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        TlsPlan asked = plan.tls();
        this.tls = TlsClient.onlooker(
                new TlsPlan(asked.engine(), null, asked.protocols(), asked.ciphers(), false, false, null), wallMillis);
        this.kit = new AuthKit(new SecureRandom(), () -> wallMillis.getAsLong() * 1_000_000L, "ROLLCALL");
    }

    /**
     * What came of a call.
     *
     * @param fault why it went wrong, on the way or at the errand; null when nothing did
     * @param certificate what the server showed; null when it came to no handshake
     * @param asked whether the server asked who is there
     * @param result of the errand; null where it was not begun
     */
    record Heard(
            @Nullable Fault fault,
            String detail,
            @Nullable CertificateInspection certificate,
            boolean asked,
            @Nullable WebResult result,
            long nanos) {}

    /** Looks who is there; the answer comes on the event loop, in bounded time. */
    CompletableFuture<Heard> knock(WebUrl url, InetAddress address) {
        return new Call(url, null).to(address);
    }

    /** Does an errand, if the server shows a certificate that a client takes. */
    CompletableFuture<Heard> visit(WebErrand errand, InetAddress address) {
        return new Call(errand.url(), errand).to(address);
    }

    private final class Call implements WebLogin {
        private final CompletableFuture<Heard> heard = new CompletableFuture<>();
        private final WebUrl url;
        private final @Nullable WebErrand errand;
        private final long startNanos = nanoClock.getAsLong();
        private @Nullable CertificateInspection certificate;
        private boolean asked;

        Call(WebUrl url, @Nullable WebErrand errand) {
            this.url = url;
            this.errand = errand;
        }

        CompletableFuture<Heard> to(InetAddress address) {
            CheckLimits limits = plan.limits();
            ChannelFuture connecting = new Bootstrap()
                    .group(sockets.loop())
                    .channelFactory(sockets.tcp())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis(limits.connectNanos()))
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {}
                    })
                    .connect(new InetSocketAddress(address, url.port()));
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    secure(connecting.channel());
                } else {
                    ConnectFailure failure = ConnectFailure.of(done.cause());
                    end(failure.fault(), failure.detail(), null);
                }
            });
            long most =
                    limits.connectNanos() + limits.handshakeNanos() + (errand == null ? 0 : 2 * limits.answerNanos());
            Future<?> deadline = sockets.loop()
                    .schedule(
                            () -> end(
                                    Fault.WEB_TIMEOUT,
                                    "nothing more came of it in " + millis(most) / 1000 + " s",
                                    null),
                            most,
                            TimeUnit.NANOSECONDS);
            var unused = heard.whenComplete((told, failure) -> {
                deadline.cancel(false);
                var unusedClose = connecting.channel().close();
            });
            return heard;
        }

        private void secure(Channel open) {
            TlsLayer layer = tls.layer(open.alloc(), url.host(), url.port());
            HandshakeEnd.secure(open.pipeline(), layer, plan.limits().handshakeNanos(), cause -> {
                if (heard.isDone()) {
                    return;
                }
                if (cause != null) {
                    TlsRefusal refusal = tls.explain(layer, cause, url.host());
                    end(refusal.fault(), refusal.detail(), null);
                    return;
                }
                List<X509Certificate> sent = tls.shown(layer);
                certificate = sent.isEmpty()
                        ? null
                        : CertificateInspection.of(sent, roots, Instant.ofEpochMilli(wallMillis.getAsLong()));
                if (errand == null || !isRight(certificate)) {
                    end(null, "", null);
                } else {
                    new WebVisit(errand, this, result -> end(result.fault(), result.detail(), result))
                            .begin(open.pipeline());
                }
            });
        }

        private boolean isRight(@Nullable CertificateInspection shown) {
            return shown != null
                    && shown.name(url.host()) == null
                    && shown.chain() == null
                    && shown.dates() == null
                    && shown.purpose() == null;
        }

        private void end(@Nullable Fault fault, String detail, @Nullable WebResult result) {
            heard.complete(new Heard(fault, detail, certificate, asked, result, nanoClock.getAsLong() - startNanos));
        }

        @Override
        public @Nullable Fault hindrance() {
            asked = true;
            return refused ? Fault.AUTH_NOT_TRIED : null;
        }

        @Override
        public @Nullable HttpNtlm ntlm() {
            Secret password = plan.account().password();
            return password == null
                    ? null
                    : new HttpNtlm(kit, Credentials.of(plan.account().logonName(), password.reveal()));
        }

        /** A check goes by password, which works from everywhere. */
        @Override
        public @Nullable HttpKerberos kerberos(String host) {
            return null;
        }

        @Override
        public void prepare(Runnable work, Runnable then) {
            throw new IllegalStateException("nothing here takes long");
        }

        @Override
        public void refused() {
            refused = true;
        }
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    @Override
    public void close() {
        sockets.loop().execute(tls::close);
    }
}
