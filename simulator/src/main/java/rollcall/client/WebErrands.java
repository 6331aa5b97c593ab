package rollcall.client;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.WebPlan;
import rollcall.sip.SipMessage;
import rollcall.web.Provisioning.Service;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;

/**
 * What a signed-in client fetches from the web, and when; no I/O of its own. Where that is, the pool says in its
 * provisioning document. What goes wrong is a setback and not the end of the client: a real one goes on as well.
 */
final class WebErrands {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NOT_NOW = -1;
    private static final int BOOK = 0;
    private static final int GROUP = 1;
    private static final Stage[] STAGES = {Stage.ADDRESS_BOOK, Stage.GROUPS};
    private static final List<Service> SERVICES = List.of(Service.ADDRESS_BOOK, Service.GROUP_EXPANSION);

    private final LogonMachine machine;
    private final WebPlan plan;
    private final Identity identity;
    private final Answer answer;
    private final @Nullable String[] urls = new String[STAGES.length];
    private final long[] dueNanos = new long[STAGES.length];
    private final long[] sinceNanos = new long[STAGES.length];
    private boolean outside;

    WebErrands(LogonMachine machine, WebPlan plan, Identity identity, Answer answer) {
        this.machine = machine;
        this.plan = plan;
        this.identity = identity;
        this.answer = answer;
        clear();
    }

    /** A life or a new sign-in begins; what was under way has been abandoned. */
    void clear() {
        Arrays.fill(urls, null);
        Arrays.fill(dueNanos, NEVER);
        Arrays.fill(sinceNanos, NOT_NOW);
    }

    /** A 200 to a REGISTER says whether the client is one from outside. */
    void registered(SipMessage response) {
        outside = answer.isRemoteUser(response);
    }

    /** Whether the client is one from outside. */
    boolean isOutside() {
        return outside;
    }

    /** Whether credentials for the media relay are to be asked for. */
    boolean wantsMediaRelay() {
        return plan.mras();
    }

    /** The provisioning document has come. */
    void provisioned(SipMessage response, long nowNanos) {
        if (plan.addressBook() != WebPlan.Book.NONE) {
            double share = (identity.nextRandom() >>> 11) * 0x1p-53;
            learn(BOOK, response, nowNanos + (long) (share * plan.withinNanos()));
        }
        if (!plan.groups().isEmpty()) {
            learn(GROUP, response, nowNanos);
        }
        wake(nowNanos);
    }

    private void learn(int errand, SipMessage response, long whenNanos) {
        Service service = SERVICES.get(errand);
        urls[errand] = answer.provisioned(response, service, outside);
        if (urls[errand] == null) {
            machine.setback(STAGES[errand], Fault.WEB_NO_URL, service.element(outside) + " is missing");
        } else if (sinceNanos[errand] == NOT_NOW) {
            dueNanos[errand] = whenNanos;
        }
    }

    /** Begins what is due, and gives up what takes too long. */
    void wake(long nowNanos) {
        for (int errand = 0; errand < STAGES.length; errand++) {
            if (sinceNanos[errand] != NOT_NOW) {
                if (nowNanos - sinceNanos[errand] >= plan.timeoutNanos()) {
                    machine.io.abandon(STAGES[errand]);
                    over(errand, 0, nowNanos);
                    machine.setback(STAGES[errand], Fault.WEB_TIMEOUT, LogonMachine.waited(plan.timeoutNanos()));
                }
            } else if (nowNanos >= dueNanos[errand]) {
                begin(errand, nowNanos);
            }
        }
    }

    private void begin(int errand, long nowNanos) {
        String text = urls[errand];
        WebUrl url = text == null ? null : WebUrl.parse(text);
        if (url == null) {
            dueNanos[errand] = NEVER;
            machine.setback(STAGES[errand], Fault.WEB_NO_URL, "this is no URL of a web server over TLS: " + text);
            return;
        }
        sinceNanos[errand] = nowNanos;
        machine.io.fetch(STAGES[errand], url);
    }

    private void over(int errand, long bytes, long nowNanos) {
        machine.fetched(STAGES[errand], sinceNanos[errand], bytes);
        sinceNanos[errand] = NOT_NOW;
        dueNanos[errand] = nowNanos + WebPlan.AGAIN_NANOS;
    }

    /** One of them has come to an end. */
    void done(Stage stage, WebResult result, long nowNanos) {
        int errand = stage == Stage.ADDRESS_BOOK ? BOOK : GROUP;
        if (sinceNanos[errand] == NOT_NOW) {
            return;
        }
        long took = nowNanos - sinceNanos[errand];
        over(errand, result.bytes(), nowNanos);
        Fault fault = result.fault();
        if (fault == null) {
            machine.answered(stage, took);
        } else {
            machine.setback(stage, fault, result.detail());
        }
    }

    /** When something is due next, or overdue. */
    long nextNanos() {
        long next = NEVER;
        for (int errand = 0; errand < STAGES.length; errand++) {
            next = Math.min(
                    next, sinceNanos[errand] == NOT_NOW ? dueNanos[errand] : sinceNanos[errand] + plan.timeoutNanos());
        }
        return next;
    }
}
