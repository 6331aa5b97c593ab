package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static rollcall.auth.AuthTests.message;

import org.junit.jupiter.api.Test;

class AuthFactsTest {
    private final AuthFacts facts = new AuthFacts();

    @Test
    void readsARequest() {
        facts.read(message(
                "REGISTER sip:example.com SIP/2.0",
                "From: \"Alice\" <sip:alice@example.com>;tag=3e49177a52;epid=a1b2c3d4e5",
                "To: <sip:Alice@example.com>",
                "Call-ID: 6d7b",
                "CSeq: 3 REGISTER",
                "Contact: <sip:192.0.2.10>;expires=60",
                "Expires: 0"));
        assertThat(facts.method().toString()).isEqualTo("REGISTER");
        assertThat(facts.requestUri().toString()).isEqualTo("sip:example.com");
        assertThat(facts.callId().toString()).isEqualTo("6d7b");
        assertThat(facts.cseq()).isEqualTo(3);
        assertThat(facts.fromUri().toString()).isEqualTo("sip:alice@example.com");
        assertThat(facts.fromTag().toString()).isEqualTo("3e49177a52");
        assertThat(facts.toUri().toString()).isEqualTo("sip:Alice@example.com");
        assertThat(facts.toTag().isEmpty()).isTrue();
        assertThat(facts.expires().toString()).isEqualTo("0");
        assertThat(facts.status()).isZero();
    }

    @Test
    void readsAnAnswerAndForgetsWhatItReadBefore() {
        facts.read(message("REGISTER sip:example.com SIP/2.0", "Expires: 7200", "P-Asserted-Identity: <sip:a@b>"));
        facts.read(message("SIP/2.0 180 Ringing", "CSEQ: 1 FROBNICATE", "TO: <sip:b@c>;tag=7aee"));
        assertThat(facts.status()).isEqualTo(180);
        assertThat(facts.method().toString()).isEqualTo("FROBNICATE");
        assertThat(facts.requestUri().isEmpty()).isTrue();
        assertThat(facts.expires().isEmpty()).isTrue();
        assertThat(facts.assertedSipUri().isEmpty()).isTrue();
        assertThat(facts.toTag().toString()).isEqualTo("7aee");
    }

    @Test
    void assertedIdentityHasASipAndATelPart() {
        facts.read(message("SIP/2.0 180 Ringing", "P-Asserted-Identity: \"x\" <sip:a@b>,<tel:+420123456;ext=88463>"));
        assertThat(facts.assertedSipUri().toString()).isEqualTo("sip:a@b");
        assertThat(facts.assertedTelUri().toString()).isEqualTo("tel:+420123456;ext=88463");
        facts.read(message("SIP/2.0 180 Ringing", "P-Asserted-Identity: tel:+14085264000"));
        assertThat(facts.assertedSipUri().isEmpty()).isTrue();
        assertThat(facts.assertedTelUri().toString()).isEqualTo("tel:+14085264000");
        facts.read(message("SIP/2.0 180 Ringing", "P-ASSERTED-IDENTITY: \"recipient\"<SIP:recipient@company.com>"));
        assertThat(facts.assertedSipUri().toString()).isEqualTo("SIP:recipient@company.com");
    }

    @Test
    void preferredIdentityCountsOnlyWithoutAnAssertedOne() {
        facts.read(message("INVITE sip:b@c SIP/2.0", "P-Preferred-Identity: <sip:p@b>"));
        assertThat(facts.assertedSipUri().toString()).isEqualTo("sip:p@b");
        facts.read(
                message("INVITE sip:b@c SIP/2.0", "P-Preferred-Identity: <sip:p@b>", "P-Asserted-Identity: tel:+1408"));
        assertThat(facts.assertedSipUri().isEmpty()).isTrue();
        assertThat(facts.assertedTelUri().toString()).isEqualTo("tel:+1408");
    }
}
