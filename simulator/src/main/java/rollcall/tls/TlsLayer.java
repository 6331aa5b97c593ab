package rollcall.tls;

import io.netty.channel.ChannelHandler;

/**
 * The TLS of one connection: a handler for its pipeline, and what came of the handshake. It begins when it is added to a
 * connected channel, and ends in exactly one {@link io.netty.handler.ssl.SslHandshakeCompletionEvent}. The server's
 * close_notify shows as {@link io.netty.handler.ssl.SslCloseCompletionEvent}. Closing the channel sends ours. It has no
 * time limit of its own. To be used on the channel's event loop; every question but the first is for a secured connection.
 */
public sealed interface TlsLayer extends ChannelHandler permits BoringSslLayer, EngineLayer {
    /** Whether the handshake has ended well. */
    boolean secured();

    /** What the server showed, in DER, its own certificate first; empty when it showed none. Also after a failure. */
    byte[][] sent();

    /** The protocol version, as {@code TLSv1.3}. */
    String protocol();

    /** The cipher suite by its IANA name. */
    String cipherSuite();

    /** Whether the handshake was abbreviated. */
    boolean resumed();

    /** Sends close_notify and leaves the connection open for the server's (RFC 5246 §7.2.1, RFC 8446 §6.1). */
    void sayGoodBye();
}
