package rollcall.client;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Credentials;
import rollcall.auth.HttpKerberos;
import rollcall.auth.HttpNtlm;
import rollcall.dns.Locator;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.Transport;
import rollcall.tls.HandshakeEnd;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;
import rollcall.web.WebErrand;
import rollcall.web.WebLogin;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;
import rollcall.web.WebVisit;

/**
 * One errand of one client with its connection: finds the web server, connects, secures, and lets the errand be done. Ends
 * once, or never when it is abandoned. Its time limit is the machine's affair.
 */
final class WebFetch implements Locator.Resolved, WebLogin {
    private final ClientSession session;
    private final Fetches fetches;
    private final LoopKit kit;
    private final Endpoint endpoint;
    private final WebErrand errand;
    private @Nullable SocketChannel channel;
    private boolean over;

    WebFetch(ClientSession session, Fetches fetches, LoopKit kit, Endpoint endpoint, WebErrand errand) {
        this.session = session;
        this.fetches = fetches;
        this.kit = kit;
        this.endpoint = endpoint;
        this.errand = errand;
    }

    WebErrand errand() {
        return errand;
    }

    /** Ends in silence. */
    void abandon() {
        over = true;
        hangUp();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it any more
    private void hangUp() {
        SocketChannel open = channel;
        if (open != null) {
            channel = null;
            open.close();
        }
    }

    private void end(WebResult result) {
        if (!over) {
            over = true;
            hangUp();
            fetches.ended(this, result);
        }
    }

    private void fail(Fault fault, String detail) {
        end(WebResult.failed(fault, errand.url() + ": " + detail));
    }

    // ---- where ----

    @Override
    public void resolved(List<InetAddress> addresses) {
        session.lookedUp();
        if (!over) {
            connect(addresses.get(0));
        }
    }

    @Override
    public void notResolved(Fault fault, String detail) {
        session.lookedUp();
        fail(fault, detail);
    }

    private void connect(InetAddress address) {
        WebUrl url = errand.url();
        if (!kit.rules().gate().permits(new Target(url.host(), url.port(), Transport.TLS, "provisioning"), address)) {
            fail(Fault.GUARD_FORBIDDEN, url.authority() + " at " + address.getHostAddress());
            return;
        }
        SocketChannel opened;
        try {
            opened = Dialer.socket(kit);
        } catch (ChannelException e) { // no file descriptor is left
            ConnectFailure failure = ConnectFailure.of(e);
            fail(failure.fault(), failure.detail());
            return;
        }
        channel = opened;
        Dialer.connect(kit, opened, new InetSocketAddress(address, url.port())).addListener(connect -> {
            if (connect.isSuccess()) {
                secure(opened);
            } else {
                ConnectFailure failure = ConnectFailure.of(connect.cause());
                fail(failure.fault(), failure.detail());
            }
        });
    }

    // ---- secured ----

    private void secure(SocketChannel open) {
        if (over) {
            return;
        }
        WebUrl url = errand.url();
        TlsLayer layer = kit.tls().layer(open.alloc(), url.host(), url.port(), session.user());
        HandshakeEnd.secure(open.pipeline(), layer, 0, cause -> {
            if (over) {
                return;
            }
            TlsRefusal refusal = cause == null
                    ? kit.tls().judge(layer, url.host())
                    : kit.tls().explain(layer, cause, url.host());
            if (refusal == null) {
                new WebVisit(errand, this, this::end).begin(open.pipeline());
            } else {
                fail(refusal.fault(), refusal.detail());
            }
        });
    }

    // ---- who ----

    @Override
    public @Nullable Fault hindrance() {
        return kit.rules().gate().mayAuthenticate(endpoint.user) ? null : Fault.AUTH_NOT_TRIED;
    }

    @Override
    public @Nullable HttpNtlm ntlm() {
        Credentials credentials = endpoint.authenticator.credentials();
        return credentials == null || credentials.password().isEmpty()
                ? null
                : new HttpNtlm(kit.scratch().auth, credentials);
    }

    @Override
    public @Nullable HttpKerberos kerberos(String host) {
        Credentials credentials = endpoint.authenticator.credentials();
        return credentials == null || !endpoint.authenticator.hasTickets()
                ? null
                : kit.scratch().auth.httpKerberos(credentials, host);
    }

    @Override
    public void prepare(Runnable work, Runnable then) {
        try {
            kit.prepare(work, then);
        } catch (RejectedExecutionException e) {
            fail(Fault.AUTH_NO_TICKET, "too many wait for the KDC already");
        }
    }

    @Override
    public void refused() {
        kit.rules().gate().refused(endpoint.user);
    }
}
