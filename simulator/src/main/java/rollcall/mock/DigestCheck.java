package rollcall.mock;

import java.util.List;
import rollcall.auth.Association.Verdict;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.DigestAlgorithm;
import rollcall.auth.DigestVerifier;
import rollcall.auth.Scheme;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Gate.Decision;
import rollcall.plan.Secret;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParam;
import rollcall.sip.AuthParams;

/** Judges Digest credentials. One for an event loop. */
final class DigestCheck {
    private static final long NONCE_LIFE_NANOS = 3_600_000_000_000L;
    /** Nonces remembered at a time on one loop: twelve bytes each. */
    private static final int NONCES = 1 << 16;

    private final PoolState pool;
    private final Attempts attempts;
    private final DigestVerifier verifier;
    private final AsciiSlice value = new AsciiSlice();

    DigestCheck(PoolState pool, Attempts attempts, AuthKit kit) {
        this.pool = pool;
        this.attempts = attempts;
        this.verifier = new DigestVerifier(
                kit,
                Gate.REALM,
                // RFC 8760 §2.1: the server names its favourite first; MD5 is all that many clients know.
                List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                NONCE_LIFE_NANOS,
                NONCES);
    }

    /** What makes the challenges that this judges the answers to. */
    DigestVerifier verifier() {
        return verifier;
    }

    /**
     * @param params the credentials
     * @param facts of the request that brings them
     */
    Decision judge(AuthParams params, AuthFacts facts, Asked asked, MockConnection connection) {
        OfAnswer behaviour = asked.behaviour;
        if (behaviour == Plain.CHALLENGE) {
            return Decision.CHALLENGE;
        }
        Verdict scripted = Attempts.scripted(behaviour);
        if (scripted != null) {
            attempts.note(asked, Scheme.DIGEST, scripted);
            return scripted == Verdict.CLOCK_SKEW ? Decision.REFUSE_SKEW : Decision.REFUSE;
        }
        if (behaviour == Plain.STALE_NONCE && !connection.calledStale) {
            connection.calledStale = true;
            return Decision.CHALLENGE_STALE;
        }
        Secret password = pool.plan().auth().password();
        if (password == null) {
            // A script challenges where the plan asks for no password: any will do.
            return Decision.PASS;
        }
        int account = account(params);
        if (account < 0) {
            attempts.note(asked, Scheme.DIGEST, Verdict.REFUSED);
            return Decision.REFUSE;
        }
        switch (verifier.verify(params, facts, password.reveal(), asked.nowMillis * 1_000_000)) {
            case ACCEPTED -> {
                boolean own = account == asked.user;
                attempts.note(asked, Scheme.DIGEST, Verdict.ACCEPTED, own ? "accepted" : "other-user");
                return own ? Decision.PASS : Decision.OTHER_USER;
            }
            case REFUSED -> {
                attempts.note(asked, Scheme.DIGEST, Verdict.REFUSED);
                return Decision.REFUSE;
            }
            case STALE, REPLAYED -> {
                return Decision.CHALLENGE_STALE;
            }
            default -> {
                return Decision.CHALLENGE;
            }
        }
    }

    /** The number of the user that Digest credentials name: {@code user0001}, with domain before or behind; or -1. */
    private int account(AuthParams params) {
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
        return pool.users().number(a, from, at < 0 ? to : at);
    }
}
