package rollcall.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.check.WebProbe.Heard;
import rollcall.outcome.Fault;
import rollcall.web.AddressBook;
import rollcall.web.GroupExpansion;
import rollcall.web.Provisioning.Service;
import rollcall.web.WebErrand;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;

/** What one web server has for clients: asked for as a client does, one after the other. */
final class WebServices {
    private final CheckPlan plan;
    private final WebProbe probe;
    private final Audience audience;
    private final InetAddress address;
    private final Instant now;
    private final Set<Service> lost = new LinkedHashSet<>();
    private boolean tooSlow;
    private int denied;
    private int through;

    WebServices(CheckPlan plan, WebProbe probe, Audience audience, InetAddress address, Instant now) {
        this.plan = plan;
        this.probe = probe;
        this.audience = audience;
        this.address = address;
        this.now = now;
    }

    /** Looks at all of them, in bounded time. @return those that a client does not get */
    Set<Service> look(Map<Service, WebUrl> urls, Step step) {
        urls.forEach((service, url) -> {
            Step below = step.below(new Step(
                    (service == Service.ADDRESS_BOOK ? "address book at " : "group expansion at ") + url.path()));
            if (service == Service.ADDRESS_BOOK) {
                addressBook(url, below);
            } else {
                groups(url, below);
            }
            if (below.severity() == Severity.WARNING) {
                lost.add(service);
            }
        });
        WebUrl any = urls.values().iterator().next();
        if (audience == Audience.OUTSIDE && !tooSlow) {
            published(any, "/etc/place/null/", "content of meetings", WebFinding.MEETING_CONTENT, step);
            published(any, "/RequestHandler/ucdevice.upx", "device updates", WebFinding.DEVICE_UPDATES, step);
        }
        if (through == 0 && denied > 1) { // it is not about paths
            step.steps().forEach(each -> each.found().clear());
            step.found(new Found(
                    WebFinding.PUBLIC_NAME,
                    "every path at " + any.authority() + " is denied",
                    new Repair("in the publishing rule, tab Public Name of ISA Server", any.host())));
        }
        return lost;
    }

    // ---- the address book ----

    private void addressBook(WebUrl url, Step step) {
        Heard heard = heard(new AddressBook(url, AddressBook.day(now), -1), step);
        WebResult result = heard == null ? null : heard.result();
        if (result != null && heard != null && result.fault() == null) {
            step.detail(String.format(
                    Locale.ROOT,
                    "%s, %,d bytes in %.1f ms%s",
                    result.detail(),
                    result.bytes(),
                    heard.nanos() / 1e6,
                    heard.asked() ? ", by NTLM" : ", and nobody was asked who is there"));
        }
    }

    // ---- group expansion ----

    private void groups(WebUrl url, Step step) {
        ServiceDescription description = new ServiceDescription(url);
        Heard heard = heard(description, step);
        if (heard == null || heard.fault() != null) {
            return;
        }
        Set<String> operations = description.operations();
        if (operations.isEmpty()) {
            step.detail("it does not describe itself (?wsdl): " + description.seen());
        } else {
            step.detail("its operations: " + String.join(", ", operations));
        }
        if (!operations.isEmpty() && !operations.contains(GroupExpansion.OPERATION)) {
            step.found(new Found(
                    WebFinding.OTHER_OPERATION,
                    GroupExpansion.OPERATION + " is not among " + String.join(", ", operations)));
            return;
        }
        String group = plan.web().group();
        if (group == null) {
            step.detail("no group was named to be expanded (--group)");
            return;
        }
        Heard expanded = heard(new GroupExpansion(url, group), step);
        if (expanded != null && expanded.fault() == null) {
            step.detail(String.format(Locale.ROOT, "%s was expanded in %.1f ms", group, expanded.nanos() / 1e6));
        }
    }

    // ---- what nobody is asked for ----

    private void published(WebUrl server, String path, String what, WebFinding finding, Step step) {
        WebLook look = new WebLook(new WebUrl(server.host(), server.port(), path));
        Heard heard = probe.visit(look, address).join();
        Step below = step.below(new Step(what + " at " + path));
        Fault fault = heard.fault();
        if (fault != null && !heard.asked()) {
            below.detail(heard.detail());
        } else if (fault == null && look.isNotPublished()) {
            below.found(new Found(finding, look.seen(), WebRepair.publish(path, server)));
            denied++;
        } else {
            below.detail("published: the web server answers"
                    + (heard.asked() ? ", and asks who is there" : " (" + look.status() + " to a mere look)"));
            through++;
        }
    }

    // ---- what went wrong ----

    /** Null when it was not tried. */
    private @Nullable Heard heard(WebErrand errand, Step step) {
        if (tooSlow) {
            step.detail("not asked for: this server takes too long");
            return null;
        }
        Heard heard = probe.visit(errand, address).join();
        Fault fault = heard.fault();
        tooSlow = fault == Fault.WEB_TIMEOUT;
        through += fault == null || heard.asked() ? 1 : 0;
        if (fault == Fault.AUTH_NO_PASSWORD) {
            step.detail("the server asks who is there, which proves the way; without a password it ends here");
        } else if (fault == Fault.AUTH_NOT_TRIED) {
            step.detail("the server asks who is there; the password was refused before and is not sent again");
        } else if (fault != null) {
            WebFinding finding = finding(fault, heard, errand);
            denied += finding == WebFinding.NOT_PUBLISHED ? 1 : 0;
            step.found(new Found(finding, detail(fault, heard, errand), repairs(finding, errand.url())));
        }
        return heard;
    }

    private static String detail(Fault fault, Heard heard, WebErrand errand) {
        return fault == Fault.WEB_NOT_FOUND && !heard.asked()
                ? "404 for " + errand.request().url() + ", and nobody was asked who is there"
                : heard.detail();
    }

    private Repair[] repairs(WebFinding finding, WebUrl url) {
        return finding == WebFinding.NOT_PUBLISHED ? WebRepair.publish(url.path(), url) : new Repair[0];
    }

    private WebFinding finding(Fault fault, Heard heard, WebErrand errand) {
        boolean book = errand instanceof AddressBook;
        return switch (fault) {
            case WEB_NOT_PUBLISHED -> WebFinding.NOT_PUBLISHED;
            // A web server asks who is there before it says what it has.
            case WEB_NOT_FOUND ->
                !heard.asked() ? WebFinding.NOT_PUBLISHED : book ? WebFinding.NO_FILES : WebFinding.NO_SERVICE;
            case WEB_REFUSED -> WebFinding.ASKS_AGAIN;
            case WEB_NO_COMMON_SCHEME, WEB_BAD_CHALLENGE -> WebFinding.NO_NTLM;
            case WEB_FORBIDDEN -> WebFinding.FORBIDDEN;
            case WEB_SERVER_ERROR -> isBridge(heard) ? WebFinding.BRIDGE : WebFinding.SERVER_ERROR;
            case WEB_SOAP_FAULT -> WebFinding.SOAP_FAULT;
            case WEB_MALFORMED, WEB_REJECTED, WEB_TOO_LARGE -> book ? WebFinding.NOT_A_BOOK : WebFinding.SERVER_ERROR;
            case WEB_TIMEOUT -> WebFinding.SLOW;
            default -> WebFinding.CUT_SHORT;
        };
    }

    /** 502 and 504 are those of gateways (RFC 9110 §15.6); ISA Server adds the number of the error to its 500. */
    private boolean isBridge(Heard heard) {
        String detail = heard.detail();
        return audience == Audience.OUTSIDE
                && (detail.startsWith("502")
                        || detail.startsWith("504")
                        || List.of("-2146893019", "-2146893022").stream().anyMatch(detail::contains));
    }
}
