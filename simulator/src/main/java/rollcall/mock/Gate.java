package rollcall.mock;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.DigestAlgorithm;
import rollcall.auth.DigestVerifier;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.mock.Behaviour.Plain;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** Who may pass: authentication, as the plan demands it and the script bends it. One for an event loop. */
final class Gate {
    /** What becomes of a request. */
    enum Decision {
        PASS,
        CHALLENGE,
        /** The credentials are right, but too old: the client tries again with a new nonce and asks nobody. */
        CHALLENGE_STALE,
        /** The credentials are wrong: told so, and challenged no more. */
        REFUSE,
        /** The credentials are right, but of another user than the sender. */
        OTHER_USER
    }

    /** New-CsSipProxyRealm: the realm of every pool that nobody gave another. */
    private static final String REALM = "SIP Communications Service";

    private static final long NONCE_LIFE_NANOS = 3_600_000_000_000L;
    /** Nonces remembered at a time on one loop: twelve bytes each. */
    private static final int NONCES = 1 << 16;

    private final MockPlan plan;
    private final boolean demanded;
    private final DigestVerifier digest;
    private final AuthParams params = new AuthParams();
    private final AuthFacts facts = new AuthFacts();
    private final AsciiSlice value = new AsciiSlice();

    Gate(MockPlan plan, InstantSource clock) {
        this.plan = plan;
        this.demanded = !plan.auth().schemes().contains("none");
        this.digest = new DigestVerifier(
                new AuthKit(new SecureRandom(), () -> clock.millis() * 1_000_000, "POOL01"),
                REALM,
                // RFC 8760 §2.1: the server names its favourite first; MD5 is all that many clients know.
                List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                NONCE_LIFE_NANOS,
                NONCES);
    }

    Decision judge(SipMessage request, Asked asked, MockConnection connection) {
        OfAnswer behaviour = asked.behaviour;
        if (behaviour == Plain.ACCEPT || !(demanded || bends(behaviour))) {
            return Decision.PASS;
        }
        if (!credentials(request) || behaviour == Plain.CHALLENGE) {
            return Decision.CHALLENGE;
        }
        if (behaviour == Plain.WRONG_PASSWORD) {
            return Decision.REFUSE;
        }
        if (behaviour == Plain.STALE_NONCE && !connection.calledStale) {
            connection.calledStale = true;
            return Decision.CHALLENGE_STALE;
        }
        Secret password = plan.auth().password();
        int account = account();
        if (password == null) {
            // A script challenges where the plan asks for no password: any will do.
            return Decision.PASS;
        }
        if (account < 0) {
            return Decision.REFUSE;
        }
        facts.read(request);
        return switch (digest.verify(params, facts, password.reveal(), asked.nowMillis * 1_000_000)) {
            case ACCEPTED -> account == asked.user ? Decision.PASS : Decision.OTHER_USER;
            case STALE, REPLAYED -> Decision.CHALLENGE_STALE;
            case REFUSED -> Decision.REFUSE;
            case MALFORMED -> Decision.CHALLENGE;
        };
    }

    private static boolean bends(@Nullable OfAnswer behaviour) {
        return behaviour == Plain.CHALLENGE || behaviour == Plain.WRONG_PASSWORD || behaviour == Plain.STALE_NONCE;
    }

    /** MS-SIPAE 3.3.5.2: whichever header they come in; a scheme that was not offered is none. */
    private boolean credentials(SipMessage request) {
        return credentials(request, SipHeader.AUTHORIZATION) || credentials(request, SipHeader.PROXY_AUTHORIZATION);
    }

    private boolean credentials(SipMessage request, SipHeader header) {
        for (int i = 0; request.header(header, i, value); i++) {
            if (params.parse(value)) {
                params.scheme(value);
                if (value.isIgnoreCase("Digest")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The number of the user that the credentials name: {@code user0001}, with domain before or behind; or -1. */
    private int account() {
        if (!params.get(AuthParam.USERNAME, value)) {
            return -1;
        }
        byte[] a = value.array();
        int from = value.offset();
        int to = from + value.length();
        int at = Ascii.indexOf(a, from, to, '@');
        int slash = Ascii.indexOf(a, from, to, '\\');
        // Quoted, a backslash is written twice.
        while (slash >= 0 && slash < to && a[slash] == '\\') {
            from = ++slash;
        }
        return Users.number(a, from, at < 0 ? to : at, plan.users());
    }

    /** One header line for each algorithm. */
    void writeChallenges(ByteBuf out, boolean stale, long nowMillis) {
        List<DigestAlgorithm> algorithms = digest.algorithms();
        for (int i = 0; i < algorithms.size(); i++) {
            Ascii.write(out, "WWW-Authenticate: ");
            digest.challenge(algorithms.get(i), stale, nowMillis * 1_000_000, out);
            Ascii.write(out, "\r\n");
        }
    }
}
