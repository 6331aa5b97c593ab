package rollcall.report;

/** What one event loop has counted of one kind of client; written as its {@link Tally} is, and read as it is. */
final class KindTally {
    final Count started = new Count();
    final Count signedIn = new Count();
    final Count failed = new Count();
    final Count lost = new Count();
    final LoopHistogram logonFromDue = new LoopHistogram();
}
