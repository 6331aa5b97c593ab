package rollcall.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the phases whose rate goes from point to point: {@code spike}, {@code steps} and {@code profile}. */
final class ProfileReader {
    private static final int MOST_POINTS = 100_000;
    private static final Pattern TIME_OF_DAY = Pattern.compile("(\\d{1,2}):([0-5]\\d)(?::([0-5]\\d))?");
    private static final long SECOND = 1_000_000_000L;

    private static final Phase.Profile NOTHING =
            new Phase.Profile(List.of(new Phase.Point(0, 0), new Phase.Point(1, 0)));

    private final Surroundings surroundings;

    ProfileReader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** {@code spike: {base, peak, rise, for, fall}}; without rise or fall the rate jumps. */
    static Phase.Profile spike(Section spike) {
        double base = LoadReader.rate(spike, "base", true);
        double peak = LoadReader.rate(spike, "peak", false);
        long top = spike.duration("rise", 0, 0);
        long end = top + LoadReader.duration(spike, "for");
        return new Phase.Profile(List.of(
                new Phase.Point(0, base),
                new Phase.Point(top, peak),
                new Phase.Point(end, peak),
                new Phase.Point(end + spike.duration("fall", 0, 0), base)));
    }

    /** {@code steps: {from, to, by, every}}: the last step is {@code to}, whatever is left to it. */
    static Phase.Profile steps(Section steps) {
        double from = LoadReader.rate(steps, "from", true);
        double to = LoadReader.rate(steps, "to", true);
        double by = LoadReader.rate(steps, "by", false);
        long every = LoadReader.duration(steps, "every");
        double count = Math.ceil(Math.abs(to - from) / by - 1e-9); // no step for the dust that doubles leave
        if (from == 0 && to == 0) {
            steps.problem("to", "nobody arrives between 0/s and 0/s; for that there is pause");
        }
        if (count > MOST_POINTS / 2.0 || every > Bounds.LONGEST_NANOS / (count + 1)) {
            steps.problem("by", "too many steps");
            return NOTHING;
        }
        List<Phase.Point> points = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            double rate = i == count ? to : from + Math.copySign(by * i, to - from);
            points.add(new Phase.Point(i * every, rate));
            points.add(new Phase.Point((i + 1) * every, rate));
        }
        return new Phase.Profile(points);
    }

    /** {@code profile: {csv, scale}}, or {@code profile: {points: ["0s 10/s", "5m 200/s"]}}. */
    Phase.Profile profile(Section profile) {
        List<Phase.Point> points = profile.has("csv")
                ? csv(profile)
                : profile.items("points", List.of(), "a time and a rate such as \"90s 20/s\"", ProfileReader::point);
        if (!profile.has("csv") && !profile.has("points")) {
            profile.missing("csv", "a file with a time and a rate a line");
        } else if (profile.has("csv") && profile.has("points")) {
            profile.problem("points", "expected either csv or points, found both");
        }
        if (points.isEmpty()) {
            return NOTHING; // why, has been said
        }
        String key = profile.has("csv") ? "csv" : "points";
        String wrong = wrong(points);
        if (wrong != null) {
            profile.problem(key, wrong);
            return NOTHING;
        }
        return new Phase.Profile(points);
    }

    private static @Nullable String wrong(List<Phase.Point> points) {
        double peak = 0;
        for (int i = 0; i < points.size(); i++) {
            peak = Math.max(peak, points.get(i).perSecond());
            if (i > 0 && points.get(i).atNanos() < points.get(i - 1).atNanos()) {
                return "the time of point " + (i + 1) + " lies before that of point " + i;
            }
        }
        if (points.get(0).atNanos() != 0) {
            return "expected the first point at 0s";
        }
        if (points.get(points.size() - 1).atNanos() == 0) {
            return "expected two points at different times, or more";
        }
        return peak == 0 ? "every rate is 0" : null;
    }

    private static Phase.@Nullable Point point(String text) {
        int blank = text.indexOf(' ');
        long atNanos = blank < 0 ? -1 : Quantities.durationNanos(text.substring(0, blank));
        double perSecond = blank < 0
                ? Double.NaN
                : Quantities.perSecond(text.substring(blank).strip());
        return atNanos < 0 || atNanos > Bounds.LONGEST_NANOS || !isRate(perSecond)
                ? null
                : new Phase.Point(atNanos, perSecond);
    }

    private static boolean isRate(double perSecond) {
        return perSecond >= 0 && perSecond <= Bounds.HIGHEST_PER_SECOND; // and is a number
    }

    /** The file's points, the first of them moved to 0: a day may begin at 06:00. */
    private List<Phase.Point> csv(Section profile) {
        double scale = profile.scalar("scale", 1.0, "a number or a percentage such as 10%", text -> {
            double number = text.endsWith("%") ? Quantities.share(text) : Quantities.number(text);
            return number > 0 ? number : null;
        });
        Path file = surroundings.resolve(profile.text("csv", "profile.csv"), profile.place("csv"));
        List<Phase.Point> points = new ArrayList<>();
        try {
            if (!Files.isRegularFile(file)) {
                profile.problem("csv", "there is no file " + file);
            } else if (Files.size(file) > Bounds.LARGEST_SCENARIO_BYTES) {
                profile.problem("csv", file + " is larger than 1 MiB");
            } else {
                read(file, Files.readAllBytes(file), scale, points, profile.problems());
            }
        } catch (IOException e) {
            profile.problem("csv", file + " cannot be read: " + e.getMessage());
        }
        if (points.isEmpty()) {
            return points;
        }
        long first = points.get(0).atNanos();
        return points.stream()
                .map(point -> new Phase.Point(point.atNanos() - first, point.perSecond()))
                .toList();
    }

    /** Two fields a line, a time and a rate; the first line may be a heading. */
    private static void read(Path file, byte[] text, double scale, List<Phase.Point> points, Problems problems) {
        CsvLine line = new CsvLine(text, CsvLine.bodyStart(text));
        byte separator = line.separator();
        boolean first = true;
        while (line.next(separator)) {
            boolean heading = first && line.fields() == 2 && nanos(line.field(0).strip()) < 0;
            first = false;
            if (line.isBlank() || heading) {
                continue;
            }
            long atNanos = line.fields() == 2 ? nanos(line.field(0).strip()) : -1;
            double perSecond = line.fields() == 2 ? perSecond(line.field(1).strip()) * scale : Double.NaN;
            if (atNanos < 0 || !isRate(perSecond)) {
                problems.add(
                        new Place(file.toString(), line.line(), 0),
                        "",
                        "expected a time in seconds or as hh:mm, and a rate in clients a second, as 08:30,12.5");
                return;
            }
            points.add(new Phase.Point(atNanos, perSecond));
            if (points.size() > MOST_POINTS) {
                problems.add(new Place(file.toString(), line.line(), 0), "", "more than " + MOST_POINTS + " points");
                return;
            }
        }
        if (points.isEmpty()) {
            problems.add(new Place(file.toString(), 1, 0), "", "no line with a time and a rate");
        }
    }

    /** Seconds, {@code hh:mm} or {@code hh:mm:ss}; -1 for anything else. */
    private static long nanos(String text) {
        Matcher time = TIME_OF_DAY.matcher(text);
        if (time.matches()) {
            String seconds = time.group(3);
            return SECOND
                    * (Integer.parseInt(time.group(1)) * 3600L
                            + Integer.parseInt(time.group(2)) * 60L
                            + (seconds == null ? 0 : Integer.parseInt(seconds)));
        }
        double seconds = Quantities.number(text);
        return seconds >= 0 && seconds * SECOND <= Bounds.LONGEST_NANOS ? Math.round(seconds * SECOND) : -1;
    }

    /** Clients a second, with or without a unit. */
    private static double perSecond(String text) {
        return text.indexOf('/') < 0 ? Quantities.number(text) : Quantities.perSecond(text);
    }
}
