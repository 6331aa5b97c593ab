package rollcall.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.outcome.Fault;

class KerberosFailureTest {
    /** As the JDK puts the errors of RFC 4120 §7.5.9 into words. */
    @ParameterizedTest
    @CsvSource({
        "Pre-authentication information was invalid (24) - PREAUTH_FAILED, AUTH_REFUSED",
        "Integrity check on decrypted field failed (31) - PREAUTH_FAILED, AUTH_REFUSED",
        "Checksum failed, AUTH_REFUSED",
        "Clients credentials have been revoked (18) - LOCKED_OUT, AUTH_REFUSED",
        "Password has expired - change password to reset (23) - PASSWORD EXPIRED, AUTH_REFUSED",
        "Clock skew too great (37) - PREAUTH_FAILED, AUTH_CLOCK_SKEW",
        "Client not found in Kerberos database (6) - CLIENT_NOT_FOUND, AUTH_NO_TICKET",
        "Cannot locate KDC, AUTH_NO_TICKET"
    })
    void answersOfTheKdc(String text, Fault fault) {
        assertThat(KerberosFailure.of(new LoginException(text), "login of alice@EXAMPLE.COM"))
                .isEqualTo(new KerberosFailure(fault, "login of alice@EXAMPLE.COM: " + text));
    }

    @Test
    void silenceOfTheKdcIsAMatterOfTheNetwork() {
        LoginException e = new LoginException("Receive timed out");
        e.initCause(new SocketTimeoutException("Receive timed out"));
        assertThat(KerberosFailure.of(e, "login"))
                .isEqualTo(new KerberosFailure(
                        Fault.AUTH_NO_TICKET, "login: the KDC cannot be reached (Receive timed out)"));
    }

    @Test
    void exceptionWithoutAWordIsNamed() {
        assertThat(KerberosFailure.of(new IllegalStateException(), "login").reason())
                .isEqualTo("login: IllegalStateException");
        assertThat(KerberosFailure.of(new Exception(null, new GSSException(GSSException.NO_CRED)), "ticket")
                        .reason())
                .isEqualTo("ticket: No valid credentials provided");
    }
}
