package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rollcall.plan.PoolServer.Role;

/**
 * What a pool's web services have to give: address-book files as the address book server writes them each night, and
 * groups. Safe for any thread.
 */
final class WebFarm {
    private static final LocalDate FIRST_DAY = LocalDate.of(2001, 1, 1);

    /** A server keeps the files of so many days. */
    private static final int DAYS_KEPT = 30;

    private static final int BYTES_A_USER = 160;
    private static final int MOST_BYTES = 8 << 20;
    private static final int GROUP_SIZE = 25;
    private static final int HTTPS_PORT = 443;
    private static final Pattern FILE = Pattern.compile("(?:f-([0-9a-f]{4})|d-([0-9a-f]{4})-([0-9a-f]{4}))\\.lsabs");

    /** [MS-ABS] 2.2.4: the file type, with which a file of changes begins; how a full one does is not known. */
    private static final byte[] FILE_TYPE = {
        0x16,
        (byte) 0xC1,
        0x4B,
        (byte) 0xB5,
        0x08,
        (byte) 0x90,
        (byte) 0xC7,
        0x47,
        (byte) 0xB9,
        (byte) 0xBD,
        (byte) 0xF3,
        (byte) 0xBB,
        0x1A,
        0x0A,
        (byte) 0xB6,
        (byte) 0xEB
    };

    private final String domain;
    private final Users users;
    private final InstantSource clock;
    private final List<Front> fronts = new ArrayList<>();
    private volatile byte @Nullable [] entries;

    WebFarm(String domain, Users users, InstantSource clock) {
        this.domain = domain;
        this.users = users;
        this.clock = clock;
    }

    /** One of its servers listens. Before the first client only. */
    void add(Front front) {
        fronts.add(front);
    }

    /** Where clients inside are sent, as in a URL; null when nobody is there for them. */
    @Nullable
    String inside() {
        return place(role -> role == Role.WEB);
    }

    /** Where clients outside are sent; null when nobody is there for them. */
    @Nullable
    String outside() {
        return place(Role::isWebOutside);
    }

    private @Nullable String place(Predicate<Role> wanted) {
        for (Front front : fronts) {
            if (wanted.test(front.server().role())) {
                return front.port() == HTTPS_PORT ? front.host() : front.host() + ":" + front.port();
            }
        }
        return null;
    }

    /** The address-book file of this name in small letters; null when there is none. */
    @Nullable
    ByteBuf file(String name) {
        Matcher matcher = FILE.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        int today = today();
        boolean full = matcher.group(1) != null;
        int created = Integer.parseInt(full ? matcher.group(1) : matcher.group(3), 16);
        int base = full ? created : Integer.parseInt(matcher.group(2), 16);
        if (created > today
                || created <= today - DAYS_KEPT
                || base > created
                || base <= created - DAYS_KEPT
                || (!full && base == created)) {
            return null;
        }
        byte[] all = entries();
        int length = full ? all.length : Math.min(all.length, all.length / 100 + BYTES_A_USER);
        ByteBuf head = Unpooled.buffer(FILE_TYPE.length + 4)
                .writeBytes(FILE_TYPE)
                .writeShortLE(created)
                .writeShortLE(base);
        return Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(all, 0, length));
    }

    private int today() {
        return (int) ChronoUnit.DAYS.between(FIRST_DAY, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** As long as such a pool's would be. They are compressed, in a way that is not known: nobody reads these. */
    private byte[] entries() {
        byte[] made = entries;
        if (made == null) {
            made = new byte[(int) Math.min(MOST_BYTES, (long) BYTES_A_USER * users.count())];
            new SplittableRandom(1).nextBytes(made);
            entries = made;
        }
        return made;
    }

    /**
     * The members of a group, as the service says them; null when there is no such group. {@code sales@} has users and two
     * groups in it, of which one has no mail address; {@code east@} is the other.
     *
     * @param mail in any case
     */
    @Nullable
    String members(String mail) {
        String group = mail.toLowerCase(Locale.ROOT);
        if (group.equals("sales@" + domain)) {
            return "<Users>" + members(0, GROUP_SIZE)
                    + "</Users><Groups><Group><DisplayName>East</DisplayName><Mail>east@" + domain
                    + "</Mail></Group><Group><DisplayName>Old friends</DisplayName><Mail/></Group></Groups>";
        }
        if (group.equals("east@" + domain)) {
            return "<Users>" + members(GROUP_SIZE, GROUP_SIZE) + "</Users><Groups/>";
        }
        return null;
    }

    private String members(int from, int count) {
        StringBuilder text = new StringBuilder();
        ByteBuf scratch = Unpooled.buffer(64);
        for (int user = from; user < Math.min(from + count, users.count()); user++) {
            users.writeName(user, scratch.clear());
            String name = scratch.toString(StandardCharsets.US_ASCII);
            text.append("<User><DisplayName>")
                    .append(name)
                    .append("</DisplayName><Mail>")
                    .append(name)
                    .append('@')
                    .append(domain)
                    .append("</Mail><SipUri>sip:")
                    .append(name)
                    .append('@')
                    .append(domain)
                    .append("</SipUri></User>");
        }
        return text.toString();
    }
}
