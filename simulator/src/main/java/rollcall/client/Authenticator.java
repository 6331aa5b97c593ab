package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.auth.Credentials;
import rollcall.auth.Mechanism;
import rollcall.auth.Mechanisms;
import rollcall.auth.Scheme;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.plan.Secret;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/**
 * How one session authenticates: puts the user's credentials behind the mechanism that the plan and the server agree on,
 * and its answer into the header that the server looks at. Nothing is made before a server asks.
 */
final class Authenticator {
    private final LogonRules rules;
    private final LoopKit.Scratch scratch;
    private final List<Scheme> wanted;
    private @Nullable Mechanisms mechanisms;
    /** Null when the user has no password. */
    private @Nullable Account account;

    Authenticator(LogonRules rules, LoopKit.Scratch scratch) {
        this.rules = rules;
        this.scratch = scratch;
        wanted = switch (rules.auth().scheme()) {
            case NONE -> List.of();
            case DIGEST -> List.of(Scheme.DIGEST);
            case NTLM -> List.of(Scheme.NTLM);
            case KERBEROS -> List.of(Scheme.KERBEROS);
            case AUTO -> Scheme.AUTO;
        };
    }

    /** A life begins. */
    void begin(Account who) {
        account = who.password() == null ? null : who;
        forget();
    }

    /** As if nobody had asked yet: for a fresh start at another server. */
    void forget() {
        if (mechanisms != null) {
            mechanisms.reset(credentials());
        }
    }

    /** The user's credentials; null when it has no password. */
    @Nullable
    Credentials credentials() {
        Account who = account;
        Secret password = who == null ? null : who.password();
        return who == null || password == null ? null : Credentials.of(who.logonName(), password.reveal());
    }

    /** Takes a 401 or 407; null when the next REGISTER can answer it. */
    @Nullable
    Fault challenged(SipMessage response) {
        Mechanisms all = mechanisms;
        if (all == null) {
            all = new Mechanisms(scratch.auth, wanted);
            all.reset(credentials());
            mechanisms = all;
        }
        return all.challenged(response);
    }

    /** Whether the server has been shown credentials or a proof of them on this login. */
    boolean sentCredentials() {
        Mechanism chosen = chosen();
        return chosen != null && chosen.nextStage() == Stage.AUTHENTICATE;
    }

    /** Whether the user has signed in by a ticket, and so gets more of them. */
    boolean hasTickets() {
        Mechanism chosen = chosen();
        return chosen != null && chosen.scheme() == Scheme.KERBEROS;
    }

    /** Whether there is work for another thread before the challenge can be answered. */
    boolean mustPrepare() {
        return preparation() != null;
    }

    /** That work. */
    @Nullable
    Runnable preparation() {
        return mechanisms == null ? null : mechanisms.preparation();
    }

    /** After that work: null when the challenge can be answered, else why not. */
    @Nullable
    Fault prepared() {
        return mechanisms == null ? null : mechanisms.prepared();
    }

    /** That work takes too long: whether another scheme can answer without it, and does from now on. */
    boolean fallBack() {
        return mechanisms != null && mechanisms.fallBack();
    }

    /** Whether that work was in vain and another scheme answers. */
    boolean fellBack() {
        return mechanisms != null && mechanisms.fellBack() != null;
    }

    /** Why that work was in vain, and what takes its place: for people. */
    String unprepared() {
        Mechanisms all = mechanisms;
        if (all == null) {
            return "";
        }
        Scheme given = all.fellBack();
        Mechanism chosen = all.chosen();
        return given == null || chosen == null
                ? all.unprepared()
                : given.word() + " → " + chosen.scheme().word() + ": " + all.unprepared();
    }

    /** Whether messages are signed from now on: there is a security association (MS-SIPAE). */
    boolean hasAssociation() {
        Mechanism chosen = chosen();
        return chosen != null && chosen.scheme() != Scheme.DIGEST;
    }

    /** How many seconds that association can last. */
    long lifeSeconds() {
        Mechanism chosen = chosen();
        return chosen == null ? Long.MAX_VALUE : chosen.lifeSeconds();
    }

    /**
     * Whether the server's clock and ours differ by more than its scheme allows (MS-SIP): it will hardly take the answer.
     *
     * @param serverSeconds since 1970; -1 when the server does not say
     */
    boolean clockIsOff(long serverSeconds) {
        return hasAssociation() && serverSeconds >= 0 && Math.abs(skewSeconds(serverSeconds)) > mostSkewSeconds();
    }

    private long mostSkewSeconds() {
        Mechanism chosen = chosen();
        return chosen != null && chosen.scheme() == Scheme.KERBEROS ? 5 * 60 : 15 * 60;
    }

    private long skewSeconds(long serverSeconds) {
        return serverSeconds - scratch.wallNanos.getAsLong() / 1_000_000_000L;
    }

    /** How the clocks differ: for people. */
    String clocks(long serverSeconds) {
        long skew = skewSeconds(serverSeconds);
        return "the server's clock is " + Math.abs(skew) + " s " + (skew > 0 ? "ahead of" : "behind")
                + " this machine's; more than " + mostSkewSeconds() + " s are not tolerated";
    }

    /** Which stage the REGISTER that answers the challenge is. */
    Stage nextStage() {
        Mechanism chosen = chosen();
        return chosen == null ? Stage.AUTHENTICATE : chosen.nextStage();
    }

    /** Checks what the server says about itself; null when it is right or nothing is to be checked. */
    @Nullable
    Fault verify(SipMessage message) {
        Mechanism chosen = chosen();
        // a challenge is never signed, it starts the exchange anew
        return chosen == null || message.status() == 401 || message.status() == 407 ? null : chosen.verify(message);
    }

    /** Writes the header line with this message's credentials; nothing when nobody has asked for any. */
    void write(AuthFacts message, ByteBuf out) {
        Mechanism chosen = chosen();
        if (chosen != null) {
            ByteBufUtil.writeAscii(out, header(chosen));
            ByteBufUtil.writeAscii(out, ": ");
            chosen.authorize(message, out);
            ByteBufUtil.writeAscii(out, "\r\n");
        }
    }

    /** Digest keeps to the pairs of RFC 3261; what Microsoft's clients do with their own schemes is the profile's affair. */
    private String header(Mechanism chosen) {
        if (chosen.scheme() != Scheme.DIGEST) {
            return rules.profile().authorizationHeader();
        }
        return mechanisms != null && mechanisms.byProxy()
                ? SipHeader.PROXY_AUTHORIZATION.header()
                : SipHeader.AUTHORIZATION.header();
    }

    private @Nullable Mechanism chosen() {
        return mechanisms == null ? null : mechanisms.chosen();
    }

    /** The schemes that a challenge offers, and what this client would take: for people. */
    String offered(SipMessage response) {
        StringBuilder text = new StringBuilder("the server offers");
        String separator = " ";
        for (SipHeader header : List.of(SipHeader.WWW_AUTHENTICATE, SipHeader.PROXY_AUTHENTICATE)) {
            AsciiSlice value = new AsciiSlice();
            for (int i = 0; response.header(header, i, value); i++) {
                String offer = value.toString();
                int space = offer.indexOf(' ');
                text.append(separator).append(space < 0 ? offer : offer.substring(0, space));
                separator = ", ";
            }
        }
        text.append(separator.equals(" ") ? " nothing" : "").append("; this client ");
        if (wanted.isEmpty()) {
            return text.append("does not authenticate (auth.scheme is none)").toString();
        }
        text.append("has");
        separator = " ";
        for (Scheme scheme : wanted) {
            text.append(separator).append(scheme.word());
            separator = ", ";
        }
        if (text.indexOf("TLS-DSK") >= 0) {
            text.append(
                    ". TLS-DSK, in which Lync's clients use a certificate that the pool's web service gave them, is not"
                            + " imitated");
        }
        return text.toString();
    }
}
