package rollcall.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * What a server showed: its certificate, and those it sent along. Name, dates, purpose and chain are each judged on their
 * own, so that one fault does not hide another. Revocation is not checked: the real client asks Schannel, which passes
 * over a revocation list that it cannot reach.
 */
final class PeerCertificate {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1"; // RFC 5280 §4.2.1.12
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final X509Certificate[] chain;
    private final X509Certificate leaf;
    private final CertificateName name;

    /** @param chain as sent, the server's own first; never empty */
    PeerCertificate(X509Certificate[] chain) {
        this.chain = chain.clone();
        this.leaf = chain[0];
        this.name = new CertificateName(leaf);
    }

    /** Chain, dates and purpose together: the first fault, with the others named in its detail; null when there is none. */
    @Nullable
    TlsRefusal judge(TrustRoots roots, Instant now) {
        List<TlsRefusal> found = new ArrayList<>();
        for (TlsRefusal refusal : Arrays.asList(judgeChain(roots, now), judgeDates(now), judgePurpose())) {
            if (refusal != null) {
                found.add(refusal);
            }
        }
        if (found.size() < 2) {
            return found.isEmpty() ? null : found.get(0);
        }
        StringBuilder detail = new StringBuilder(found.get(0).detail());
        for (TlsRefusal other : found.subList(1, found.size())) {
            detail.append("; besides, ").append(other.detail());
        }
        return new TlsRefusal(found.get(0).fault(), detail.toString());
    }

    /** Is the name that the client connected to among the certificate's? */
    @Nullable
    TlsRefusal judgeName(String host) {
        if (name.matches(host)) {
            return null;
        }
        return new TlsRefusal(
                Fault.TLS_CERT_NAME, "connected to " + host + ", and the certificate has the names: " + name);
    }

    /** Is the server's own certificate within its dates? */
    @Nullable
    TlsRefusal judgeDates(Instant now) {
        return judgeDates(leaf, "the certificate", now);
    }

    private static @Nullable TlsRefusal judgeDates(X509Certificate certificate, String which, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            return new TlsRefusal(
                    Fault.TLS_CERT_EXPIRED, which + " expired on " + day(until) + " (" + days(until, now) + " ago)");
        }
        if (now.isBefore(from)) {
            return new TlsRefusal(
                    Fault.TLS_CERT_NOT_YET_VALID,
                    which + " is valid from " + day(from) + " on (in " + days(now, from)
                            + "); is this machine's clock right?");
        }
        return null;
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String days(Instant from, Instant to) {
        long days = from.until(to, ChronoUnit.DAYS);
        return days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
    }

    /** May it be used by a server? A certificate that names no purpose may be used for all. */
    @Nullable
    TlsRefusal judgePurpose() {
        List<String> purposes;
        try {
            purposes = leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return new TlsRefusal(Fault.TLS_CERT_PURPOSE, "the certificate's extended key usage cannot be read");
        }
        if (purposes == null || purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE)) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (String purpose : purposes) {
            words.add(purposeWord(purpose));
        }
        return new TlsRefusal(
                Fault.TLS_CERT_PURPOSE,
                "the certificate's extended key usage is " + String.join(", ", words) + ", without serverAuth ("
                        + SERVER_AUTH + ")");
    }

    private static String purposeWord(String oid) {
        return switch (oid) {
            case "1.3.6.1.5.5.7.3.2" -> "clientAuth";
            case "1.3.6.1.5.5.7.3.3" -> "codeSigning";
            case "1.3.6.1.5.5.7.3.4" -> "emailProtection";
            case "1.3.6.1.5.5.7.3.8" -> "timeStamping";
            case "1.3.6.1.5.5.7.3.9" -> "OCSPSigning";
            default -> oid;
        };
    }

    /** Does a path lead from the certificate to a trusted root? The dates of the server's own play no part. */
    @Nullable
    TlsRefusal judgeChain(TrustRoots roots, Instant now) {
        if (roots.contains(leaf)) {
            return null; // trusted by itself
        }
        Instant when = withinDatesOfLeaf(now);
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots.anchors(), target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(when));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(chain))));
            PKIXCertPathBuilderResult path = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            // PKIX leaves the root's own dates out of account; Schannel does not.
            X509Certificate root = path.getTrustAnchor().getTrustedCert();
            return judgeDates(root, "the root " + subject(root), now);
        } catch (CertPathBuilderException e) {
            return explainChain(roots, when);
        } catch (GeneralSecurityException e) {
            return rejected(e.getMessage());
        }
    }

    private Instant withinDatesOfLeaf(Instant now) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        return now.isAfter(until) ? until : now.isBefore(from) ? from : now;
    }

    /** No path was found: walks up by names, and says where the way ends. */
    private TlsRefusal explainChain(TrustRoots roots, Instant when) {
        List<X509Certificate> walked = new ArrayList<>();
        walked.add(leaf);
        X509Certificate last = leaf;
        while (walked.size() <= chain.length && !isSelfIssued(last) && !roots.knowsIssuerOf(last)) {
            X509Certificate issuer = issuerOf(last);
            if (issuer == null) {
                return new TlsRefusal(
                        Fault.TLS_CERT_UNKNOWN_ROOT,
                        "its issuer " + issuer(last) + " is neither sent by the server nor among " + trusted(roots));
            }
            walked.add(issuer);
            last = issuer;
        }
        if (roots.knowsIssuerOf(last)) {
            return validate(walked, roots, when);
        }
        String what = last.equals(leaf) ? "it is self-signed by " : "its chain ends in the root ";
        return new TlsRefusal(
                Fault.TLS_CERT_UNKNOWN_ROOT, what + subject(last) + ", which is not among " + trusted(roots));
    }

    private @Nullable X509Certificate issuerOf(X509Certificate certificate) {
        for (X509Certificate candidate : chain) {
            if (candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                return candidate;
            }
        }
        return null;
    }

    /** The way by names leads to a trusted root, so the fault lies on it. */
    private static TlsRefusal validate(List<X509Certificate> path, TrustRoots roots, Instant when) {
        try {
            PKIXParameters parameters = new PKIXParameters(roots.anchors());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(when));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return rejected("no path to a trusted root could be built");
        } catch (CertPathValidatorException e) {
            int index = e.getIndex();
            X509Certificate at = path.get(index < 0 ? path.size() - 1 : index);
            CertPathValidatorException.Reason reason = e.getReason();
            if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
                TlsRefusal dates = judgeDates(at, "the issuing certificate " + subject(at), when);
                return dates == null ? rejected(e.getMessage()) : dates;
            }
            if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
                return rejected(subject(at) + " is signed with " + at.getSigAlgName() + ", or has a key, that this Java"
                        + " refuses (jdk.certpath.disabledAlgorithms in java.security)");
            }
            if (reason == BasicReason.INVALID_SIGNATURE || index < 0) {
                return new TlsRefusal(
                        Fault.TLS_CERT_UNKNOWN_ROOT,
                        "a certificate named " + issuer(at) + " is among " + trusted(roots)
                                + ", but its key did not sign " + subject(at)
                                + ": another authority of the same name, perhaps renewed");
            }
            return rejected(subject(at) + ": " + e.getMessage());
        } catch (GeneralSecurityException e) {
            return rejected(e.getMessage());
        }
    }

    private static TlsRefusal rejected(@Nullable String why) {
        return new TlsRefusal(Fault.TLS_CERT_REJECTED, why == null ? "no reason given" : why);
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static String trusted(TrustRoots roots) {
        return "the " + roots.size() + " trusted in " + roots.source();
    }

    private static String subject(X509Certificate certificate) {
        return '"' + certificate.getSubjectX500Principal().getName() + '"';
    }

    private static String issuer(X509Certificate certificate) {
        return '"' + certificate.getIssuerX500Principal().getName() + '"';
    }

    /** The first moment after {@code now} at which a date of the chain changes the verdict. */
    Instant nextChange(Instant now) {
        Instant next = Instant.MAX;
        for (X509Certificate certificate : chain) {
            for (Date date : List.of(certificate.getNotBefore(), certificate.getNotAfter())) {
                // Valid up to and including notAfter.
                Instant change = date.toInstant().plusMillis(1);
                if (change.isAfter(now) && change.isBefore(next)) {
                    next = change;
                }
            }
        }
        return next;
    }
}
