package rollcall.mock;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Association;
import rollcall.auth.Association.Verdict;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.DigestAlgorithm;
import rollcall.auth.DigestVerifier;
import rollcall.auth.KerberosServer;
import rollcall.auth.KerberosVerifier;
import rollcall.auth.NtlmVerifier;
import rollcall.auth.Scheme;
import rollcall.mock.Associations.Held;
import rollcall.mock.Behaviour.Challenge;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.mock.Behaviour.Plain;
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
        /** Say who you are: by one of these schemes. */
        CHALLENGE,
        /** The credentials are right, but too old: the client tries again with a new nonce and asks nobody. */
        CHALLENGE_STALE,
        /** NTLM's second leg: here is the challenge. */
        CHALLENGE_NTLM,
        /** The credentials or the signature are wrong. */
        REFUSE,
        /** The client's clock and ours are too far apart. */
        REFUSE_SKEW,
        /** The credentials are right, but of another user than the sender. */
        OTHER_USER,
        /** MS-SIPAE 3.3.5.3: a message that came before is dropped without a word. */
        IGNORE
    }

    /** New-CsSipProxyRealm: the realm of every pool that nobody gave another. */
    static final String REALM = "SIP Communications Service";

    private static final long NONCE_LIFE_NANOS = 3_600_000_000_000L;
    /** Nonces remembered at a time on one loop: twelve bytes each. */
    private static final int NONCES = 1 << 16;

    private final PoolState pool;
    private final boolean demanded;
    private final AuthKit kit;
    private final DigestVerifier digest;
    private final Challenges challenges;
    private final NtlmVerifier.Passwords passwords;
    private final @Nullable KerberosServer tickets;
    private final AuthParams params = new AuthParams();
    private final AuthFacts facts = new AuthFacts();
    private final AsciiSlice value = new AsciiSlice();

    /** The association whose challenge is due; set with {@link Decision#CHALLENGE_NTLM}. */
    private @Nullable NtlmVerifier halfOpen;

    /** @param tickets what opens them; null where Kerberos is not offered */
    Gate(PoolState pool, Front front, @Nullable KerberosServer tickets, RandomGenerator random) {
        this.pool = pool;
        this.tickets = tickets;
        this.demanded = !pool.plan().auth().schemes().contains("none");
        this.kit = new AuthKit(random, () -> pool.clock().millis() * 1_000_000, front.computer());
        this.digest = new DigestVerifier(
                kit,
                REALM,
                // RFC 8760 §2.1: the server names its favourite first; MD5 is all that many clients know.
                List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
                NONCE_LIFE_NANOS,
                NONCES);
        this.challenges = new Challenges(pool.plan().auth(), front, digest);
        Secret password = pool.plan().auth().password();
        this.passwords = account -> password == null || pool.users().of(account) < 0 ? null : password.reveal();
    }

    /** Judges a request; sets {@link Asked#held} where the answer is to be signed. */
    Decision judge(SipMessage request, Asked asked, MockConnection connection) {
        if (asked.behaviour == Plain.ACCEPT || !(demanded || bends(asked))) {
            return Decision.PASS;
        }
        Scheme scheme = credentials(request);
        if (scheme == null || asked.challenge == Challenge.TLS_DSK) {
            return Decision.CHALLENGE;
        }
        facts.read(request);
        return scheme == Scheme.DIGEST ? digest(asked, connection) : associated(scheme, asked, connection);
    }

    private static boolean bends(Asked asked) {
        OfAnswer behaviour = asked.behaviour;
        return behaviour == Plain.CHALLENGE
                || behaviour == Plain.WRONG_PASSWORD
                || behaviour == Plain.STALE_NONCE
                || asked.challenge == Challenge.TLS_DSK;
    }

    /** MS-SIPAE 3.3.5.2: whichever header they come in; a scheme that was not offered is none. */
    private @Nullable Scheme credentials(SipMessage message) {
        Scheme scheme = credentials(message, SipHeader.AUTHORIZATION);
        return scheme != null ? scheme : credentials(message, SipHeader.PROXY_AUTHORIZATION);
    }

    private @Nullable Scheme credentials(SipMessage message, SipHeader header) {
        for (int i = 0; message.header(header, i, value); i++) {
            if (params.parse(value)) {
                params.scheme(value);
                Scheme scheme = value.isIgnoreCase("NTLM")
                        ? Scheme.NTLM
                        : value.isIgnoreCase("Kerberos")
                                ? Scheme.KERBEROS
                                : value.isIgnoreCase("Digest") ? Scheme.DIGEST : null;
                if (scheme != null && challenges.offers(scheme)) {
                    return scheme;
                }
            }
        }
        return null;
    }

    private Decision associated(Scheme scheme, Asked asked, MockConnection connection) {
        if (Association.asksForChallenge(params)) {
            return scheme == Scheme.NTLM ? challenge(asked, connection) : Decision.CHALLENGE;
        }
        Held held = connection.associations.find(Association.handle(params));
        if (Association.answersChallenge(params)
                && (scheme == Scheme.KERBEROS || held == null || !held.association.established())) {
            return attempt(scheme, held, asked, connection);
        }
        return held == null ? Decision.CHALLENGE : signed(held, asked);
    }

    private Decision challenge(Asked asked, MockConnection connection) {
        NtlmVerifier association = new NtlmVerifier(kit, challenges.ntlm(asked.nowMillis), passwords);
        connection.associations.add(association, pool.limits().associations());
        halfOpen = association;
        return Decision.CHALLENGE_NTLM;
    }

    /** Credentials on a new or half-open association. */
    private Decision attempt(Scheme scheme, @Nullable Held known, Asked asked, MockConnection connection) {
        Held held = scheme == Scheme.KERBEROS ? kerberos(connection) : known;
        if (held == null) {
            return Decision.CHALLENGE;
        }
        if (asked.behaviour == Plain.CHALLENGE) {
            connection.associations.remove(held);
            return scheme == Scheme.NTLM ? challenge(asked, connection) : Decision.CHALLENGE;
        }
        Verdict verdict = bent(asked.behaviour);
        if (verdict == null) {
            verdict = held.association.authenticate(params, facts);
        }
        if (verdict == Verdict.ACCEPTED) {
            held.user = pool.users().of(held.association.account());
            if (held.user == asked.user) {
                note(asked, scheme, verdict, "accepted");
                asked.held = held;
                return Decision.PASS;
            }
            note(asked, scheme, verdict, "other-user");
            connection.associations.remove(held);
            return Decision.OTHER_USER;
        }
        note(asked, scheme, verdict, word(verdict));
        connection.associations.remove(held);
        return verdict == Verdict.CLOCK_SKEW ? Decision.REFUSE_SKEW : Decision.REFUSE;
    }

    /** A new association for a ticket that comes unasked: Kerberos takes one leg. */
    private @Nullable Held kerberos(MockConnection connection) {
        return tickets == null
                ? null
                : connection.associations.add(
                        new KerberosVerifier(kit, tickets), pool.limits().associations());
    }

    private static @Nullable Verdict bent(@Nullable OfAnswer behaviour) {
        if (behaviour == Plain.WRONG_PASSWORD) {
            return Verdict.REFUSED;
        }
        return behaviour == Plain.SKEW_REFUSED ? Verdict.CLOCK_SKEW : null;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> "accepted";
            case REFUSED -> "refused";
            case BAD_SIGNATURE -> "bad-signature";
            case REPLAYED -> "replayed";
            case CLOCK_SKEW -> "clock-skew";
            case MALFORMED -> "malformed";
        };
    }

    private void note(Asked asked, Scheme scheme, Verdict verdict, String word) {
        pool.stats().attempt(verdict);
        if (pool.attempts() != AttemptLog.NONE) {
            pool.attempts().attempted(asked.nowMillis, asked.sender.toString(), scheme, word);
        }
    }

    /** A message on an established association. */
    private Decision signed(Held held, Asked asked) {
        Verdict verdict = held.association.verify(params, facts);
        pool.stats().signature(verdict);
        return switch (verdict) {
            case ACCEPTED -> {
                asked.held = held;
                yield held.user == asked.user ? Decision.PASS : Decision.OTHER_USER;
            }
            case REPLAYED -> Decision.IGNORE;
            // Not established: the client has skipped a leg.
            case MALFORMED -> Decision.CHALLENGE;
            case BAD_SIGNATURE, REFUSED, CLOCK_SKEW -> Decision.REFUSE;
        };
    }

    /** Checks the signature of a client's answer, which has no consequence but to be counted (MS-SIPAE 3.3.5.3). */
    void heard(SipMessage answer, MockConnection connection) {
        if (connection.associations.isEmpty() || answer.status() < 200) {
            return;
        }
        Held held = credentials(answer) == null ? null : connection.associations.find(Association.handle(params));
        if (held == null) {
            pool.stats().signature(Verdict.BAD_SIGNATURE);
        } else {
            facts.read(answer);
            pool.stats().signature(held.association.verify(params, facts));
        }
    }

    private Decision digest(Asked asked, MockConnection connection) {
        OfAnswer behaviour = asked.behaviour;
        if (behaviour == Plain.CHALLENGE) {
            return Decision.CHALLENGE;
        }
        Verdict bent = bent(behaviour);
        if (bent != null) {
            note(asked, Scheme.DIGEST, bent, word(bent));
            return bent == Verdict.CLOCK_SKEW ? Decision.REFUSE_SKEW : Decision.REFUSE;
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
        int account = digestAccount();
        if (account < 0) {
            note(asked, Scheme.DIGEST, Verdict.REFUSED, word(Verdict.REFUSED));
            return Decision.REFUSE;
        }
        switch (digest.verify(params, facts, password.reveal(), asked.nowMillis * 1_000_000)) {
            case ACCEPTED -> {
                boolean own = account == asked.user;
                note(asked, Scheme.DIGEST, Verdict.ACCEPTED, own ? "accepted" : "other-user");
                return own ? Decision.PASS : Decision.OTHER_USER;
            }
            case REFUSED -> {
                note(asked, Scheme.DIGEST, Verdict.REFUSED, word(Verdict.REFUSED));
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
    private int digestAccount() {
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

    /** The header lines that go with a decision against the request. */
    void writeChallenges(ByteBuf out, Decision decision, Asked asked) {
        NtlmVerifier due = halfOpen;
        if (decision == Decision.CHALLENGE_NTLM && due != null) {
            challenges.challenge(out, due, asked.challenge);
        } else if (decision != Decision.REFUSE || !challenges.offers(Scheme.DIGEST)) {
            // Section 6.3: a pool goes on offering what it takes, without gssapi-data; Digest servers just say no.
            challenges.offers(out, asked.challenge, decision == Decision.CHALLENGE_STALE, asked.nowMillis);
        }
    }
}
