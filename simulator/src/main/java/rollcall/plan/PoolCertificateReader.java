package rollcall.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PoolCertificate.Issuer;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.PoolCertificate.Purpose;
import rollcall.plan.PoolCertificate.Sent;
import rollcall.plan.PoolCertificate.Signature;

/** Reads {@code certificate} of a server in a pool file. */
final class PoolCertificateReader {
    private static final int LONGEST_DAYS = 36_500;
    private static final String A_NAME = "a host name, *.domain or an address";
    private static final String A_TIME = "a time from now, as 90d, 12h or -1d";

    private final Section section;
    private final List<String> usualNames = new ArrayList<>();

    /**
     * Reads one.
     *
     * @param host the server's: the certificate is for it unless something else is said
     * @param signIn the name that clients guess, where they sign in there
     */
    PoolCertificateReader(Section section, String host, @Nullable String signIn) {
        this.section = section;
        usualNames.add(host);
        // TechNet bb870336: for automatic sign-in, whoever the SRV records name is sip.<domain>, too.
        if (signIn != null && !host.equals(signIn)) {
            usualNames.add(signIn);
        }
    }

    PoolCertificate read() {
        List<String> names = section.items("names", usualNames, A_NAME, PoolCertificateReader::name);
        PoolCertificate certificate = new PoolCertificate(
                names,
                section.scalar(
                        "common-name",
                        names.isEmpty() ? usualNames.get(0) : names.get(0),
                        A_NAME,
                        PoolCertificateReader::name),
                section.choice("issuer", Issuer.CA, Issuer.values(), PoolReader::word),
                section.choice("sends", Sent.CHAIN, Sent.values(), PoolReader::word),
                section.choice("key", KeyKind.P_256, KeyKind.values(), PoolReader::word),
                section.choice("signature", Signature.SHA256, Signature.values(), PoolReader::word),
                section.scalar("from", PoolCertificate.FROM, A_TIME, PoolCertificateReader::fromNow),
                section.scalar("until", PoolCertificate.UNTIL, A_TIME, PoolCertificateReader::fromNow),
                section.choice("purpose", Purpose.SERVER, Purpose.values(), PoolReader::word),
                section.flag("crl", true));
        section.end();
        if (certificate.until().compareTo(certificate.from()) <= 0) {
            section.problem("until", "must be later than from");
        }
        if (certificate.sends() == Sent.SHUFFLED && certificate.issuer() != Issuer.INTERMEDIATE) {
            section.problem(
                    "sends", "shuffled needs issuer: intermediate: nobody else sends more than one certificate");
        }
        if (certificate.issuer() == Issuer.SELF
                && certificate.signature() == Signature.MD5
                && !certificate.key().isRsa()) {
            section.problem("signature", "md5 needs an RSA key, as key: rsa-2048");
        }
        return certificate;
    }

    private static @Nullable String name(String text) {
        String name = text.startsWith("*.") ? text.substring(2) : text;
        return Addresses.isName(name) || Addresses.literal(text) != null ? text : null;
    }

    private static @Nullable Duration fromNow(String text) {
        boolean past = text.startsWith("-");
        String amount = past ? text.substring(1) : text;
        Duration duration;
        if (amount.endsWith("d")) {
            int days = Addresses.port(amount.substring(0, amount.length() - 1));
            if (days < 0 || days > LONGEST_DAYS) {
                return null;
            }
            duration = Duration.ofDays(days);
        } else {
            long nanos = Quantities.durationNanos(amount);
            if (nanos < 0) {
                return null;
            }
            duration = Duration.ofNanos(nanos);
        }
        return past ? duration.negated() : duration;
    }
}
