package rollcall.tls;

import java.security.cert.CertificateException;

/** Carries a verdict out of the TLS engine. Without a stack: thousands may be thrown in a second. */
final class RefusedCertificate extends CertificateException {
    private static final long serialVersionUID = 1;

    private final transient TlsRefusal refusal;

    RefusedCertificate(TlsRefusal refusal) {
        super(refusal.detail());
        this.refusal = refusal;
    }

    TlsRefusal refusal() {
        return refusal;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
