package rollcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CertificateNameTest {
    private final CertificateName name = new CertificateName(TestCertificates.request("*.example.test")
            .dnsName("*.example.test")
            .dnsName("sip.example.test")
            .address("192.0.2.1")
            .issue()
            .certificate());

    @Test
    void aWildcardStandsForOneLabelAndNotForAnAddress() {
        assertThat(name.matches("pool01.example.test")).isTrue();
        assertThat(name.matches("a.pool01.example.test")).isFalse();
        assertThat(name.matches("192.0.2.1")).isTrue();
        assertThat(name.matches("192.0.2.2")).isFalse();
    }

    @Test
    void onlyWhatIsNamedNowhereElseIsThereByWildcard() {
        assertThat(name.isByWildcard("pool01.example.test")).isTrue();
        assertThat(name.isByWildcard("POOL01.example.test.")).isTrue();
        assertThat(name.isByWildcard("sip.example.test")).isFalse();
        assertThat(name.isByWildcard("SIP.example.test.")).isFalse();
        assertThat(name.isByWildcard("192.0.2.1")).isFalse();
        assertThat(name.isByWildcard("elsewhere.test")).isFalse();
    }
}
