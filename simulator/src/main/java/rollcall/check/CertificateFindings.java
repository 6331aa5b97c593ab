package rollcall.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.tls.CertificateInspection;
import rollcall.tls.TlsRefusal;

/**
 * What is said of the certificate of a server beside those for signing in.
 *
 * @param name when it is for another host
 * @param notValidNow when it has expired, is not valid yet, or not meant for servers
 */
record CertificateFindings(Finding name, Finding untrusted, Finding notValidNow, Finding expiresSoon) {
    private static final Duration SOON = Duration.ofDays(30);

    /**
     * Judges a certificate, and tells the step.
     *
     * @param request where the request for a new one is made, as {@code in the request for a new certificate}
     * @return whether nothing is wrong with it today
     */
    boolean judge(CertificateInspection shown, String host, String request, Instant now, Step step) {
        step.detail("issued by " + shown.issuer() + ", valid until " + day(shown));
        int before = step.found().size();
        add(step, name, shown.name(host), names(shown, host, request));
        TlsRefusal dates = shown.dates();
        add(step, notValidNow, dates == null ? shown.purpose() : dates);
        TlsRefusal chain = shown.chain();
        if (chain != null && chain.fault() != Fault.TLS_CERT_EXPIRED && chain.fault() != Fault.TLS_CERT_NOT_YET_VALID) {
            add(step, untrusted, chain);
        } else if (dates == null) {
            add(step, notValidNow, chain);
        }
        boolean right = step.found().size() == before;
        if (right && shown.notAfter().isBefore(now.plus(SOON))) {
            step.found(new Found(expiresSoon, "on " + day(shown)));
        }
        return right;
    }

    private static String day(CertificateInspection shown) {
        return shown.notAfter().toString().substring(0, 10);
    }

    private static void add(Step step, Finding finding, @Nullable TlsRefusal refusal, Repair... repairs) {
        if (refusal != null) {
            step.found(new Found(finding, refusal.detail(), repairs));
        }
    }

    /** The names for a new certificate: the one that is missing, and that which it has. */
    private static Repair names(CertificateInspection shown, String host, String request) {
        List<String> names = new ArrayList<>(List.of(host));
        String commonName = shown.commonName();
        if (commonName != null && !names.contains(commonName)) {
            names.add(commonName);
        }
        return new Repair(
                request,
                "subject: CN=" + host + System.lineSeparator() + "subject alternative names: DNS:"
                        + String.join(", DNS:", names));
    }
}
