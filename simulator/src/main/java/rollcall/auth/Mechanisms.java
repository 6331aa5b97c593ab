package rollcall.auth;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/**
 * The mechanisms of one session: reads a 401 or 407, picks the scheme that answers it, and keeps to it. Mechanisms are
 * made when first needed, and used again for the session's next life. Not thread-safe.
 */
public final class Mechanisms {
    private final AuthKit kit;
    private final List<Scheme> wanted;
    private final Map<Scheme, Mechanism> made = new EnumMap<>(Scheme.class);
    private final AsciiSlice value = new AsciiSlice();
    private final AuthParams challenge = new AuthParams();

    private @Nullable Credentials credentials;
    private @Nullable Mechanism chosen;
    private boolean byProxy;

    /**
     * @param kit of the session's event loop
     * @param wanted the schemes this client may use, best first: {@link Scheme#AUTO}, a single one, or none
     */
    public Mechanisms(AuthKit kit, List<Scheme> wanted) {
        this.kit = kit;
        this.wanted = wanted;
    }

    /** Forgets everything of the last life. */
    public void reset(@Nullable Credentials credentials) {
        this.credentials = credentials;
        chosen = null;
        byProxy = false;
    }

    /**
     * Takes a 401 or 407, which is lent.
     *
     * @return null when {@link #chosen} answers it in the next REGISTER; else why nothing can
     */
    public @Nullable Fault challenged(SipMessage answer) {
        Mechanism current = chosen;
        if (current != null && offers(answer, current.scheme())) {
            return offer(answer, current);
        }
        Fault fault = Fault.AUTH_NO_COMMON_SCHEME;
        for (Scheme scheme : wanted) {
            if (scheme == Scheme.KERBEROS || !offers(answer, scheme)) {
                continue; // a client without a ticket goes on to the next scheme
            }
            Credentials own = credentials;
            if (own == null) {
                return Fault.AUTH_NO_PASSWORD;
            }
            Mechanism mechanism = mechanism(scheme, own);
            fault = offer(answer, mechanism);
            if (fault == null) {
                chosen = mechanism;
                return null;
            }
        }
        return fault;
    }

    /** The mechanism that answers the last challenge, and everything after it; null until there was one. */
    public @Nullable Mechanism chosen() {
        return chosen;
    }

    /**
     * Did the last challenge come from a proxy? A Digest answer then belongs into Proxy-Authorization, else into
     * Authorization (RFC 3261 §22.2, §22.3); NTLM and Kerberos servers take either.
     */
    public boolean byProxy() {
        return byProxy;
    }

    private boolean offers(SipMessage answer, Scheme scheme) {
        return offers(answer, SipHeader.WWW_AUTHENTICATE, scheme)
                || offers(answer, SipHeader.PROXY_AUTHENTICATE, scheme);
    }

    private boolean offers(SipMessage answer, SipHeader header, Scheme scheme) {
        for (int nth = 0; answer.header(header, nth, value); nth++) {
            if (readChallenge(scheme)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Fault offer(SipMessage answer, Mechanism mechanism) {
        Fault fault = offer(answer, SipHeader.WWW_AUTHENTICATE, mechanism, Fault.AUTH_NO_COMMON_SCHEME);
        return fault == null || fault == Fault.AUTH_REFUSED
                ? fault
                : offer(answer, SipHeader.PROXY_AUTHENTICATE, mechanism, fault);
    }

    /** RFC 8760 §2.4: of several offers of one scheme the topmost that the client can answer is taken. */
    private @Nullable Fault offer(SipMessage answer, SipHeader header, Mechanism mechanism, Fault before) {
        Fault fault = before;
        for (int nth = 0; answer.header(header, nth, value); nth++) {
            if (!readChallenge(mechanism.scheme())) {
                continue;
            }
            Fault answered = mechanism.challenged(challenge);
            if (answered == null) {
                byProxy = header == SipHeader.PROXY_AUTHENTICATE;
                return null;
            }
            if (answered == Fault.AUTH_REFUSED) {
                return answered;
            }
            fault = answered;
        }
        return fault;
    }

    /** Reads {@link #value}; whether it is a challenge of this scheme. One that is malformed shows what it has. */
    private boolean readChallenge(Scheme scheme) {
        challenge.parse(value);
        challenge.scheme(value);
        return value.isIgnoreCase(scheme.word());
    }

    private Mechanism mechanism(Scheme scheme, Credentials own) {
        Mechanism mechanism = made.get(scheme);
        if (mechanism == null) {
            mechanism = scheme == Scheme.NTLM ? new Ntlm(kit) : new Digest(kit);
            made.put(scheme, mechanism);
        }
        mechanism.reset(own);
        return mechanism;
    }
}
