package rollcall.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.tls.CertificateInspection;
import rollcall.tls.TlsRefusal;

/** What is wrong with the certificate of a server that a client has connected to by a name. */
final class CertificateCheck {
    private static final Duration SOON = Duration.ofDays(30);
    private static final int SHORT_RSA = 2048;
    private static final int SHORT_EC = 224;

    private final String domain;
    private final boolean rootsGiven;
    private final Instant now;

    /** @param rootsGiven whether the trusted roots were named, as those of the company, or are just this machine's */
    CertificateCheck(String domain, boolean rootsGiven, Instant now) {
        this.domain = domain;
        this.rootsGiven = rootsGiven;
        this.now = now;
    }

    void judge(String host, CertificateInspection certificate, Step step) {
        step.detail("certificate for " + certificate.names());
        step.detail("issued by " + certificate.issuer() + ", valid until " + day(certificate.notAfter()) + ", "
                + certificate.key() + ", " + certificate.signature());
        judgeNames(host, certificate, step);
        judgeChain(certificate, step);
        judgeDates(certificate, step);
        add(step, TlsFinding.PURPOSE, certificate.purpose());
        if (isShort(certificate)) {
            step.found(new Found(TlsFinding.KEY_SIZE, certificate.key()));
        }
        if (isWeaklySigned(certificate)) {
            step.found(new Found(TlsFinding.WEAK_SIGNATURE, certificate.signature()));
        }
        if (!certificate.namesRevocationList()) {
            step.found(new Found(TlsFinding.NO_REVOCATION_LIST, "certificate for " + certificate.names()));
        }
    }

    private void judgeNames(String host, CertificateInspection certificate, Step step) {
        TlsRefusal name = certificate.name(host);
        if (name != null) {
            add(step, TlsFinding.NAME, name, names(host, certificate));
        } else if (certificate.isByWildcard(host)) {
            step.found(
                    new Found(TlsFinding.WILDCARD, host + " against " + certificate.names(), names(host, certificate)));
        } else if (certificate.name("sip." + domain) != null) {
            step.found(new Found(
                    TlsFinding.NO_SIP_NAME,
                    "sip." + domain + " is not among " + certificate.names(),
                    names(host, certificate)));
        }
        if (certificate.lacksCommonNameAmongAlternatives()) {
            step.found(new Found(
                    TlsFinding.COMMON_NAME,
                    "\"" + certificate.commonName() + "\" is missing among " + certificate.names(),
                    names(host, certificate)));
        }
    }

    private void judgeChain(CertificateInspection certificate, Step step) {
        TlsRefusal chain = certificate.chain();
        if (chain == null) {
            if (!certificate.isInOrder()) {
                step.found(new Found(TlsFinding.ORDER, "certificate for " + certificate.names()));
            }
            return;
        }
        add(step, brokenChain(chain.fault(), certificate), chain);
    }

    private TlsFinding brokenChain(Fault fault, CertificateInspection certificate) {
        return switch (fault) {
            case TLS_CERT_EXPIRED -> TlsFinding.EXPIRED; // not its own date, but that of one above it
            case TLS_CERT_NOT_YET_VALID -> TlsFinding.NOT_YET_VALID;
            // Where the company's roots were named, an issuer that is neither sent nor among them is most likely one
            // below.
            case TLS_CERT_UNKNOWN_ROOT ->
                certificate.isAlone() && rootsGiven ? TlsFinding.INCOMPLETE : TlsFinding.UNKNOWN_ROOT;
            default ->
                isShort(certificate) || isWeaklySigned(certificate) ? TlsFinding.LEGACY : TlsFinding.UNKNOWN_ROOT;
        };
    }

    private static boolean isShort(CertificateInspection certificate) {
        int bits = certificate.keyBits();
        return bits > 0 && bits < (certificate.isRsa() ? SHORT_RSA : SHORT_EC);
    }

    private static boolean isWeaklySigned(CertificateInspection certificate) {
        String signature = certificate.signature().toUpperCase(Locale.ROOT);
        return signature.startsWith("SHA1") || signature.startsWith("MD5");
    }

    private void judgeDates(CertificateInspection certificate, Step step) {
        TlsRefusal dates = certificate.dates();
        if (dates != null) {
            boolean expired = dates.fault() == Fault.TLS_CERT_EXPIRED;
            add(step, expired ? TlsFinding.EXPIRED : TlsFinding.NOT_YET_VALID, dates);
        } else if (certificate.notAfter().isBefore(now.plus(SOON))) {
            long days = Duration.between(now, certificate.notAfter()).toDays();
            step.found(new Found(
                    TlsFinding.EXPIRES_SOON,
                    "on " + day(certificate.notAfter())
                            + (days == 0 ? ", within a day" : days == 1 ? ", in 1 day" : ", in " + days + " days")));
        }
    }

    private static String day(Instant instant) {
        return instant.toString().substring(0, 10);
    }

    private static void add(Step step, TlsFinding finding, @Nullable TlsRefusal refusal, Repair... repairs) {
        if (refusal != null) {
            step.found(new Found(finding, refusal.detail(), repairs));
        }
    }

    /** The names for a new certificate: what it has that is right, and what is missing. */
    private Repair names(String host, CertificateInspection certificate) {
        List<String> names = new ArrayList<>();
        names.add(host);
        String commonName = certificate.commonName();
        if (commonName != null && !commonName.startsWith("*.") && !names.contains(commonName)) {
            names.add(commonName);
        }
        if (!names.contains("sip." + domain)) {
            names.add("sip." + domain);
        }
        return new Repair(
                "in the request for a new certificate",
                "subject: CN=" + host + System.lineSeparator() + "subject alternative names: DNS:"
                        + String.join(", DNS:", names));
    }
}
