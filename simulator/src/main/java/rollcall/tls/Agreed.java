package rollcall.tls;

/**
 * What client and server agreed on in a handshake.
 *
 * @param protocol as {@code TLSv1.3}
 * @param cipher the suite by its IANA name
 * @param key of the server's certificate, as {@code RSA 2048} or {@code EC 256}
 * @param resumed whether the handshake was abbreviated, by a session of before
 */
public record Agreed(String protocol, String cipher, String key, boolean resumed) {}
