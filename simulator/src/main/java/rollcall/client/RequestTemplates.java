package rollcall.client;

import java.util.List;
import rollcall.plan.ClientProfile;
import rollcall.plan.SessionRequests;
import rollcall.plan.SessionRequests.Subscription;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipMethod;
import rollcall.sip.SipTemplate;

/**
 * The requests of a client profile, compiled once: their texts with holes, and the numbers of the holes. What goes into
 * them is the affair of {@link RequestWriter}. Immutable; all event loops use one.
 */
public final class RequestTemplates {
    static final int DOMAIN = 0;
    static final int USER = 1;
    static final int LOCAL = 2;
    static final int LOCAL_IP = 3;
    static final int TRANSPORT_UPPER = 4;
    static final int TRANSPORT = 5;
    static final int FROM_TAG = 6;
    static final int EPID = 7;
    static final int CALL_ID = 8;
    static final int CSEQ = 9;
    static final int MS_OPAQUE = 10;
    static final int INSTANCE = 11;
    static final int BRANCH = 12;
    static final int SUBNET = 13;
    static final int EXPIRES = 14;
    static final int AUTHORIZATION = 15;
    static final int GRUU = 16;
    static final int CONTENT_LENGTH = 17;
    static final int RESOURCES = 18;
    static final int DEVICE = 19;
    static final int MACHINE = 20;
    static final int MRAS_URI = 21;
    static final int LOCATION = 22;
    static final int REQUEST_URI = 23;
    static final int TO_TAG = 24;
    static final int ROUTE = 25;
    static final int EVENT = 26;
    /** The version of the first publication; those of the others follow. */
    static final int VERSION_1 = 27;

    private static final String[] HOLES = {
        "domain",
        "user",
        "local",
        "local-ip",
        "TRANSPORT",
        "transport",
        "from-tag",
        "epid",
        "call-id",
        "cseq",
        "ms-opaque",
        "instance",
        "branch",
        "subnet",
        "expires",
        "authorization",
        "gruu",
        "content-length",
        "resources",
        "device",
        "machine",
        "mras-uri",
        "location",
        "request-uri",
        "to-tag",
        "route",
        "event",
        "version-1",
        "version-2",
        "version-3",
        "version-4",
        "version-5"
    };

    private final SipTemplate register;
    private final List<Request> subscriptions;
    private final SipTemplate unsubscribe;
    private final Request contacts;
    private final Request publish;
    private final Request mras;

    /**
     * A request of a signed-in client.
     *
     * @param event the package, for a SUBSCRIBE
     * @param expires the value of the Expires header; empty without one
     */
    record Request(SipMethod method, String event, AsciiSlice expires, SipTemplate head, SipTemplate body) {
        private static Request of(SipMethod method, String event, String expires, String head, String body) {
            return new Request(
                    method,
                    event,
                    AsciiSlice.of(expires),
                    SipTemplate.compile(head, HOLES),
                    SipTemplate.compile(body, HOLES));
        }
    }

    /** Compiles the profile's texts; a hole that does not exist is an {@link IllegalArgumentException}. */
    public RequestTemplates(ClientProfile profile) {
        register = SipTemplate.compile(profile.register(), HOLES);
        SessionRequests requests = profile.requests();
        subscriptions = requests.subscriptions().stream()
                .map(RequestTemplates::subscription)
                .toList();
        unsubscribe = SipTemplate.compile(requests.unsubscribe(), HOLES);
        contacts = Request.of(SipMethod.SUBSCRIBE, "presence", "", requests.contacts(), requests.contactsBody());
        publish = Request.of(SipMethod.SERVICE, "", "", requests.publish(), requests.publishBody());
        mras = Request.of(SipMethod.SERVICE, "", "", requests.mras(), requests.mrasBody());
    }

    private static Request subscription(Subscription each) {
        return Request.of(SipMethod.SUBSCRIBE, each.event(), each.expires(), each.request(), each.body());
    }

    SipTemplate register() {
        return register;
    }

    List<Request> subscriptions() {
        return subscriptions;
    }

    /** Ends a subscription of any package. */
    SipTemplate unsubscribe() {
        return unsubscribe;
    }

    Request contacts() {
        return contacts;
    }

    Request publish() {
        return publish;
    }

    Request mras() {
        return mras;
    }
}
