package rollcall.sip;

import org.jspecify.annotations.Nullable;

/**
 * The numbers that Communications Server puts into {@code ms-diagnostics} and {@code ms-diagnostics-public}, in words
 * (MS-OCER 2.2.2). 1000s come from the SIP stack, 2000s from presence, 4000s from user services, 5000s from
 * applications, 17000s from the client version filter.
 */
public final class ErrorId {
    private ErrorId() {}

    /** What the number means, as one sentence with its full stop; null for a number that is not known. */
    public static @Nullable String meaning(int id) {
        return switch (id) {
            case 1000 -> "Final handshake failed.";
            case 1001 -> "From URI not authorized to communicate with public IM providers.";
            case 1002 -> "From URI not authorized to communicate with federated partners.";
            case 1003 -> "User does not exist.";
            case 1004 -> "Route set is no longer valid.";
            case 1005 -> "Cannot route to destination domain.";
            case 1006 -> "Error routing on client connection.";
            case 1007 -> "Temporarily cannot route.";
            case 1008 -> "Unable to resolve DNS SRV record.";
            case 1009 -> "Conflicting SRV and host domains in DNS.";
            case 1010 -> "Certificate trust with next-hop server could not be established.";
            case 1011 -> "ms-diagnostics header not provided by previous hop.";
            case 1012 -> "From URI is not authorized to communicate with users outside the enterprise.";
            case 1013 -> "Significant time skew detected during authentication.";
            case 1014 -> "Unable to resolve DNS A record.";
            case 1017 -> "Cannot route From and To domains in this combination.";
            case 1018 -> "Parsing failure.";
            case 1027 -> "Cannot route this type of SIP request to or from federated partners.";
            case 1034 -> "Previous hop federated peer did not report diagnostic information.";
            case 2057 -> "The extension gruu-10 is missing.";
            case 4000 -> "User services default.";
            case 4001 -> "XML parse failure.";
            case 4003 -> "From URI not enabled for remote access.";
            case 4004 -> "Credentials provided are not authorized to act as specified from URI.";
            case 4005 -> "Destination URI either not enabled for SIP or does not exist.";
            case 4006 -> "User not found in pool.";
            case 4007 -> "Resource is unknown in this deployment.";
            case 4008 -> "Input data too large - One of the parameters to the sproc exceeds limit.";
            case 4010 -> "Missing endpoint identifier.";
            case 4011 -> "Epid not present.";
            case 4012 -> "Epid too long.";
            case 4013 -> "Content type header does not match.";
            case 4055 -> "Event header is not \"registration\".";
            case 4140 -> "User logged out.";
            case 4141 -> "User disabled.";
            case 4142 -> "User moved.";
            case 5000 -> "One or more critical applications are not running.";
            case 5001 -> "Request timed out.";
            case 5002 -> "Request was cancelled.";
            case 17000 -> "Server overloaded.";
            case 17001 -> "Invalid request.";
            case 17002 -> "Invalid client version.";
            case 17003 -> "Declined with URL.";
            case 17004 -> "Allowed with URL.";
            default -> null;
        };
    }
}
