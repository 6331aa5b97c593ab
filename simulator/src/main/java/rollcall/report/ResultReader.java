package rollcall.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;

/**
 * A {@code result.json} as the {@link Summary} that it was written from, so that every report can be written again. What the
 * file rounds stays rounded; written once more it is the same file, byte for byte. Histograms come from {@code latency.hlog}.
 */
final class ResultReader {
    private static final int SECONDS = 9;
    private static final int MILLIS = 6;

    private final JsonTree result;
    private final Instant startedAt;

    ResultReader(JsonTree result) throws UnreadableRun {
        this.result = result;
        if (!JsonReport.SCHEMA.equals(result.textOrNull("schema"))) {
            throw result.expected("schema", JsonReport.SCHEMA + ": another version of Rollcall has written it");
        }
        startedAt = ResultWords.instant(result, "startedAt");
    }

    /** When the run began. */
    Instant startedAt() {
        return startedAt;
    }

    /** The moment of the last numbers, since the start of the run; 0 without any. */
    long lastSampleMillis() throws UnreadableRun {
        long[] at = result.object("series").column("atSeconds", 3, 0);
        return at.length == 0 ? 0 : at[at.length - 1];
    }

    /**
     * The run, with the latencies that lie beside the file.
     *
     * @throws UnreadableRun also when they are not those of this run
     */
    Summary summary(Latencies latencies) throws UnreadableRun {
        JsonTree rate = result.object("rate");
        List<Totals> series = series(result.object("series"));
        ResultFaults faults = new ResultFaults(startedAt);
        check(latencies);
        return new Summary(
                new Verdict(ResultWords.verdict(result), result.texts("reasons")),
                setup(),
                facts(rate),
                clients(),
                new Summary.Rate(rate.decimal("offeredPerSecond"), rate.decimal("achievedPerSecond")),
                latencies,
                longestStage(result.objectOrNull("longestStage")),
                faults.read(result, "faults", List.of()),
                faults.read(result, "setbacks", fallBacks()),
                thresholds(result.objects("thresholds")),
                generator(result.object("generator")),
                series,
                offered(result.object("series")),
                returns(result.object("returns"), faults),
                capacity(result.objectOrNull("capacity")),
                preparation(result.objectOrNull("preparation")),
                kinds(),
                web(result.objectOrNull("web")));
    }

    /** The histograms must be those of the same run: what they hold has been counted. */
    private void check(Latencies latencies) throws UnreadableRun {
        JsonTree counts = result.object("latency");
        for (int i = 0; i < Stage.COUNT; i++) {
            Stage stage = Stage.at(i);
            long logged = latencies.of(stage).getTotalCount();
            if (stage != Stage.HOLD && counts.object(stage.word()).number("count") != logged) {
                throw new UnreadableRun(RunRecorder.LATENCY + " is not the whole of what this run measured: it has "
                        + Units.counted(logged, "value") + " of stage " + stage.word() + ", not "
                        + Units.count(counts.object(stage.word()).number("count")));
            }
        }
    }

    private Setup setup() throws UnreadableRun {
        JsonTree setup = result.object("setup");
        return new Setup(
                result.text("scenario"),
                setup.text("target"),
                setup.text("client"),
                setup.text("auth"),
                setup.text("tls"),
                setup.truth("certificatesVerified"));
    }

    private RunFacts facts(JsonTree rate) throws UnreadableRun {
        JsonTree setup = result.object("setup");
        JsonTree clients = result.object("clients");
        return new RunFacts(
                startedAt,
                result.nanos("durationSeconds", SECONDS),
                rate.nanos("loadSeconds", SECONDS),
                rate.nanos("canarySeconds", SECONDS),
                clients.number("planned"),
                clients.number("open"),
                result.textOrNull("stoppedBy"),
                setup.text("transport"),
                setup.smallNumber("loops"),
                setup.text("tlsEngine"),
                setup.text("version"),
                rateChanges(),
                null); // what it led to stands in the verdict and in the thresholds
    }

    private List<RateChange> rateChanges() throws UnreadableRun {
        List<RateChange> changes = new ArrayList<>();
        for (JsonTree change : result.objects("rateChanges")) {
            changes.add(new RateChange(change.nanos("atSeconds", SECONDS), change.decimal("factor")));
        }
        return changes;
    }

    private Summary.Clients clients() throws UnreadableRun {
        JsonTree clients = result.object("clients");
        return new Summary.Clients(
                clients.number("planned"),
                clients.number("started"),
                clients.number("signedIn"),
                clients.number("failed"),
                clients.number("heldPeak"),
                clients.number("lost"));
    }

    private static Summary.@Nullable LongestStage longestStage(@Nullable JsonTree longest) throws UnreadableRun {
        return longest == null ? null : new Summary.LongestStage(ResultWords.stage(longest), longest.decimal("share"));
    }

    private static List<ThresholdResult> thresholds(List<JsonTree> trees) throws UnreadableRun {
        List<ThresholdResult> thresholds = new ArrayList<>();
        for (JsonTree threshold : trees) {
            thresholds.add(new ThresholdResult(
                    threshold.text("expression"), threshold.text("value"), threshold.truth("held")));
        }
        return List.copyOf(thresholds);
    }

    private static @Nullable SearchResult capacity(@Nullable JsonTree capacity) throws UnreadableRun {
        if (capacity == null) {
            return null;
        }
        List<RateTry> tries = new ArrayList<>();
        for (JsonTree each : capacity.objects("tries")) {
            tries.add(new RateTry(
                    each.decimal("perSecond"),
                    ResultWords.outcome(each),
                    each.nanos("atSeconds", SECONDS),
                    each.number("started"),
                    each.number("signedIn"),
                    each.number("failed"),
                    each.number("lost"),
                    each.nanosOr(Totals.NONE, "logonP50Ms", MILLIS),
                    each.nanosOr(Totals.NONE, "logonP99Ms", MILLIS),
                    each.nanos("scheduleLagP99Ms", MILLIS),
                    thresholds(each.objects("conditions"))));
        }
        return new SearchResult(
                capacity.decimal("perSecond"),
                ResultWords.limit(capacity),
                capacity.smallNumber("timesHeld"),
                capacity.decimal("brokePerSecond"),
                capacity.nanos("trySeconds", SECONDS),
                tries);
    }

    private static @Nullable Preparation preparation(@Nullable JsonTree preparation) throws UnreadableRun {
        return preparation == null
                ? null
                : new Preparation(
                        new Summary.Clients(
                                preparation.number("planned"),
                                preparation.number("started"),
                                preparation.number("signedIn"),
                                preparation.number("failed"),
                                0,
                                preparation.number("lost")),
                        preparation.nanosOr(Totals.NONE, "logonP50Ms", MILLIS),
                        preparation.nanosOr(Totals.NONE, "logonP99Ms", MILLIS));
    }

    private List<KindResult> kinds() throws UnreadableRun {
        List<KindResult> kinds = new ArrayList<>();
        for (JsonTree kind : result.objectsOrNone("kinds")) {
            kinds.add(new KindResult(
                    kind.text("name"),
                    kind.decimal("share"),
                    kind.number("started"),
                    kind.number("signedIn"),
                    kind.number("failed"),
                    kind.number("lost"),
                    kind.nanosOr(Totals.NONE, "logonP50Ms", MILLIS),
                    kind.nanosOr(Totals.NONE, "logonP95Ms", MILLIS),
                    kind.nanosOr(Totals.NONE, "logonP99Ms", MILLIS)));
        }
        return List.copyOf(kinds);
    }

    private static @Nullable WebLoad web(@Nullable JsonTree web) throws UnreadableRun {
        return web == null
                ? null
                : new WebLoad(
                        web.number("fetches"),
                        web.number("bytes"),
                        web.number("addressBookBytes"),
                        web.number("peakPerSecond"),
                        web.number("peakAtSeconds"));
    }

    private static GeneratorHealth generator(JsonTree generator) throws UnreadableRun {
        return new GeneratorHealth(
                generator.texts("complaints"),
                generator.decimal("cpuSecondsPer1000Logons"),
                generator.decimal("scheduleLagP99Ms"),
                generator.number("lateStarts"),
                generator.decimal("loopLagMaxMs"),
                generator.decimal("gcPauseMaxMs"),
                generator.number("openFilesPeak"),
                generator.number("rssBytesPeak"),
                generator.number("rssBytesPerClient"));
    }

    private List<FaultPart> fallBacks() throws UnreadableRun {
        List<FaultPart> fallBacks = new ArrayList<>();
        for (JsonTree fallBack : result.object("clients").objects("fellBack")) {
            fallBacks.add(new FaultPart(fallBack.text("schemes"), fallBack.number("count")));
        }
        return fallBacks;
    }

    private static Returns returns(JsonTree returns, ResultFaults faults) throws UnreadableRun {
        List<Storm> storms = new ArrayList<>();
        for (JsonTree storm : returns.objects("storms")) {
            JsonTree backAfter = storm.object("backAfterSeconds");
            storms.add(new Storm(
                    storm.textOrNull("drop"),
                    storm.nanos("atSeconds", SECONDS),
                    storm.nanos("lastedSeconds", SECONDS),
                    storm.number("dropped"),
                    storm.number("returned"),
                    storm.number("lost"),
                    backAfter.nanosOr(Storm.NEVER, "p50", SECONDS),
                    backAfter.nanosOr(Storm.NEVER, "p90", SECONDS),
                    backAfter.nanosOr(Storm.NEVER, "p99", SECONDS),
                    backAfter.nanosOr(Storm.NEVER, "all", SECONDS),
                    storm.number("peakPerSecond"),
                    faults.read(storm, "drops", List.of()),
                    faults.read(storm, "losses", List.of()),
                    web(storm.objectOrNull("web"))));
        }
        return new Returns(
                returns.number("dropped"),
                returns.number("returned"),
                returns.number("heldBack"),
                List.copyOf(storms),
                closes(returns.object("closes")));
    }

    private static Closes closes(JsonTree closes) throws UnreadableRun {
        List<Closes.Kind> kinds = new ArrayList<>();
        for (JsonTree kind : closes.objects("kinds")) {
            kinds.add(new Closes.Kind(
                    kind.text("how"),
                    ResultWords.fault(kind),
                    kind.number("count"),
                    kind.nanos("ageP50Seconds", SECONDS),
                    kind.nanos("silenceP50Seconds", SECONDS)));
        }
        JsonTree period = closes.objectOrNull("period");
        return new Closes(
                List.copyOf(kinds),
                period == null
                        ? null
                        : new Closes.Period(
                                period.nanosOr(Closes.Period.NONE, "ageSeconds", SECONDS),
                                period.nanosOr(Closes.Period.NONE, "silenceSeconds", SECONDS),
                                period.number("count"),
                                period.decimal("share")));
    }

    /** Without the numbers that the file has no column for. */
    private static List<Totals> series(JsonTree series) throws UnreadableRun {
        long[] at = series.column("atSeconds", SECONDS, 0);
        long[][] counts = {
            count(series, "started", at),
            count(series, "signedIn", at),
            count(series, "failed", at),
            count(series, "lost", at),
            count(series, "held", at),
            count(series, "networkFaults", at),
            count(series, "peerFaults", at),
            count(series, "policyFaults", at),
            count(series, "oursFaults", at)
        };
        long[] p50 = sameLength(series, "logonP50Ms", series.column("logonP50Ms", MILLIS, Totals.NONE), at);
        long[] p99 = sameLength(series, "logonP99Ms", series.column("logonP99Ms", MILLIS, Totals.NONE), at);
        List<Totals> points = new ArrayList<>(at.length);
        Totals before = Totals.ZERO;
        for (int i = 0; i < at.length; i++) {
            Totals totals = new Totals(
                    at[i],
                    counts[0][i],
                    counts[1][i],
                    counts[2][i],
                    counts[3][i],
                    0,
                    counts[4][i],
                    0,
                    0,
                    0,
                    p50[i],
                    p99[i],
                    new BlameCounts(counts[5][i], counts[6][i], counts[7][i], counts[8][i]));
            before = totals.withRateSince(before);
            points.add(before);
        }
        return List.copyOf(points);
    }

    private static List<Long> offered(JsonTree series) throws UnreadableRun {
        long[] at = series.column("atSeconds", SECONDS, 0);
        return Arrays.stream(count(series, "offered", at)).boxed().toList();
    }

    private static long[] count(JsonTree series, String field, long[] at) throws UnreadableRun {
        return sameLength(series, field, series.column(field, 0, 0), at);
    }

    private static long[] sameLength(JsonTree series, String field, long[] column, long[] at) throws UnreadableRun {
        if (column.length != at.length) {
            throw series.expected(field, "as many numbers as in atSeconds");
        }
        return column;
    }
}
