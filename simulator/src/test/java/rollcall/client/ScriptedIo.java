package rollcall.client;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;
import rollcall.web.WebUrl;

/** A {@link LogonIo} without a network: writes down what it is told, and the sink beside it what comes of it. */
class ScriptedIo implements LogonIo, OutcomeSink {
    final Deque<String> orders = new ArrayDeque<>();
    final List<String> outcomes = new ArrayList<>();
    final List<String> fetches = new ArrayList<>();
    /** Of the last setback. */
    String setbackDetail = "";

    long wakeNanos = Long.MAX_VALUE;
    int starts;
    int signIns;
    int failures;
    int losses;
    int drops;
    int returns;
    int ends;
    Runnable onSignedIn = () -> {};
    Runnable onRegister = () -> {};

    @Override
    public void begun(LogonRecord logon) {}

    @Override
    public void locate(String domain) {
        orders.add("locate " + domain);
    }

    @Override
    public void resolve(Target target) {
        orders.add("resolve " + target.host());
    }

    @Override
    public void connect(Target target, InetAddress address) {
        orders.add("connect " + address.getHostAddress() + ":" + target.port());
    }

    @Override
    public void secure(Target target) {
        orders.add("secure " + target.host());
    }

    @Override
    public void register(boolean leaving) {
        orders.add(leaving ? "sign out" : "register");
        onRegister.run();
    }

    @Override
    public void request(int slot) {
        orders.add("request " + slot);
    }

    @Override
    public void fetch(Stage stage, WebUrl url) {
        orders.add("fetch " + stage.word() + " " + url);
    }

    @Override
    public void abandon(Stage stage) {
        orders.add("abandon " + stage.word());
    }

    @Override
    public void prepare() {
        orders.add("prepare");
    }

    @Override
    public void keepAlive() {
        orders.add("keep alive");
    }

    @Override
    public void wakeAt(long nanos) {
        wakeNanos = nanos;
    }

    @Override
    public void sleep() {
        wakeNanos = Long.MAX_VALUE;
    }

    @Override
    public void settled() {}

    @Override
    public void disconnect() {
        orders.add("disconnect");
    }

    @Override
    public void newLogin() {
        orders.add("new login");
    }

    @Override
    public void comeBack() {
        orders.add("come back");
    }

    @Override
    public void over() {
        orders.add("over");
    }

    /** The orders since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(orders);
        orders.clear();
        return taken;
    }

    @Override
    public void started(LogonRecord logon) {
        starts++;
    }

    @Override
    public void signedIn(LogonRecord logon) {
        signIns++;
        outcomes.add("signed in");
        onSignedIn.run();
    }

    @Override
    public void failed(LogonRecord logon) {
        failures++;
        outcomes.add("failed " + logon.faultStage() + " " + logon.fault());
    }

    @Override
    public void lost(LogonRecord logon) {
        losses++;
        outcomes.add("lost " + logon.faultStage() + " " + logon.fault());
    }

    @Override
    public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {
        drops++;
        outcomes.add("dropped " + stage + " " + fault);
    }

    @Override
    public void returned(LogonRecord logon) {
        returns++;
        outcomes.add("returned");
    }

    @Override
    public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
        setbackDetail = detail;
        outcomes.add("setback " + stage + " " + fault);
    }

    @Override
    public void answered(LogonRecord logon, Stage stage, long nanos) {
        outcomes.add("answered " + stage);
    }

    @Override
    public void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {
        fetches.add(stage + " of " + begunNanos + ", " + bytes + " bytes");
    }

    @Override
    public void ended(LogonRecord logon) {
        ends++;
        outcomes.add("ended");
    }
}
