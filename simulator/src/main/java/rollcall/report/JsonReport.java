package rollcall.report;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes {@code result.json}, schema {@value #SCHEMA}. Its fields are described in {@code result.schema.json} beside this
 * class; a change that takes a field away or changes its meaning is a new version of the schema.
 */
public final class JsonReport {
    /** The version of the format. */
    public static final String SCHEMA = "rollcall.result/1";

    private static final JsonFactory JSON = new JsonFactory();

    private final Summary summary;
    private final JsonGenerator out;

    private JsonReport(Summary summary, JsonGenerator out) {
        this.summary = summary;
        this.out = out;
    }

    /**
     * Writes the whole document in UTF-8 and leaves the stream open.
     *
     * @throws tools.jackson.core.exc.JacksonIOException when the stream does
     */
    public static void write(Summary summary, OutputStream stream) {
        JsonGenerator out = generator(stream);
        new JsonReport(summary, out).document();
        out.writeRaw('\n');
        out.flush();
    }

    /** Writes JSON for machines that people can read, too. */
    public static JsonGenerator generator(OutputStream stream) {
        return JSON.createGenerator(new Pretty(), stream);
    }

    private void document() {
        RunFacts facts = summary.facts();
        out.writeStartObject();
        out.writeStringProperty("schema", SCHEMA);
        out.writeStringProperty("verdict", summary.verdict().kind().word());
        strings("reasons", summary.verdict().reasons());
        out.writeStringProperty("scenario", summary.setup().scenario());
        out.writeStringProperty("startedAt", facts.startedAt().toString());
        decimal("durationSeconds", facts.durationNanos() / 1e9, 3);
        text(out, "stoppedBy", facts.stoppedBy());
        rateChanges();
        setup();
        clients();
        rate();
        new JsonLatencies(out).write(summary.latencies());
        longestStage();
        JsonFaults faults = new JsonFaults(out, facts.startedAt());
        faults.write("faults", summary.faults());
        faults.write("setbacks", summary.setbacks());
        new JsonReturns(out, facts.startedAt()).write(summary.returns());
        thresholds(out, "thresholds", summary.thresholds());
        capacity();
        preparation();
        kinds();
        web();
        generator();
        new JsonSeries(out).write(summary.series(), summary.offered());
        out.writeEndObject();
    }

    private void rateChanges() {
        out.writeArrayPropertyStart("rateChanges");
        for (RateChange change : summary.facts().rateChanges()) {
            out.writeStartObject();
            decimal("atSeconds", change.atNanos() / 1e9, 3);
            decimal("factor", change.factor(), 4);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void setup() {
        Setup setup = summary.setup();
        out.writeObjectPropertyStart("setup");
        out.writeStringProperty("version", summary.facts().version());
        out.writeStringProperty("target", setup.target());
        out.writeStringProperty("client", setup.client());
        out.writeStringProperty("auth", setup.auth());
        out.writeStringProperty("tls", setup.tls());
        out.writeStringProperty("tlsEngine", summary.facts().tlsEngine());
        out.writeBooleanProperty("certificatesVerified", setup.certificatesVerified());
        out.writeStringProperty("transport", summary.facts().transport());
        out.writeNumberProperty("loops", summary.facts().loops());
        out.writeEndObject();
    }

    private void clients() {
        Summary.Clients clients = summary.clients();
        out.writeObjectPropertyStart("clients");
        out.writeNumberProperty("planned", clients.planned());
        out.writeNumberProperty("started", clients.started());
        out.writeNumberProperty("signedIn", clients.signedIn());
        out.writeNumberProperty("failed", clients.failed());
        out.writeNumberProperty("open", summary.open());
        out.writeNumberProperty("heldPeak", clients.heldPeak());
        out.writeNumberProperty("lost", clients.lost());
        out.writeNumberProperty("setbacks", JsonFaults.sum(summary.setbacks()));
        out.writeArrayPropertyStart("fellBack");
        for (FaultPart fallBack : summary.fallBacks()) {
            out.writeStartObject();
            out.writeStringProperty("schemes", fallBack.key());
            out.writeNumberProperty("count", fallBack.count());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void rate() {
        out.writeObjectPropertyStart("rate");
        decimal("offeredPerSecond", summary.rate().offeredPerSecond(), 3);
        decimal("achievedPerSecond", summary.rate().achievedPerSecond(), 3);
        decimal("loadSeconds", summary.facts().loadNanos() / 1e9, 3);
        decimal("canarySeconds", summary.facts().canaryNanos() / 1e9, 3);
        out.writeEndObject();
    }

    private void longestStage() {
        Summary.LongestStage longest = summary.longestStage();
        if (longest == null) {
            out.writeNullProperty("longestStage");
            return;
        }
        out.writeObjectPropertyStart("longestStage");
        out.writeStringProperty("stage", longest.stage().word());
        decimal("share", longest.share(), 4);
        out.writeEndObject();
    }

    static void thresholds(JsonGenerator out, String name, List<ThresholdResult> thresholds) {
        out.writeArrayPropertyStart(name);
        for (ThresholdResult threshold : thresholds) {
            out.writeStartObject();
            out.writeStringProperty("expression", threshold.expression());
            out.writeStringProperty("value", threshold.value());
            out.writeBooleanProperty("held", threshold.held());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void preparation() {
        Preparation preparation = summary.preparation();
        if (preparation == null) {
            out.writeNullProperty("preparation");
            return;
        }
        out.writeObjectPropertyStart("preparation");
        out.writeNumberProperty("planned", preparation.clients().planned());
        out.writeNumberProperty("started", preparation.clients().started());
        out.writeNumberProperty("signedIn", preparation.clients().signedIn());
        out.writeNumberProperty("failed", preparation.clients().failed());
        out.writeNumberProperty("lost", preparation.clients().lost());
        JsonCapacity.latency(out, "logonP50Ms", preparation.logonP50Nanos());
        JsonCapacity.latency(out, "logonP99Ms", preparation.logonP99Nanos());
        out.writeEndObject();
    }

    private void kinds() {
        if (summary.kinds().isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("kinds");
        for (KindResult kind : summary.kinds()) {
            out.writeStartObject();
            out.writeStringProperty("name", kind.name());
            decimal("share", kind.share(), 4);
            out.writeNumberProperty("started", kind.started());
            out.writeNumberProperty("signedIn", kind.signedIn());
            out.writeNumberProperty("failed", kind.failed());
            out.writeNumberProperty("lost", kind.lost());
            JsonCapacity.latency(out, "logonP50Ms", kind.logonP50Nanos());
            JsonCapacity.latency(out, "logonP95Ms", kind.logonP95Nanos());
            JsonCapacity.latency(out, "logonP99Ms", kind.logonP99Nanos());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void web() {
        write(out, summary.web());
    }

    /** Nothing when nobody asked web servers for anything. */
    static void write(JsonGenerator out, @Nullable WebLoad web) {
        if (web != null) {
            out.writeObjectPropertyStart("web");
            out.writeNumberProperty("fetches", web.fetches());
            out.writeNumberProperty("bytes", web.bytes());
            out.writeNumberProperty("addressBookBytes", web.addressBookBytes());
            out.writeNumberProperty("peakPerSecond", web.peakPerSecond());
            out.writeNumberProperty("peakAtSeconds", web.peakAtSeconds());
            out.writeEndObject();
        }
    }

    private void capacity() {
        SearchResult capacity = summary.capacity();
        if (capacity == null) {
            out.writeNullProperty("capacity");
        } else {
            JsonCapacity.write(out, capacity);
        }
    }

    private void generator() {
        GeneratorHealth generator = summary.generator();
        out.writeObjectPropertyStart("generator");
        out.writeBooleanProperty("healthy", generator.healthy());
        strings("complaints", generator.complaints());
        decimal("cpuSecondsPer1000Logons", generator.cpuSecondsPer1000Logons(), 4);
        decimal("scheduleLagP99Ms", generator.scheduleLagP99Ms(), 3);
        out.writeNumberProperty("lateStarts", generator.lateStarts());
        decimal("loopLagMaxMs", generator.loopLagMaxMs(), 3);
        decimal("gcPauseMaxMs", generator.gcPauseMaxMs(), 3);
        out.writeNumberProperty("openFilesPeak", generator.openFilesPeak());
        out.writeNumberProperty("rssBytesPeak", generator.rssBytesPeak());
        out.writeNumberProperty("rssBytesPerClient", generator.rssBytesPerClient());
        out.writeEndObject();
    }

    private void strings(String name, List<String> values) {
        out.writeArrayPropertyStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value == null) {
            out.writeNullProperty(name);
        } else {
            out.writeStringProperty(name, value);
        }
    }

    private void decimal(String name, double value, int decimals) {
        decimal(out, name, value, decimals);
    }

    static void decimal(JsonGenerator out, String name, double value, int decimals) {
        out.writeName(name);
        out.writeNumber(rounded(value, decimals));
    }

    static BigDecimal rounded(double value, int decimals) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
        return rounded.signum() == 0
                ? BigDecimal.ZERO
                : new BigDecimal(rounded.stripTrailingZeros().toPlainString());
    }

    /** Two blanks and a line feed on every system. */
    private static final class Pretty extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
