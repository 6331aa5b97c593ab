package rollcall.plan;

import java.util.List;

/**
 * Like which Communicator: everything in which the generations differ, as data.
 *
 * @param id as in {@code client.like}
 * @param register the REGISTER request as text with holes in braces, CRLF as line ends; see {@code client.RegisterRequest}
 *     for the holes
 * @param discovery SRV names in the client's order, without the domain: {@code _sipinternaltls._tcp}
 * @param fallbacks host names tried when no SRV record exists, in order
 * @param nextNameOnFailure whether the client goes on to the next SRV name when the servers of the first do not answer
 * @param authorizationHeader the header that carries credentials: {@code Authorization} or {@code Proxy-Authorization}
 * @param keepAliveSeconds CRLF interval before the server has negotiated one; 0 means none
 * @param strictName default of {@code dns.strictName} for this client
 * @param requests what it sends once it is signed in
 */
public record ClientProfile(
        String id,
        String title,
        String register,
        List<Discovery> discovery,
        List<Fallback> fallbacks,
        boolean nextNameOnFailure,
        String authorizationHeader,
        int keepAliveSeconds,
        int strictName,
        SessionRequests requests) {
    /** One SRV name, without the domain, and what it means. */
    public record Discovery(String name, Transport transport) {}

    /** One host name without the domain, and a port to try there (TLS). */
    public record Fallback(String label, int port) {}
}
