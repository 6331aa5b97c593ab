package rollcall.mock;

import rollcall.sip.ErrorId;

/** The texts that go with status codes and ms-diagnostics ids. */
final class Words {
    private Words() {}

    /** RFC 3261 §21; an unknown code gets the words of its class. */
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            // MS-SIP and captures: the words a Director uses
            case 301 -> "Redirect request to Home Server";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Request Entity Too Large";
            case 420 -> "Bad Extension";
            case 421 -> "Extension Required";
            case 423 -> "Interval Too Brief";
            case 430 -> "Flow Failed";
            case 480 -> "Temporarily Unavailable";
            case 481 -> "Call/Transaction Does Not Exist";
            case 482 -> "Loop Detected";
            case 483 -> "Too Many Hops";
            case 488 -> "Not Acceptable Here";
            case 489 -> "Bad Event";
            case 494 -> "Security Agreement Required";
            case 500 -> "Server Internal Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Server Time-out";
            case 505 -> "Version Not Supported";
            case 600 -> "Busy Everywhere";
            case 603 -> "Decline";
            case 604 -> "Does Not Exist Anywhere";
            case 606 -> "Not Acceptable";
            default -> status < 500 ? "Request Failure" : status < 600 ? "Server Failure" : "Global Failure";
        };
    }

    /** MS-OCER 2.2.2: the reason that belongs to an ErrorId, as it stands between quotes. */
    static String diagnostics(int id) {
        String meaning = ErrorId.meaning(id);
        return meaning == null ? "Unknown." : meaning.replace("\"", "\\\""); // RFC 3261 §25.1, quoted-pair
    }

    /** Whether the id is told in ms-diagnostics-public, which names no server (MS-OCER 2.2.1.2). */
    static boolean isPublic(int id) {
        return id == 4003 || id == 4004 || (id >= 4140 && id <= 4142);
    }
}
