using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Registry.Changes;

/// <summary>What the record would say after a change. It writes nothing; <see cref="Differences"/> tells what is to be written.</summary>
public static class MakeChange
{
    /// <param name="before">The households that <see cref="Change.Households"/> names, as they stand.</param>
    /// <param name="day">The day from which it holds.</param>
    public static Outcome<RecordState> After(RecordState before, Change change, DateOnly day)
    {
        foreach (var household in change.Households)
            if (
                !before.Holds(SubjectKind.Household, household)
                || before[SubjectKind.Household, household, RecordField.Closed] is not null
            )
                return ChangeProblems.HouseholdGone();
        var made = change switch
        {
            CorrectFacts correct => Correct(before, correct),
            AddMember add => Add(before, add.HouseholdId, add.Member, add.Numbers, day),
            RemoveMember remove => Remove(before, remove, day),
            ReturnMember back => Return(before, back, day),
            MoveHousehold move => before.With(
                SubjectKind.Household,
                move.HouseholdId,
                RecordField.Village,
                $"{move.VillageNo}"
            ),
            SplitHousehold split => Split(before, split, day),
            MergeHouseholds merge => Merge(before, merge, day),
            RegisterHousehold register => Register(before, register, day),
            _ => throw new NotSupportedException(change.Kind),
        };
        return made.Ok ? WithHeads(before, made.Value) : made;
    }

    private static Outcome<RecordState> Correct(RecordState before, CorrectFacts correct)
    {
        var state = State(before, correct.HouseholdId, correct.Facts);
        foreach (var numbers in correct.Numbers)
            state = state.Ok ? Numbers(state.Value, correct.HouseholdId, numbers) : state;
        return state;
    }

    private static Outcome<RecordState> Add(
        RecordState before,
        Guid household,
        NewMember member,
        StatedNumbers? numbers,
        DateOnly day
    )
    {
        if (before.Holds(SubjectKind.Person, member.PersonId))
            return ChangeProblems.AlreadyMember();
        var state = Join(before, household, member.PersonId, member.Name, member.PreviousId, day);
        foreach (var (attribute, json) in member.Facts)
            state = state.With(SubjectKind.Person, member.PersonId, attribute, json);
        return numbers is null ? state : Numbers(state, household, numbers);
    }

    private static Outcome<RecordState> Remove(RecordState before, RemoveMember remove, DateOnly day)
    {
        var left = Leave(before, remove.HouseholdId, remove.PersonId, day);
        if (!left.Ok)
            return left;
        return left.Value.Members(remove.HouseholdId).Any()
            ? State(left.Value, remove.HouseholdId, remove.Facts)
            : left.Value.With(SubjectKind.Household, remove.HouseholdId, RecordField.Closed, Day(day));
    }

    private static Outcome<RecordState> Return(RecordState before, ReturnMember back, DateOnly day)
    {
        var (person, again) = (back.Member.PersonId, back.Member.NewPersonId);
        if (
            before[SubjectKind.Person, person, RecordField.Left] is not { } left
            || before[SubjectKind.Person, person, RecordField.Household] != back.HouseholdId.ToString()
        )
            return ChangeProblems.NotAMember();
        return string.CompareOrdinal(Day(day), left) < 0
            ? ChangeProblems.TooEarly(left)
            : Carry(before, back.HouseholdId, person, again, back.Member.Relation, day);
    }

    private static Outcome<RecordState> Split(RecordState before, SplitHousehold split, DateOnly day)
    {
        if (before.Households.Contains(split.NewHouseholdId))
            return ChangeProblems.AlreadyMember();
        var village = before[SubjectKind.Household, split.HouseholdId, RecordField.Village]!;
        var state = Found(before, split.NewHouseholdId, village, split.Number, day);
        foreach (var member in split.Members)
        {
            var left = Leave(state, split.HouseholdId, member.PersonId, day);
            if (!left.Ok)
                return left;
            state = Carry(left.Value, split.NewHouseholdId, member.PersonId, member.NewPersonId, member.Relation, day);
        }
        return split.Members.IsEmpty || !state.Members(split.HouseholdId).Any()
            ? ChangeProblems.NobodyLeft()
            : State(state, split.HouseholdId, split.Facts);
    }

    private static Outcome<RecordState> Merge(RecordState before, MergeHouseholds merge, DateOnly day)
    {
        if (merge.OtherId == merge.HouseholdId)
            return ChangeProblems.SameHousehold();
        var state = before;
        foreach (var member in merge.Members)
        {
            var left = Leave(state, merge.OtherId, member.PersonId, day);
            if (!left.Ok)
                return left;
            state = Carry(left.Value, merge.HouseholdId, member.PersonId, member.NewPersonId, member.Relation, day);
        }
        return state.Members(merge.OtherId).Any()
            ? ChangeProblems.NotEverybody()
            : state.With(SubjectKind.Household, merge.OtherId, RecordField.Closed, Day(day));
    }

    private static Outcome<RecordState> Register(RecordState before, RegisterHousehold register, DateOnly day) =>
        before.Holds(SubjectKind.Household, register.HouseholdId)
            ? ChangeProblems.AlreadyMember()
            : Add(
                Found(before, register.HouseholdId, $"{register.VillageNo}", register.Number, day),
                register.HouseholdId,
                register.Head,
                register.Numbers,
                day
            );

    private static RecordState Found(RecordState state, Guid household, string village, string number, DateOnly day) =>
        state
            .With(SubjectKind.Household, household, RecordField.Village, village)
            .With(SubjectKind.Household, household, RecordField.Number, number)
            .With(SubjectKind.Household, household, RecordField.Registered, Day(day));

    private static RecordState Join(
        RecordState state,
        Guid household,
        Guid person,
        string name,
        Guid? previous,
        DateOnly day
    )
    {
        var joined = state
            .With(SubjectKind.Person, person, RecordField.Household, household.ToString())
            .With(SubjectKind.Person, person, RecordField.Name, name)
            .With(SubjectKind.Person, person, RecordField.Joined, Day(day));
        return previous is { } row
            ? joined.With(SubjectKind.Person, person, RecordField.Previous, row.ToString())
            : joined;
    }

    /// <summary>Somebody goes on under a row of their own, with all that is known of them; only how they stand to the head is stated anew.</summary>
    private static RecordState Carry(
        RecordState state,
        Guid household,
        Guid person,
        Guid again,
        string relation,
        DateOnly day
    )
    {
        var next = Join(state, household, again, state[SubjectKind.Person, person, RecordField.Name]!, person, day);
        foreach (var (key, value) in state.Values)
            if (key.Subject == person && (RecordField.IsAttribute(key.Field) || RecordField.IsSealed(key.Field)))
                next = next.With(SubjectKind.Person, again, key.Field, value);
        return next.With(SubjectKind.Person, again, RecordField.Relation, relation);
    }

    private static Outcome<RecordState> Leave(RecordState state, Guid household, Guid person, DateOnly day)
    {
        if (!state.Members(household).Contains(person))
            return ChangeProblems.NotAMember();
        var joined = state[SubjectKind.Person, person, RecordField.Joined]!;
        return string.CompareOrdinal(Day(day), joined) < 0
            ? ChangeProblems.TooEarly(joined)
            : state.With(SubjectKind.Person, person, RecordField.Left, Day(day));
    }

    private static Outcome<RecordState> State(RecordState state, Guid household, ImmutableArray<StatedFact> facts)
    {
        foreach (var fact in facts)
        {
            if (
                fact.Kind == SubjectKind.Household
                    ? fact.Subject != household
                    : !state.Members(household).Contains(fact.Subject)
            )
                return ChangeProblems.NotAMember();
            state = state.With(fact.Kind, fact.Subject, fact.Attribute, fact.Json);
        }
        return state;
    }

    private static Outcome<RecordState> Numbers(RecordState state, Guid household, StatedNumbers numbers)
    {
        if (!state.Members(household).Contains(numbers.PersonId))
            return ChangeProblems.NotAMember();
        foreach (var (field, index) in numbers.Indexes)
            state = state.With(SubjectKind.Person, numbers.PersonId, field, index);
        return state;
    }

    /// <summary>
    /// Every household that stands has exactly one head, and is headed by whom its members are related to. What was wrong before and is not
    /// touched stays as it is.
    /// </summary>
    private static Outcome<RecordState> WithHeads(RecordState before, RecordState after)
    {
        foreach (var household in after.Households.ToList())
        {
            if (after[SubjectKind.Household, household, RecordField.Closed] is not null)
                continue;
            var heads = Heads(after, household);
            if (heads.Count != 1)
            {
                if (heads.SequenceEqual(Heads(before, household)) && before.Holds(SubjectKind.Household, household))
                    continue;
                return ChangeProblems.Heads(heads.Count);
            }
            after = after.With(SubjectKind.Household, household, RecordField.Head, heads[0].ToString());
        }
        return after;
    }

    private static List<Guid> Heads(RecordState state, Guid household) =>
        [
            .. state
                .Members(household)
                .Where(m => state[SubjectKind.Person, m, RecordField.Relation] == RecordField.HeadRelation)
                .Order(),
        ];

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
