package rollcall.plan;

/** All users of a run. Arrival {@code n} signs in as user {@code n % size()}, with an endpoint of its own. */
public interface Accounts {
    int size();

    /** The user with this number, from 0. */
    Account at(int index);
}
