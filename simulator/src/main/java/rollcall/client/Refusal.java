package rollcall.client;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * What a final answer means that is neither success nor challenge nor redirect, by its status (RFC 3261 §21) and its error
 * id (MS-OCER 2.2.1).
 */
final class Refusal {
    /** Error ids of MS-OCER 2.2.1. */
    private static final int VERSION_FILTER = 17002;

    private static final int VERSION_FILTER_WITH_URL = 17003;
    private static final int REMOTE_ACCESS = 4003;
    private static final int OTHER_USER = 4004;

    /** In a 401: the clocks of client and server differ by more than the scheme allows. */
    static final int CLOCK_SKEW = 1013;

    private Refusal() {}

    /** @param errorId of ms-diagnostics or ms-diagnostics-public; 0 for none */
    static Fault of(int status, int errorId) {
        Fault ofRoute = ofRoute(errorId);
        if (ofRoute != null && (status == 403 || status == 404 || status == 504)) {
            return ofRoute; // which status goes with which of these ids, no public source says
        }
        return switch (status) {
            case 400 -> Fault.SIP_BAD_REQUEST;
            case 403 ->
                switch (errorId) {
                    case REMOTE_ACCESS -> Fault.SIP_REMOTE_ACCESS;
                    case OTHER_USER -> Fault.AUTH_OTHER_USER;
                    case VERSION_FILTER, VERSION_FILTER_WITH_URL -> Fault.SIP_CLIENT_VERSION;
                    default -> Fault.SIP_FORBIDDEN;
                };
            case 404 -> Fault.SIP_NOT_FOUND;
            case 408 -> Fault.SIP_REQUEST_TIMEOUT;
            case 421 -> Fault.SIP_NO_EXTENSION;
            case 480 -> Fault.SIP_TEMPORARILY_UNAVAILABLE;
            case 481 -> Fault.SIP_NO_DIALOG;
            case 488 -> Fault.SIP_NOT_ACCEPTABLE;
            case 489 -> Fault.SIP_BAD_EVENT;
            case 503 -> Fault.SIP_UNAVAILABLE;
            case 504 -> Fault.SIP_SERVER_TIMEOUT;
            default -> status >= 500 && status < 600 ? Fault.SIP_SERVER_ERROR : Fault.SIP_REJECTED;
        };
    }

    /** What an Access Edge says of domains that do not go together; null for any other reason. */
    private static @Nullable Fault ofRoute(int errorId) {
        return switch (errorId) {
            case 1005, 1017 -> Fault.SIP_DOMAIN_NOT_SERVED;
            case 1001, 1002, 1012, 1027 -> Fault.SIP_NOT_FEDERATED;
            default -> null;
        };
    }

    /** Whether a client that meets this fault waits and tries again by itself. */
    static boolean comesBack(Fault fault) {
        return switch (fault) {
            case SIP_REQUEST_TIMEOUT,
                    SIP_TEMPORARILY_UNAVAILABLE,
                    SIP_SERVER_ERROR,
                    SIP_UNAVAILABLE,
                    SIP_SERVER_TIMEOUT -> true;
            default -> false;
        };
    }
}
