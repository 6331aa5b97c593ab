package rollcall.client;

import java.net.InetAddress;
import rollcall.dns.Target;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.web.WebUrl;

/**
 * What a {@link LogonMachine} can order. The machine has no sockets and no clock; whoever implements this has them, and
 * answers with the machine's {@code on…} methods, on the same event loop. An order is never answered after {@link #over}.
 */
public interface LogonIo {
    /** A life has begun; its record has just been opened. */
    void begun(LogonRecord logon);

    /** Walk the SRV names: {@code onLocated} or {@code onNotLocated}. */
    void locate(String domain);

    /** Look up a target's addresses: {@code onResolved} or {@code onNotResolved}. */
    void resolve(Target target);

    /** Open a connection: {@code onConnected} or {@code onNotConnected}. */
    void connect(Target target, InetAddress address);

    /** Secure the open connection: {@code onSecured} or {@code onNotSecured}. */
    void secure(Target target);

    /**
     * Send the REGISTER whose CSeq and credentials the machine holds: {@code onResponse}, {@code onClosed} or nothing.
     *
     * @param leaving whether it ends the registration ({@code Expires: 0})
     */
    void register(boolean leaving);

    /** Send what a slot of {@link Presence} holds: {@code onAnswer}, or nothing. */
    void request(int slot);

    /** Fetch from the web what this stage is about: {@code onFetched}, or nothing. */
    void fetch(Stage stage, WebUrl url);

    /** Give up what {@link #fetch} began for this stage, and answer nothing more about it. */
    void abandon(Stage stage);

    /** Do on another thread what the authenticator must have done before it can answer: {@code onPrepared}. */
    void prepare();

    /** Send CRLF CRLF. */
    void keepAlive();

    /** Call {@code onTimeout} at this time (nanoseconds, as {@code System.nanoTime()}), instead of any time set before. */
    void wakeAt(long nanos);

    /** Forget the time set. */
    void sleep();

    /** The client is signed in: what was looked up on the way here is needed no more. */
    void settled();

    /** Close the connection, if there is one, and answer nothing more about it; abandon all that is being fetched. */
    void disconnect();

    /** Start afresh at another server: new Call-ID and tag, credentials as if nobody had asked yet. */
    void newLogin();

    /** Start afresh from discovery on: as {@link #newLogin}, and nothing that was looked up before holds any more. */
    void comeBack();

    /** This life is over. The machine may be started again once the call has returned. */
    void over();
}
