package rollcall.outcome;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one client. Mutable and lent: it belongs to the session, which uses it again for its next life, so a
 * sink must copy what it wants to keep before the call returns. All times are {@code System.nanoTime()} values of the
 * generator, durations in nanoseconds; {@link #NEVER} stands for "did not happen".
 */
public final class LogonRecord {
    /** The value of a time or duration that did not happen. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Most lives pass fewer stages; room for all would be the largest part of a held client's record. */
    private static final int USUAL_STAGES = 8;

    /** The stages passed, in the order of the first time; the time spent in each stands at the same place. */
    private byte[] stages = new byte[USUAL_STAGES];

    private long[] stageNanos = new long[USUAL_STAGES];
    private int passed;
    private int arrival;
    private String user = "";
    private long dueNanos = NEVER;
    private long startNanos = NEVER;
    private long signedInNanos = NEVER;
    private long endNanos = NEVER;
    private @Nullable Fault fault;
    private @Nullable Stage faultStage;
    private String detail = "";
    private String server = "";
    private long connectedNanos = NEVER;
    private long trafficNanos = NEVER;
    private long droppedNanos = NEVER;
    private int storm = -1;
    private boolean measured = true;
    private int kind;

    /** Begins a life: forgets the last one. */
    public void begin(int arrival, String user, long dueNanos, long startNanos) {
        passed = 0;
        this.arrival = arrival;
        this.user = user;
        this.dueNanos = dueNanos;
        this.startNanos = startNanos;
        signedInNanos = NEVER;
        endNanos = NEVER;
        fault = null;
        faultStage = null;
        detail = "";
        server = "";
        connectedNanos = NEVER;
        trafficNanos = NEVER;
        droppedNanos = NEVER;
        storm = -1;
    }

    /** Says whether the life that begins next is part of the measurement, or prepares the pool for it. */
    public void measured(boolean yes) {
        measured = yes;
    }

    /** Says which kind of client this and all further lives are of; an index into the kinds of the plan. */
    public void kind(int index) {
        kind = index;
    }

    /** Which kind of client this is, from 0. */
    public int kind() {
        return kind;
    }

    /** Whether this life is part of the measurement. */
    public boolean measured() {
        return measured;
    }

    /** Adds time spent in a stage; a stage passed twice (second address, second challenge) adds up. */
    public void spent(Stage stage, long nanos) {
        stageNanos[placeFor(stage)] += nanos;
    }

    private int placeFor(Stage stage) {
        int place = placeOf(stage);
        if (place >= 0) {
            return place;
        }
        if (passed == stages.length) {
            stages = Arrays.copyOf(stages, 2 * passed);
            stageNanos = Arrays.copyOf(stageNanos, 2 * passed);
        }
        stages[passed] = (byte) stage.ordinal();
        stageNanos[passed] = 0;
        return passed++;
    }

    private int placeOf(Stage stage) {
        int place = passed - 1;
        while (place >= 0 && stages[place] != stage.ordinal()) {
            place--;
        }
        return place;
    }

    /** Notes the 200: the client is signed in, and the {@link Stage#LOGON} duration is known. */
    public void signedIn(long nowNanos) {
        signedInNanos = nowNanos;
        stageNanos[placeFor(Stage.LOGON)] = nowNanos - startNanos;
    }

    /** Notes why the client failed or was lost. The first fault of a life stands; later ones are its echo. */
    public void fault(Stage stage, Fault fault, String detail) {
        if (this.fault == null) {
            this.fault = fault;
            this.faultStage = stage;
            this.detail = detail;
        }
    }

    /** Notes that a connection was opened: the one that matters from now on. */
    public void connected(long nowNanos) {
        connectedNanos = nowNanos;
        trafficNanos = nowNanos;
    }

    /** Notes that something went over the connection, in either direction. */
    public void traffic(long nowNanos) {
        trafficNanos = nowNanos;
    }

    /** Notes that a signed-in client lost its connection or its registration. */
    public void dropped(long nowNanos) {
        droppedNanos = nowNanos;
        storm = -1;
    }

    /** Notes that a client that was dropped is signed in again. */
    public void returned() {
        droppedNanos = NEVER;
    }

    /** Gives the drop to a group of drops; a number of whoever counts them. */
    public void storm(int number) {
        storm = number;
    }

    /** Notes the end of this life. */
    public void end(long nowNanos) {
        endNanos = nowNanos;
    }

    /** Names the server the client is talking to, as {@code host:port} (the name it looked for, not the address). */
    public void server(String server) {
        this.server = server;
    }

    /** The number of this arrival in the run, from 0. */
    public int arrival() {
        return arrival;
    }

    /** The address-of-record, without {@code sip:}. */
    public String user() {
        return user;
    }

    /** When the client was due to start. */
    public long dueNanos() {
        return dueNanos;
    }

    /** When it really started. */
    public long startNanos() {
        return startNanos;
    }

    /** When the 200 came, or {@link #NEVER}. */
    public long signedInNanos() {
        return signedInNanos;
    }

    /** When this life ended, or {@link #NEVER}. */
    public long endNanos() {
        return endNanos;
    }

    /** Time spent in a stage, or {@link #NEVER}. */
    public long stageNanos(Stage stage) {
        int place = placeOf(stage);
        return place < 0 ? NEVER : stageNanos[place];
    }

    /** How many stages this life has passed. */
    public int stagesPassed() {
        return passed;
    }

    /** One of them; they are in the order in which they were passed for the first time. */
    public Stage stagePassed(int place) {
        return Stage.at(stages[place]);
    }

    /** Due until the 200, or {@link #NEVER}: the latency a user would have felt. */
    public long logonFromDueNanos() {
        return signedInNanos == NEVER ? NEVER : signedInNanos - dueNanos;
    }

    /** When the connection was opened that was open last, or {@link #NEVER}. */
    public long connectedNanos() {
        return connectedNanos;
    }

    /** When something went over that connection last, or {@link #NEVER}. */
    public long trafficNanos() {
        return trafficNanos;
    }

    /** When the client was dropped last and has not come back, or {@link #NEVER}. */
    public long droppedNanos() {
        return droppedNanos;
    }

    /** Whether the client was signed in, was dropped and has not come back. */
    public boolean isAway() {
        return droppedNanos != NEVER;
    }

    /** What {@link #storm(int)} was told for the last drop, or -1; it stands when the client is back. */
    public int storm() {
        return storm;
    }

    /** Why it failed or was lost, or null. */
    public @Nullable Fault fault() {
        return fault;
    }

    /** In which stage, or null. */
    public @Nullable Stage faultStage() {
        return faultStage;
    }

    /** What distinguishes this occurrence: the alert, the names on the certificate, the status line. Never a secret. */
    public String detail() {
        return detail;
    }

    /** The server as {@code host:port}, or empty before one is known. */
    public String server() {
        return server;
    }
}
