package rollcall.plan;

/**
 * Who comes as which arrival: the user, and which of the user's machines it is.
 *
 * <p>Somebody who has a desktop and a laptop comes to the office and starts both: the pool sees the two within minutes of
 * each other among those of colleagues, not in the same instant, nor the laptops when the last desktop is up. So the users
 * come in groups of {@value #GROUP}: first everybody of a group from the first machine, then the same from the second. The
 * password has been judged by then, which keeps the promise that nobody's is tried again once it was refused.
 *
 * <p>When all users have come from all their machines, they come again, each from machines it did not have before: those may
 * still be signed in, and the registrar would take the new for the old.
 */
public final class Roster {
    private static final int GROUP = 100;

    private final int users;
    private final int endpoints;

    /** @param endpoints machines of each user */
    Roster(int users, int endpoints) {
        this.users = users;
        this.endpoints = endpoints;
    }

    /** The user's number, from 0. */
    public int user(int arrival) {
        int first = firstOfGroup(arrival);
        return first + withinGroup(arrival, first) % sizeOfGroup(first);
    }

    /** Which of the user's machines, from 0; beyond the number of endpoints where users come again. */
    public int endpoint(int arrival) {
        int first = firstOfGroup(arrival);
        return arrival / (users * endpoints) * endpoints + withinGroup(arrival, first) / sizeOfGroup(first);
    }

    private int firstOfGroup(int arrival) {
        return arrival % (users * endpoints) / (GROUP * endpoints) * GROUP;
    }

    private int withinGroup(int arrival, int first) {
        return arrival % (users * endpoints) - first * endpoints;
    }

    private int sizeOfGroup(int first) {
        return Math.min(GROUP, users - first);
    }
}
