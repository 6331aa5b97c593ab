package rollcall.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the mock pool is and how it misbehaves.
 *
 * @param domain the SIP domain it serves
 * @param users how many users exist: user0001@domain and on (at least four digits)
 * @param schemes what it demands: {@code none}, {@code digest} (later {@code ntlm}, {@code kerberos}); the order is the order of offers
 * @param password the password of every user; null when {@code schemes} is none only
 * @param latencyNanos added to every SIP answer
 * @param expiresSeconds the registration lifetime it grants
 * @param key the server certificate's key: {@code rsa} or {@code ecdsa}
 * @param faults names of behaviours, see {@code mock.Behaviour}, each with an optional share: {@code stall}, {@code reject-503:10%}
 * @param bind the address everything listens on
 * @param dnsPort 0 means any free port, as for the next two
 */
public record MockPlan(
        String domain,
        int users,
        List<String> schemes,
        @Nullable Secret password,
        long latencyNanos,
        int expiresSeconds,
        String key,
        List<String> faults,
        String bind,
        int dnsPort,
        int tlsPort,
        int tcpPort) {}
