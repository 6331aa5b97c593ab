package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.outcome.Fault;
import rollcall.tls.TestCertificates.Issued;

/** Name, chain, dates and purpose, each on its own. */
class PeerCertificateTest {
    private static final Issued CA = TestCertificates.authority("Example CA");
    private final Instant now = Instant.now();

    @TempDir
    Path folder;

    private TrustRoots roots;

    @BeforeEach
    void readRoots() throws Exception {
        roots = TrustRoots.ofFile(Files.writeString(folder.resolve("ca.pem"), CA.pem()));
    }

    @ParameterizedTest
    @CsvSource({
        "pool.example.test, true",
        "POOL.Example.Test, true",
        "pool.example.test., true",
        "sip.example.test, true",
        "example.test, false",
        "a.pool.example.test, false",
        "xpool.example.test, false",
        "web.wild.test, true",
        "a.web.wild.test, false",
        "wild.test, false",
        "host.test, false",
        "192.0.2.1, true",
        "192.0.2.2, false",
        "192.0.2.3, false",
        "2001:db8::1, true",
        "2001:0db8:0:0::1, true",
        "2001:db8::2, false"
    })
    void nameIsMatchedWholeAndAddressesOnlyAsAddresses(String host, boolean right) {
        PeerCertificate peer = peer(TestCertificates.request("pool.example.test")
                .dnsName("SIP.example.test")
                .dnsName("*.wild.test")
                .dnsName("*.test")
                .dnsName("192.0.2.2")
                .address("192.0.2.1")
                .address("2001:db8::1")
                .issueBy(CA));
        assertThat(peer.judgeName(host) == null).isEqualTo(right);
    }

    @Test
    void addressInCommonNameDoesNotCount() {
        TlsRefusal refusal =
                peer(TestCertificates.request("192.0.2.3").issueBy(CA)).judgeName("192.0.2.3");
        assertRefused(refusal, Fault.TLS_CERT_NAME, "the certificate has the names: 192.0.2.3");
    }

    @Test
    void namelessCertificateIsSaidToBe() {
        assertRefused(
                peer(TestCertificates.request("").issueBy(CA)).judgeName("pool.example.test"),
                Fault.TLS_CERT_NAME,
                "no name at all");
    }

    @Test
    void intermediateThatIsSentLeadsToTheRoot() {
        Issued middle = TestCertificates.request("Issuing CA").authority().issueBy(CA);
        Issued pool = TestCertificates.request("pool.example.test").issueBy(middle);
        assertThat(peer(pool).judgeChain(roots, now)).isNull();
    }

    @Test
    void intermediateThatIsNotSentIsNamed() {
        Issued middle = TestCertificates.request("Issuing CA").authority().issueBy(CA);
        Issued pool = TestCertificates.request("pool.example.test").issueBy(middle);
        PeerCertificate alone = new PeerCertificate(new X509Certificate[] {pool.certificate()});
        assertRefused(
                alone.judgeChain(roots, now),
                Fault.TLS_CERT_UNKNOWN_ROOT,
                "its issuer \"CN=Issuing CA\" is neither sent by the server nor among the 1 trusted in ");
    }

    @Test
    void expiredIntermediateIsNamed() {
        Issued middle = TestCertificates.request("Issuing CA")
                .authority()
                .valid(now.minus(Duration.ofDays(20)), now.minus(Duration.ofHours(49)))
                .issueBy(CA);
        Issued pool = TestCertificates.request("pool.example.test").issueBy(middle);
        assertRefused(
                peer(pool).judgeChain(roots, now),
                Fault.TLS_CERT_EXPIRED,
                "the issuing certificate \"CN=Issuing CA\" expired on");
    }

    @Test
    void selfSignedRootThatIsSentIsNamed() {
        Issued stranger = TestCertificates.authority("Stranger CA");
        Issued pool = TestCertificates.request("pool.example.test").issueBy(stranger);
        PeerCertificate peer = new PeerCertificate(pool.chain().toArray(new X509Certificate[0]));
        assertRefused(
                peer.judgeChain(roots, now),
                Fault.TLS_CERT_UNKNOWN_ROOT,
                "its chain ends in the root \"CN=Stranger CA\", which is not among");
    }

    @Test
    void otherAuthorityOfTheSameNameIsToldApart() {
        Issued namesake = TestCertificates.request("Example CA")
                .keys(TestCertificates.OTHER_RSA)
                .authority()
                .issue();
        Issued pool = TestCertificates.request("pool.example.test").issueBy(namesake);
        assertRefused(
                peer(pool).judgeChain(roots, now),
                Fault.TLS_CERT_UNKNOWN_ROOT,
                "\"CN=Example CA\" is among the 1 trusted");
    }

    @Test
    void issuerThatIsNoAuthorityIsRefused() {
        Issued user = TestCertificates.request("user").issueBy(CA);
        Issued pool = TestCertificates.request("pool.example.test").issueBy(user);
        assertRefused(peer(pool).judgeChain(roots, now), Fault.TLS_CERT_REJECTED, "");
    }

    @Test
    void weakHashIsNamed() {
        Issued pool = TestCertificates.request("pool.example.test").hash("MD5").issueBy(CA);
        assertRefused(
                peer(pool).judgeChain(roots, now),
                Fault.TLS_CERT_REJECTED,
                "is signed with MD5withRSA, or has a key, that this Java refuses");
    }

    @Test
    void serverCertificateThatIsTrustedItselfNeedsNoAuthority() throws Exception {
        Issued own = TestCertificates.request("pool.example.test").issue();
        TrustRoots trusted = TrustRoots.ofFile(Files.writeString(folder.resolve("own.pem"), own.pem()));
        assertThat(peer(own).judgeChain(trusted, now)).isNull();
        assertRefused(peer(own).judgeChain(roots, now), Fault.TLS_CERT_UNKNOWN_ROOT, "it is self-signed by");
    }

    @Test
    void oneFaultDoesNotHideAnother() {
        Issued bad = TestCertificates.request("pool.example.test")
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofHours(1)))
                .issueBy(CA);
        assertRefused(
                peer(bad).judge(roots, now),
                Fault.TLS_CERT_EXPIRED,
                "(less than a day ago); besides, the certificate's extended key usage is clientAuth");
    }

    @Test
    void verdictOnTheSameChainIsRememberedUntilADatePasses() throws Exception {
        Instant end = now.plus(Duration.ofMinutes(10));
        Issued pool = TestCertificates.request("pool.example.test")
                .valid(now.minus(Duration.ofDays(9)), end)
                .issueBy(CA);
        long[] clock = {now.toEpochMilli()};
        PlanTrust trust = new PlanTrust(roots, () -> clock[0]);
        trust.checkServerTrusted(pool.sent(), "RSA");
        trust.checkServerTrusted(pool.sent(), "RSA");
        assertThat(trust.remembered()).isEqualTo(1);
        clock[0] = end.toEpochMilli() + 1000;
        try {
            trust.checkServerTrusted(pool.sent(), "RSA");
            throw new AssertionError("an expired certificate was accepted");
        } catch (RefusedCertificate e) {
            assertThat(e.refusal().fault()).isEqualTo(Fault.TLS_CERT_EXPIRED);
            assertThat(e.getStackTrace()).isEmpty();
        }
    }

    @Test
    void verdictsAreBounded() {
        Verdicts verdicts = new Verdicts();
        for (int i = 0; i < 3 * Verdicts.LIMIT; i++) {
            byte[][] der = {{(byte) (i >> 8), (byte) i}};
            verdicts.remember(new Verdicts.Key(der, ""), new Verdicts.Verdict(null, 0, Long.MAX_VALUE));
        }
        assertThat(verdicts.size()).isBetween(1, Verdicts.LIMIT);
    }

    private static PeerCertificate peer(Issued issued) {
        return new PeerCertificate(issued.sent());
    }

    private static void assertRefused(@Nullable TlsRefusal refusal, Fault fault, String detail) {
        TlsRefusal found = Objects.requireNonNull(refusal);
        assertThat(found.fault()).as(found.detail()).isEqualTo(fault);
        assertThat(found.detail()).contains(detail);
    }
}
