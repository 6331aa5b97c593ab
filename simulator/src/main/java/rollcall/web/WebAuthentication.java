package rollcall.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.auth.HttpNtlm;
import rollcall.outcome.Fault;

/**
 * Authentication on one connection to a web server (RFC 4559, MS-NTHT): an offer, a question, a challenge, an answer. What
 * a server accepted holds for the connection; one that asks anew for each request gets its answer each time.
 */
final class WebAuthentication {
    private enum Leg {
        NONE,
        ASKED,
        ANSWERED
    }

    private final WebLogin login;
    private @Nullable HttpNtlm ntlm;
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
     * @return null when the same request is to be sent again, with {@link #header}
     */
    @Nullable
    WebResult challenged(List<String> offers, WebUrl url) {
        return switch (leg) {
            case NONE -> ask(offers, url);
            case ASKED -> answer(offers, url);
            case ANSWERED -> {
                login.refused();
                yield WebResult.failed(Fault.WEB_REFUSED, "401 again, after credentials, for " + url);
            }
        };
    }

    private @Nullable WebResult ask(List<String> offers, WebUrl url) {
        scheme = chosen(offers);
        if (scheme.isEmpty()) {
            return WebResult.failed(
                    Fault.WEB_NO_COMMON_SCHEME,
                    url + " offers "
                            + String.join(
                                    ", ",
                                    offers.stream()
                                            .map(offer -> offer.split(" ", 2)[0])
                                            .toList()));
        }
        Fault hindrance = login.hindrance();
        if (hindrance != null) {
            return WebResult.failed(hindrance, url + " asks for credentials");
        }
        HttpNtlm fresh = login.ntlm();
        ntlm = fresh;
        leg = Leg.ASKED;
        header = scheme + ' ' + fresh.negotiate();
        return null;
    }

    /** NTLM by its name, else in the place where Kerberos could stand: Windows takes both there. */
    private static String chosen(List<String> offers) {
        for (String wanted : List.of("NTLM", "Negotiate")) {
            for (String offer : offers) {
                if (offer.equalsIgnoreCase(wanted)) {
                    return wanted;
                }
            }
        }
        return "";
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
