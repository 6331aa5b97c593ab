package rollcall.client;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import rollcall.outcome.Fault;

/** A connect that failed, in our words. Transports differ in the exception, less in its text, so both are looked at. */
public record ConnectFailure(Fault fault, String detail) {
    /** What a failed connect means. */
    public static ConnectFailure of(Throwable failure) {
        Throwable inner =
                failure instanceof ChannelException ? failure.getCause() : null; // NIO wraps what the system said
        Throwable cause = inner == null ? failure : inner;
        String detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ConnectFailure(fault(cause, detail.toLowerCase(Locale.ROOT)), detail);
    }

    private static Fault fault(Throwable cause, String text) {
        if (text.contains("too many open files")) { // EMFILE, ENFILE
            return Fault.CONNECT_NO_FILE;
        }
        if (cause instanceof BindException
                || text.contains("cannot assign requested address")
                || text.contains("address already in use")) { // EADDRNOTAVAIL: no port is left for this four-tuple
            return Fault.CONNECT_NO_PORT;
        }
        if (cause instanceof NoRouteToHostException || text.contains("unreachable") || text.contains("no route")) {
            return Fault.CONNECT_UNREACHABLE;
        }
        if (cause instanceof ConnectTimeoutException || text.contains("timed out")) {
            return Fault.CONNECT_TIMEOUT;
        }
        if (text.contains("refused")) {
            return Fault.CONNECT_REFUSED;
        }
        if (text.contains("reset")) {
            return Fault.CONNECT_RESET;
        }
        return cause instanceof ConnectException ? Fault.CONNECT_REFUSED : Fault.CONNECT_FAILED;
    }
}
