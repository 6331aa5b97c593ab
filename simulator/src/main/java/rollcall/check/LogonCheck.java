package rollcall.check;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.check.LogonProbe.Outcome;
import rollcall.check.LogonProbe.Setback;
import rollcall.check.LogonProbe.Timing;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.sip.AsciiSlice;
import rollcall.web.Provisioning;

/** What a sign-in says, told as a step. */
final class LogonCheck {
    private static final Pattern OFFER = Pattern.compile("(?mi)^(?:WWW|Proxy)-Authenticate: *(\\S+)");
    private static final Pattern REDIRECT =
            Pattern.compile("(?m)^SIP/2.0 30[12][^\\n]*\\n(?:[^\\n]+\\n)*?Contact: *([^\\n]+)");

    private static final Pattern SERVER = Pattern.compile("(?mi)^Server: *(.+?)\\s*$");
    private static final Pattern DATE = Pattern.compile("(?mi)^Date: *(.+?)\\s*$");

    /** Kerberos forgives so much; NTLM three times as much. */
    private static final Duration FORGIVEN = Duration.ofMinutes(5);

    private final CheckPlan plan;
    private final Instant now;

    /** @param now when the answers came, within some seconds */
    LogonCheck(CheckPlan plan, Instant now) {
        this.plan = plan;
        this.now = now;
    }

    /** @param explained whether a step before has told already what is wrong with the server at which it ended */
    Step step(Outcome outcome, boolean explained) {
        Step step = new Step(
                plan.logon()
                        ? "sign-in as " + plan.account().user()
                        : "sign-in as " + plan.account().user() + ", without credentials");
        outcome.timings().forEach(each -> step.detail(text(each)));
        Set<String> offers = all(OFFER, outcome.said(), 1);
        if (!offers.isEmpty()) {
            step.detail("the server offers " + String.join(", ", offers));
        }
        redirects(outcome).forEach(each -> step.detail("redirected to " + each));
        if (!outcome.server().isEmpty()) {
            step.detail("ended at " + outcome.server());
        }
        if (outcome.said().contains("<<<")) {
            step.detail(
                    outcome.said().contains("ms-user-logon-data: RemoteUser")
                            ? "the pool takes this client for one outside (RemoteUser)"
                            : "the pool takes this client for one inside");
        }
        judge(outcome, explained, step);
        return step;
    }

    private static String text(Timing timing) {
        return String.format(Locale.ROOT, "%s: %.1f ms", timing.stage().title(), timing.nanos() / 1e6);
    }

    private void judge(Outcome outcome, boolean explained, Step step) {
        String refused = plan.refused();
        if (refused != null) {
            step.found(new Found(LogonFinding.REFUSED, "at " + refused + "; it is not tried again"));
        }
        Fault fault = outcome.fault();
        if (provesTheWay(outcome)) {
            step.detail("the server asks who is there: the way to it is proven");
        } else if (fault != null) {
            LogonFinding finding = finding(fault);
            Stage stage = outcome.stage();
            if (finding == null && !explained && !redirects(outcome).isEmpty()) {
                step.found(new Found(LogonFinding.REDIRECT, outcome.server() + ": " + fault.cause()));
            } else if (finding == null) {
                step.failed()
                        .detail("did not get past " + (stage == null ? "the start" : stage.title()) + ": "
                                + fault.cause());
            } else {
                step.found(new Found(finding, outcome.detail().isEmpty() ? fault.cause() : outcome.detail()));
            }
        }
        if (fault != Fault.AUTH_CLOCK_SKEW) {
            judgeClock(outcome, step);
        }
        judgeSession(outcome, step);
        provisioning(outcome, step);
    }

    static Set<String> redirects(Outcome outcome) {
        return all(REDIRECT, outcome.said(), 1);
    }

    /** Whether a client without credentials has come as far as it can. */
    private boolean provesTheWay(Outcome outcome) {
        return !plan.logon() && outcome.fault() == Fault.AUTH_NO_COMMON_SCHEME;
    }

    /** Whether the client signs in, as far as was tried. */
    boolean works(Outcome outcome) {
        return outcome.signedIn() || provesTheWay(outcome);
    }

    private void judgeClock(Outcome outcome, Step step) {
        for (String date : all(DATE, outcome.said(), 1)) {
            try {
                Instant server = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
                Duration off = Duration.between(now, server);
                if (off.abs().compareTo(FORGIVEN) > 0) {
                    step.found(new Found(
                                    LogonFinding.CLOCK,
                                    "the server's clock is " + off.abs().toMinutes() + " minutes "
                                            + (off.isNegative() ? "behind" : "ahead of") + " this machine's")
                            .aside());
                    return;
                }
            } catch (DateTimeParseException e) {
                step.detail("the server's Date cannot be read: " + date);
            }
        }
    }

    private void judgeSession(Outcome outcome, Step step) {
        Set<String> servers = all(SERVER, outcome.said(), 1);
        boolean other = !servers.isEmpty() && servers.stream().noneMatch(each -> each.startsWith("RTC/"));
        servers.forEach(each -> step.detail("the server calls itself " + each));
        if (other && works(outcome)) {
            step.found(new Found(LogonFinding.OTHER_REGISTRAR, String.join(", ", servers)));
        }
        for (Setback each : outcome.setbacks()) {
            if (each.fault() == Fault.SIP_CLIENT_VERSION) {
                step.found(new Found(LogonFinding.OLD_CLIENT, each.detail()));
            } else if (each.fault() == Fault.AUTH_NO_TICKET) {
                step.detail("the client went on without a ticket: " + each.detail());
            } else if (each.stage() == Stage.SUBSCRIBE && other) {
                step.detail("not served: " + each.detail());
            } else if (each.stage() == Stage.SUBSCRIBE) {
                step.found(new Found(LogonFinding.NO_SUBSCRIPTION, each.detail()));
            }
        }
    }

    private static void provisioning(Outcome outcome, Step step) {
        List<String> provisioned = new ArrayList<>();
        new Provisioning().each(AsciiSlice.of(outcome.said()), (name, value) -> provisioned.add(name + ": " + value));
        if (!provisioned.isEmpty()) {
            Step below = step.below(new Step("in-band provisioning"));
            provisioned.forEach(below::detail);
        }
    }

    /** Null for what the steps before have told already. */
    private static @Nullable LogonFinding finding(Fault fault) {
        return switch (fault) {
            case AUTH_REFUSED -> LogonFinding.REFUSED;
            case AUTH_OTHER_USER -> LogonFinding.OTHER_USER;
            case AUTH_NO_COMMON_SCHEME, AUTH_BAD_CHALLENGE, AUTH_LIMIT, AUTH_NO_PASSWORD -> LogonFinding.NO_SCHEME;
            case AUTH_CLOCK_SKEW -> LogonFinding.CLOCK;
            case AUTH_NO_TICKET -> LogonFinding.NO_TICKET;
            case AUTH_BAD_SIGNATURE, AUTH_NOT_SIGNED -> LogonFinding.SIGNATURE;
            case SIP_FORBIDDEN -> LogonFinding.FORBIDDEN;
            case SIP_REMOTE_ACCESS -> LogonFinding.REMOTE_ACCESS;
            case SIP_CLIENT_VERSION -> LogonFinding.VERSION;
            case SIP_NOT_FOUND -> LogonFinding.NOT_FOUND;
            case SIP_UNAVAILABLE -> LogonFinding.UNAVAILABLE;
            case SIP_SERVER_TIMEOUT, SIP_REQUEST_TIMEOUT -> LogonFinding.NEXT_HOP;
            case SIP_SERVER_ERROR -> LogonFinding.SERVER_ERROR;
            case SIP_TIMEOUT, SIP_CLOSED, SIP_RESET, LOST_CLOSED, LOST_RESET, LOST_TIMEOUT -> LogonFinding.NO_ANSWER;
            case SIP_MALFORMED, SIP_TOO_LARGE, LOST_MALFORMED -> LogonFinding.NOT_SIP;
            case LOST_DEREGISTERED -> LogonFinding.SIGNED_OUT;
            case SIP_NO_BINDING -> LogonFinding.NO_BINDING;
            case REDIRECT_LIMIT, REDIRECT_UNUSABLE -> LogonFinding.REDIRECT;
            default -> fault.stage().compareTo(Stage.REGISTER) >= 0 ? LogonFinding.REJECTED : null;
        };
    }

    private static Set<String> all(Pattern pattern, String text, int group) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }
}
