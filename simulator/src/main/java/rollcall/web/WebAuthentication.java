package rollcall.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.auth.HttpKerberos;
import rollcall.auth.HttpNtlm;
import rollcall.outcome.Fault;

/**
 * Authentication on one connection to a web server (RFC 4559, MS-NTHT). NTLM: an offer, a question, a challenge, an answer.
 * Kerberos: an offer, and a ticket. What a server accepted holds for the connection; one that asks anew for each request gets
 * its answer each time.
 */
final class WebAuthentication {
    private static final String NTLM = "NTLM";
    private static final String NEGOTIATE = "Negotiate";

    private enum Leg {
        NONE,
        ASKED,
        ANSWERED
    }

    private final WebLogin login;
    private @Nullable HttpNtlm ntlm;
    private @Nullable HttpKerberos kerberos;
    private List<String> offered = List.of();
    private Leg leg = Leg.NONE;
    private String scheme = "";
    private String header = "";

    WebAuthentication(WebLogin login) {
        this.login = login;
    }

    /** What goes into the Authorization header of the next request; empty: none. */
    String header() {
        return header;
    }

    /** Whether the next request only asks for a challenge, so that its body would be sent for nothing. */
    boolean asks() {
        return leg == Leg.ASKED;
    }

    /** An answer that is no challenge. */
    void passed() {
        leg = Leg.NONE;
        header = "";
    }

    /**
     * A 401.
     *
     * @param offers its WWW-Authenticate headers
     * @return null when the same request is to be sent again, with {@link #header}, after {@link #preparation}
     */
    @Nullable
    WebResult challenged(List<String> offers, WebUrl url) {
        return switch (leg) {
            case NONE -> ask(offers, url);
            case ASKED -> answer(offers, url);
            case ANSWERED -> refused(url);
        };
    }

    private WebResult refused(WebUrl url) {
        HttpKerberos shown = kerberos;
        if (shown != null) {
            return WebResult.failed(
                    Fault.WEB_REFUSED, "401 again, after a ticket for " + shown.service() + ", for " + url);
        }
        login.refused();
        return WebResult.failed(Fault.WEB_REFUSED, "401 again, after credentials, for " + url);
    }

    private @Nullable WebResult ask(List<String> offers, WebUrl url) {
        offered = offers;
        if (!offers(NTLM) && !offers(NEGOTIATE)) {
            return noCommonScheme(url);
        }
        Fault hindrance = login.hindrance();
        if (hindrance != null) {
            return WebResult.failed(hindrance, url + " asks for credentials");
        }
        kerberos = offers(NEGOTIATE) ? login.kerberos(url.host()) : null;
        return kerberos == null ? askByNtlm(url) : null;
    }

    private WebResult noCommonScheme(WebUrl url) {
        List<String> names =
                offered.stream().map(offer -> offer.split(" ", 2)[0]).toList();
        return WebResult.failed(Fault.WEB_NO_COMMON_SCHEME, url + " offers " + String.join(", ", names));
    }

    private boolean offers(String wanted) {
        return offered.stream().anyMatch(offer -> offer.equalsIgnoreCase(wanted));
    }

    /** By its name, else in the place where Kerberos could stand: Windows takes both there. */
    private @Nullable WebResult askByNtlm(WebUrl url) {
        HttpNtlm fresh = login.ntlm();
        if (fresh == null) {
            return WebResult.failed(Fault.AUTH_NO_PASSWORD, url + " asks for credentials");
        }
        ntlm = fresh;
        scheme = offers(NTLM) ? NTLM : NEGOTIATE;
        leg = Leg.ASKED;
        header = scheme + ' ' + fresh.negotiate();
        return null;
    }

    /** What must be done on a thread that may wait, before the request is sent again; null when nothing must. */
    @Nullable
    Runnable preparation() {
        HttpKerberos asked = kerberos;
        return leg == Leg.NONE && asked != null ? asked.preparation() : null;
    }

    /** That is done: null when the request is to be sent again. Without a ticket a password will do, if the client has one. */
    @Nullable
    WebResult prepared(WebUrl url) {
        HttpKerberos done = kerberos;
        Fault failure = done == null ? null : done.failure();
        if (done == null || failure == Fault.AUTH_REFUSED) {
            return WebResult.failed(Fault.AUTH_REFUSED, done == null ? "" : done.reason());
        }
        if (failure == null) {
            leg = Leg.ANSWERED;
            scheme = NEGOTIATE;
            header = NEGOTIATE + ' ' + done.token();
            return null;
        }
        kerberos = null;
        Fault hindrance = login.hindrance(); // the password may have been refused meanwhile, on another connection
        if (hindrance != null) {
            return WebResult.failed(hindrance, done.reason());
        }
        return login.ntlm() == null ? WebResult.failed(failure, done.reason()) : askByNtlm(url);
    }

    private @Nullable WebResult answer(List<String> offers, WebUrl url) {
        HttpNtlm asked = ntlm;
        if (offers.stream().anyMatch(offer -> offer.equalsIgnoreCase(scheme))) {
            return WebResult.failed(Fault.WEB_REFUSED, "401 again instead of a challenge, for " + url);
        }
        for (String offer : offers) {
            int space = offer.indexOf(' ');
            if (asked != null && space > 0 && offer.substring(0, space).equalsIgnoreCase(scheme)) {
                String token = asked.answer(offer.substring(space + 1).strip());
                if (token != null) {
                    leg = Leg.ANSWERED;
                    header = scheme + ' ' + token;
                    return null;
                }
            }
        }
        return WebResult.failed(Fault.WEB_BAD_CHALLENGE, scheme + " at " + url);
    }
}
