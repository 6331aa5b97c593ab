package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.auth.Credentials;
import rollcall.sip.Ascii;

/** The pool's users, numbered from 0: user0001 and on, or a few with names. */
final class Users {
    private static final String PREFIX = "user";
    private static final int LEAST_DIGITS = 4;

    private final String domain;
    private final int count;
    /** Empty: they are numbered. */
    private final List<String> names;

    private Users(String domain, int count, List<String> names) {
        this.domain = domain;
        this.count = count;
        this.names = names;
    }

    static Users numbered(String domain, int count) {
        return new Users(domain, count, List.of());
    }

    static Users named(String domain, String... names) {
        return new Users(domain, names.length, List.of(names));
    }

    int count() {
        return count;
    }

    /** The user with this name, in any case; -1 when there is none. */
    int number(byte[] a, int from, int to) {
        if (!names.isEmpty()) {
            for (int user = 0; user < count; user++) {
                if (Ascii.equalsIgnoreCase(a, from, to, names.get(user))) {
                    return user;
                }
            }
            return -1;
        }
        int digits = from + PREFIX.length();
        if (digits + LEAST_DIGITS > to || !Ascii.equalsIgnoreCase(a, from, digits, PREFIX)) {
            return -1;
        }
        if (to - digits > LEAST_DIGITS && a[digits] == '0') {
            return -1;
        }
        long number = Ascii.natural(a, digits, to);
        return number >= 1 && number <= count ? (int) number - 1 : -1;
    }

    /** The user of an account as clients name it: {@code DOMAIN\\user0001}, {@code user0001@domain} or bare; or -1. */
    int of(@Nullable Credentials account) {
        if (account == null) {
            return -1;
        }
        byte[] name = account.user().getBytes(UTF_8);
        int at = Ascii.indexOf(name, 0, name.length, '@');
        return number(name, 0, at < 0 ? name.length : at);
    }

    void writeName(int user, ByteBuf out) {
        if (!names.isEmpty()) {
            Ascii.write(out, names.get(user));
            return;
        }
        Ascii.write(out, PREFIX);
        int number = user + 1;
        for (int least = 1000; least > number; least /= 10) {
            out.writeByte('0');
        }
        Ascii.writeDecimal(out, number);
    }

    /** The name that people read: it begins with a capital. */
    void writeDisplayName(int user, ByteBuf out) {
        int at = out.writerIndex();
        writeName(user, out);
        out.setByte(at, Character.toUpperCase(out.getByte(at)));
    }

    /** {@code sip:user@domain}, of a user of this pool. */
    void writeAddress(int user, ByteBuf out) {
        Ascii.write(out, "sip:");
        writeName(user, out);
        out.writeByte('@');
        Ascii.write(out, domain);
    }
}
