package rollcall.mock;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Busy;
import rollcall.mock.Behaviour.Capacity;
import rollcall.mock.Behaviour.ForcedOff;
import rollcall.mock.Behaviour.FrontEndDies;
import rollcall.mock.Behaviour.MediaReason;
import rollcall.mock.Behaviour.MediaStatus;
import rollcall.mock.Behaviour.NoRoute;
import rollcall.mock.Behaviour.Redirect;
import rollcall.mock.Behaviour.Refuse;
import rollcall.mock.Behaviour.Reject;
import rollcall.plan.PlanException;
import rollcall.plan.Quantities;

/** Reads what stands behind the name of a fault; what makes no sense is a sentence for the user. */
final class Arguments {
    /** MS-AVEDGEA 2.2, in small letters and with dashes. */
    static final List<String> MEDIA_REASONS = List.of(
            "request-malformed",
            "request-too-large",
            "not-supported",
            "server-busy",
            "time-out",
            "forbidden",
            "internal-server-error",
            "other-failure",
            "version-mismatch");

    private Arguments() {}

    static Reject reject(@Nullable String argument) throws PlanException {
        String text = present("reject", argument);
        return new Reject(number("reject", before(text), 400, 699), behind("reject", text, 0, 99_999));
    }

    static Refuse refuse(@Nullable String argument) throws PlanException {
        String text = present("refuse", argument);
        return new Refuse(number("refuse", before(text), 400, 699), behind("refuse", text, 0, 99_999));
    }

    static MediaStatus mediaStatus(@Nullable String argument) throws PlanException {
        String text = present("mras-refused", argument);
        return new MediaStatus(number("mras-refused", before(text), 400, 699), behind("mras-refused", text, 0, 99_999));
    }

    static MediaReason mediaReason(@Nullable String argument) throws PlanException {
        String text = present("mras-reason", argument);
        if (!MEDIA_REASONS.contains(text)) {
            throw wrong("mras-reason", text);
        }
        StringBuilder phrase = new StringBuilder(text.replace('-', ' '));
        for (int i = 0; i < phrase.length(); i++) {
            if (i == 0 || phrase.charAt(i - 1) == ' ') {
                phrase.setCharAt(i, Character.toUpperCase(phrase.charAt(i)));
            }
        }
        return new MediaReason(phrase.toString());
    }

    static Busy busy(@Nullable String argument) throws PlanException {
        String text = present("busy", argument);
        long seconds = nanos("busy", before(text)) / 1_000_000_000;
        if (seconds < 1 || seconds > 86_400) {
            throw wrong("busy", text);
        }
        return new Busy((int) seconds, behind("busy", text, 1, 1_000_000));
    }

    static Capacity capacity(@Nullable String argument) throws PlanException {
        double perSecond = Quantities.perSecond(present("capacity", argument));
        if (!(perSecond >= 0.001 && perSecond <= 1_000_000)) {
            throw wrong("capacity", argument);
        }
        return new Capacity(perSecond);
    }

    /** The ErrorIds of MS-OCER that say why a next hop cannot be reached. */
    static NoRoute noRoute(@Nullable String argument) throws PlanException {
        String text = argument == null ? "1007" : argument;
        if (!List.of("1007", "1008", "1009", "1010", "1014").contains(text)) {
            throw wrong("no-route", text);
        }
        return new NoRoute(Integer.parseInt(text));
    }

    static FrontEndDies frontEndDies(@Nullable String argument) throws PlanException {
        String text = present("front-end-dies", argument);
        int slash = text.indexOf('/');
        return new FrontEndDies(
                nanos("front-end-dies", before(text)),
                slash < 0 ? 0 : someNanos("front-end-dies", text.substring(slash + 1)));
    }

    private static String before(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    /** The number from 1 on behind the slash. */
    private static int behind(String name, String text, int without, int most) throws PlanException {
        int slash = text.indexOf('/');
        return slash < 0 ? without : number(name, text.substring(slash + 1), 1, most);
    }

    static Redirect redirect(@Nullable String argument) throws PlanException {
        String text = present("redirect", argument);
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new Redirect(hostName("redirect", text), 5061);
        }
        return new Redirect(
                hostName("redirect", text.substring(0, colon)),
                number("redirect", text.substring(colon + 1), 1, 65_535));
    }

    static int status(String name, @Nullable String argument) throws PlanException {
        return number(name, present(name, argument), 400, 599);
    }

    /** What a URL has behind its host. */
    static String path(String name, String argument) throws PlanException {
        if (!argument.startsWith("/") || argument.length() > 200) {
            throw wrong(name, argument);
        }
        return argument;
    }

    static String hostName(String name, @Nullable String argument) throws PlanException {
        String host = present(name, argument);
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!Character.isLetterOrDigit(c) && "-._:[]".indexOf(c) < 0) {
                throw wrong(name, host);
            }
        }
        if (host.isEmpty() || host.length() > 253) {
            throw wrong(name, host);
        }
        return host;
    }

    static ForcedOff forcedOff(@Nullable String argument) throws PlanException {
        String text = argument == null ? "rejected" : argument;
        int slash = text.indexOf('/');
        String event = before(text);
        if (!List.of("unregistered", "rejected", "deactivated").contains(event)) {
            throw wrong("forced-off", text);
        }
        return new ForcedOff(event, nanos("forced-off", slash < 0 ? "1s" : text.substring(slash + 1)));
    }

    static long nanos(String name, @Nullable String argument) throws PlanException {
        long nanos = Quantities.durationNanos(present(name, argument));
        if (nanos < 0) {
            throw wrong(name, argument);
        }
        return nanos;
    }

    /** More than none. */
    static long someNanos(String name, @Nullable String argument) throws PlanException {
        long nanos = nanos(name, argument);
        if (nanos == 0) {
            throw wrong(name, argument);
        }
        return nanos;
    }

    static int number(String name, String text, int least, int most) throws PlanException {
        int value = -1;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong(name, text);
        }
        if (value < least || value > most) {
            throw wrong(name, text);
        }
        return value;
    }

    private static String present(String name, @Nullable String argument) throws PlanException {
        if (argument == null) {
            throw new PlanException("The fault " + name + " needs " + expected(name) + ".");
        }
        return argument;
    }

    static PlanException wrong(String name, @Nullable String argument) {
        return new PlanException("The fault " + name + " takes " + expected(name) + ", not \"" + argument + "\".");
    }

    private static String expected(String name) {
        Catalogue.Entry entry = Catalogue.ENTRIES.get(name);
        return entry == null ? "another argument" : entry.argument() + " (" + entry.usage() + ")";
    }
}
