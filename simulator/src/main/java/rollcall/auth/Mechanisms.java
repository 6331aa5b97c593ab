package rollcall.auth;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.sip.AsciiSlice;
import rollcall.sip.AuthParams;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/**
 * The mechanisms of one session: reads a 401 or 407, picks the scheme that answers it, and keeps to it. Mechanisms are
 * made when first needed, and used again for the session's next life. Not thread-safe.
 *
 * <p>The chosen mechanism may need {@linkplain #preparation preparation} on another thread, which may fail when the
 * challenge is long gone: so the next scheme that could answer takes its challenge at the same time and stands by.
 */
public final class Mechanisms {
    private final Function<Scheme, @Nullable Mechanism> maker;
    private final List<Scheme> wanted;
    private final Map<Scheme, Mechanism> made = new EnumMap<>(Scheme.class);
    private final AsciiSlice value = new AsciiSlice();
    private final AuthParams challenge = new AuthParams();

    private @Nullable Credentials credentials;
    private @Nullable Mechanism chosen;
    private @Nullable Mechanism standby;
    private @Nullable Mechanism givenUp;
    private @Nullable Mechanism candidate;
    private boolean offeredByProxy;
    private boolean byProxy;
    private boolean standbyByProxy;
    private String reason = "";

    /**
     * @param kit of the session's event loop
     * @param wanted the schemes this client may use, best first: {@link Scheme#AUTO}, a single one, or none
     */
    public Mechanisms(AuthKit kit, List<Scheme> wanted) {
        this(kit::mechanism, wanted);
    }

    /** @param maker makes a mechanism, or says null when this client has not got that scheme */
    Mechanisms(Function<Scheme, @Nullable Mechanism> maker, List<Scheme> wanted) {
        this.maker = maker;
        this.wanted = wanted;
    }

    /**
     * Forgets everything of the last life.
     *
     * @param credentials null when nothing is known; with an empty password nothing but Kerberos answers, which may have
     *     a ticket or a key instead
     */
    public void reset(@Nullable Credentials credentials) {
        this.credentials = credentials;
        chosen = null;
        standby = null;
        givenUp = null;
        byProxy = false;
        reason = "";
    }

    /**
     * Takes a 401 or 407, which is lent.
     *
     * @return null when {@link #chosen} answers it in the next REGISTER, after its {@link #preparation}; else why nothing
     *     can
     */
    public @Nullable Fault challenged(SipMessage answer) {
        standby = null;
        givenUp = null;
        Mechanism current = chosen;
        Fault fault;
        if (current != null && offers(answer, current.scheme())) {
            fault = offer(answer, current);
        } else {
            fault = choose(answer, 0);
            current = candidate;
        }
        if (fault == null && current != null) {
            chosen = current;
            byProxy = offeredByProxy;
            if (current.preparation() != null && choose(answer, wanted.indexOf(current.scheme()) + 1) == null) {
                standby = candidate;
                standbyByProxy = offeredByProxy;
            }
        }
        return fault;
    }

    /** Makes the first of the wanted schemes, from this one on, that can answer the {@link #candidate}; else says why. */
    private @Nullable Fault choose(SipMessage answer, int from) {
        Fault fault = Fault.AUTH_NO_COMMON_SCHEME;
        for (int i = from; i < wanted.size(); i++) {
            Scheme scheme = wanted.get(i);
            if (!offers(answer, scheme)) {
                continue;
            }
            Credentials own = credentials;
            if (own == null || (own.password().isEmpty() && scheme != Scheme.KERBEROS)) {
                fault = Fault.AUTH_NO_PASSWORD;
                continue;
            }
            Mechanism mechanism = mechanism(scheme, own);
            if (mechanism == null) {
                continue;
            }
            fault = offer(answer, mechanism);
            if (fault == null) {
                candidate = mechanism;
                return null;
            }
        }
        return fault;
    }

    /**
     * What another thread must do before {@link #chosen} may answer; null when nothing is to be done. See {@link
     * Mechanism#preparation}.
     */
    public @Nullable Runnable preparation() {
        return chosen == null ? null : chosen.preparation();
    }

    /**
     * What became of {@link #preparation}; asked on the event loop, once it has run. Where it failed and another scheme
     * stands by, that one is {@link #chosen} from now on, and {@link #fellBack} says so; but never after a refused
     * password, which would be refused again.
     *
     * @return null when {@link #chosen} may answer; else why not
     */
    public @Nullable Fault prepared() {
        Mechanism current = chosen;
        Fault fault = current == null ? null : current.prepared();
        reason = current == null ? "" : current.unprepared();
        if (fault == null || fault == Fault.AUTH_REFUSED || standby == null) {
            return fault;
        }
        useStandby();
        return null;
    }

    /**
     * Gives {@link #preparation} up while it still runs, because it takes too long. Where another scheme stands by, that one
     * is {@link #chosen} from now on, and {@link #fellBack} says so. What the preparation comes to is then of no interest,
     * and {@link #prepared} must not be asked about it.
     *
     * @return whether there was another scheme
     */
    public boolean fallBack() {
        if (standby == null) {
            return false;
        }
        reason = "the KDC did not answer in time";
        useStandby();
        return true;
    }

    private void useStandby() {
        givenUp = chosen;
        chosen = standby;
        byProxy = standbyByProxy;
        standby = null;
    }

    /** The scheme that was given up for {@link #chosen}, because its preparation failed; null when none was. */
    public @Nullable Scheme fellBack() {
        return givenUp == null ? null : givenUp.scheme();
    }

    /** Why the preparation failed: for people, without secrets. */
    public String unprepared() {
        return reason;
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
                offeredByProxy = header == SipHeader.PROXY_AUTHENTICATE;
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

    private @Nullable Mechanism mechanism(Scheme scheme, Credentials own) {
        Mechanism mechanism = made.get(scheme);
        if (mechanism == null) {
            mechanism = maker.apply(scheme);
            if (mechanism == null) {
                return null;
            }
            made.put(scheme, mechanism);
        }
        mechanism.reset(own);
        return mechanism;
    }
}
