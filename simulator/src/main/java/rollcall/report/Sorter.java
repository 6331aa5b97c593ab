package rollcall.report;

import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;

/** Passes each record to the tally of those that are measured, or to that of those that prepare the pool. */
record Sorter(OutcomeSink measured, OutcomeSink preparation) implements OutcomeSink {
    private OutcomeSink of(LogonRecord logon) {
        return logon.measured() ? measured : preparation;
    }

    @Override
    public void started(LogonRecord logon) {
        of(logon).started(logon);
    }

    @Override
    public void signedIn(LogonRecord logon) {
        of(logon).signedIn(logon);
    }

    @Override
    public void failed(LogonRecord logon) {
        of(logon).failed(logon);
    }

    @Override
    public void lost(LogonRecord logon) {
        of(logon).lost(logon);
    }

    @Override
    public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {
        of(logon).dropped(logon, stage, fault, detail);
    }

    @Override
    public void returned(LogonRecord logon) {
        of(logon).returned(logon);
    }

    @Override
    public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
        of(logon).setback(logon, stage, fault, detail);
    }

    @Override
    public void answered(LogonRecord logon, Stage stage, long nanos) {
        of(logon).answered(logon, stage, nanos);
    }

    @Override
    public void fetched(LogonRecord logon, Stage stage, long begunNanos, long bytes) {
        of(logon).fetched(logon, stage, begunNanos, bytes);
    }

    @Override
    public void ended(LogonRecord logon) {
        of(logon).ended(logon);
    }
}
