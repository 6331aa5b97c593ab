package rollcall.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The layer that any {@link SSLEngine} makes, by Netty's handler. */
final class EngineLayer extends SslHandler implements TlsLayer {
    private final long createdMillis;

    /** @param createdMillis when it is made: a session older than that was resumed */
    EngineLayer(SSLEngine engine, long createdMillis) {
        super(engine);
        this.createdMillis = createdMillis;
        setHandshakeTimeoutMillis(0);
    }

    @Override
    public boolean secured() {
        return handshakeFuture().isSuccess();
    }

    @Override
    public byte[][] sent() {
        try {
            Certificate[] chain = engine().getSession().getPeerCertificates();
            byte[][] ders = new byte[chain.length][];
            for (int i = 0; i < chain.length; i++) {
                ders[i] = chain[i].getEncoded();
            }
            return ders;
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return new byte[0][];
        }
    }

    @Override
    public String protocol() {
        return engine().getSession().getProtocol();
    }

    @Override
    public String cipherSuite() {
        return engine().getSession().getCipherSuite();
    }

    /**
     * BoringSSL says so itself; for the others it is concluded from the session's age, which misses a session that was
     * made in the same millisecond.
     */
    @Override
    public boolean resumed() {
        if (engine() instanceof ReferenceCountedOpenSslEngine openSsl) {
            long ssl = openSsl.sslPointer();
            return ssl != 0 && SSL.isSessionReused(ssl);
        }
        return engine().getSession().getCreationTime() < createdMillis;
    }

    @Override
    public void sayGoodBye() {
        var unused = closeOutbound();
    }
}
