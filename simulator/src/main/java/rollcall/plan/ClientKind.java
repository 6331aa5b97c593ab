package rollcall.plan;

/**
 * One kind of client in a run: what it is like, and its own way to the pool.
 *
 * @param name what reports call it; no two kinds of a run have the same
 * @param basisPoints its share of the users in hundredths of a percent, 1 to {@value #ALL}; those of all kinds of a run add
 *     up to {@value #ALL}
 * @param target where it signs in: the run's target, or one of its own
 * @param auth how: with the run's scheme or one of its own, and always with the run's credentials
 */
public record ClientKind(String name, int basisPoints, ClientProfile profile, TargetPlan target, AuthPlan auth) {
    /** Every user of a run, in basis points. */
    public static final int ALL = 10_000;

    /** Its share of the users, more than 0 and at most 1. */
    public double share() {
        return (double) basisPoints / ALL;
    }

    /** The same kind, with another target in the place of this one if that is where it signs in. */
    ClientKind at(TargetPlan replaced, TargetPlan other) {
        return target.equals(replaced) ? new ClientKind(name, basisPoints, profile, other, auth) : this;
    }
}
