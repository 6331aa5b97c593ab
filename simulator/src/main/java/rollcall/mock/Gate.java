package rollcall.mock;

import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Association;
import rollcall.auth.Association.Verdict;
import rollcall.auth.AuthFacts;
import rollcall.auth.AuthKit;
import rollcall.auth.KerberosServer;
import rollcall.auth.KerberosVerifier;
import rollcall.auth.NtlmVerifier;
import rollcall.auth.Scheme;
import rollcall.mock.Associations.Held;
import rollcall.mock.Behaviour.Challenge;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.mock.Behaviour.Plain;
import rollcall.plan.Secret;
import rollcall.sip.AsciiSlice;
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

    private final PoolState pool;
    private final boolean demanded;
    private final AuthKit kit;
    private final Attempts attempts;
    private final DigestCheck digest;
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
        this.attempts = new Attempts(pool, front);
        this.digest = new DigestCheck(pool, attempts, kit);
        this.challenges = new Challenges(pool.plan().auth(), front, digest.verifier());
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
        return scheme == Scheme.DIGEST
                ? digest.judge(params, facts, asked, connection)
                : associated(scheme, asked, connection);
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
        Verdict verdict = Attempts.scripted(asked.behaviour);
        if (verdict == null) {
            verdict = held.association.authenticate(params, facts);
        }
        if (verdict == Verdict.ACCEPTED) {
            held.user = pool.users().of(held.association.account());
            if (held.user == asked.user) {
                attempts.note(asked, scheme, verdict);
                asked.held = held;
                return Decision.PASS;
            }
            attempts.note(asked, scheme, verdict, "other-user");
            connection.associations.remove(held);
            return Decision.OTHER_USER;
        }
        attempts.note(asked, scheme, verdict);
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

    /** The header lines that go with a decision against the request. */
    void writeChallenges(ByteBuf out, Decision decision, Asked asked) {
        NtlmVerifier due = halfOpen;
        if (decision == Decision.CHALLENGE_NTLM && due != null) {
            challenges.challenge(out, due, asked.challenge);
        } else if (decision != Decision.REFUSE || !challenges.offers(Scheme.DIGEST)) {
            // MS-SIPAE: a pool goes on offering what it takes, without gssapi-data; Digest servers just say no.
            challenges.offers(out, asked.challenge, decision == Decision.CHALLENGE_STALE, asked.nowMillis);
        }
    }
}
