package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;

class ConnectFailureTest {
    @Test
    void eachWordOfTheSystemHasItsFault() {
        assertFault(
                Fault.CONNECT_REFUSED,
                new ConnectException("finishConnect(..) failed with error(-111): Connection refused"));
        assertFault(Fault.CONNECT_TIMEOUT, new ConnectTimeoutException("connection timed out"));
        assertFault(Fault.CONNECT_TIMEOUT, new ConnectException("finishConnect(..) failed: Connection timed out"));
        assertFault(Fault.CONNECT_UNREACHABLE, new NoRouteToHostException("No route to host"));
        assertFault(Fault.CONNECT_UNREACHABLE, new ConnectException("connect(..) failed: Network is unreachable"));
        assertFault(Fault.CONNECT_RESET, new IOException("Connection reset by peer"));
        assertFault(Fault.CONNECT_NO_PORT, new BindException("Address already in use"));
        assertFault(Fault.CONNECT_NO_PORT, new ConnectException("connect(..) failed: Cannot assign requested address"));
        assertFault(Fault.CONNECT_FAILED, new SocketException());
    }

    @Test
    void anExhaustedProcessIsOursWhoeverWrapsIt() {
        assertFault(
                Fault.CONNECT_NO_FILE,
                new ChannelException("Failed to open a socket.", new SocketException("Too many open files")));
        assertFault(
                Fault.CONNECT_NO_FILE,
                new ChannelException(new IOException("newSocketStream(..) failed: Too many open files")));
        assertFault(Fault.CONNECT_NO_FILE, new SocketException("Too many open files"));
    }

    private static void assertFault(Fault fault, Throwable cause) {
        assertThat(ConnectFailure.of(cause).fault()).as(cause.toString()).isEqualTo(fault);
        assertThat(ConnectFailure.of(cause).detail()).isNotEmpty();
    }
}
