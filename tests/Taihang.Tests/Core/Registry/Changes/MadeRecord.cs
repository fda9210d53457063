using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Registry.Changes;

namespace Taihang.Tests.Core.Registry.Changes;

/// <summary>Made-up households as states, with identifiers that count up.</summary>
internal static class MadeRecord
{
    public static readonly DateOnly Day = new(2026, 6, 1);
    public static readonly Guid One = Id(1);
    public static readonly Guid Two = Id(2);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static Guid Member(Guid household, int number) => Id((household == One ? 100 : 200) + number);

    /// <summary>A household whose first member is its head.</summary>
    public static RecordState Household(this RecordState state, Guid id, int members)
    {
        state = state
            .With(SubjectKind.Household, id, RecordField.Village, "5")
            .With(SubjectKind.Household, id, RecordField.Number, $"H{id.ToString()[..8]}")
            .With(SubjectKind.Household, id, RecordField.Registered, "2026-01-15")
            .With(SubjectKind.Household, id, RecordField.Head, Member(id, 1).ToString())
            .With(SubjectKind.Household, id, "income", "100");
        for (var i = 1; i <= members; i++)
            state = state
                .With(SubjectKind.Person, Member(id, i), RecordField.Household, id.ToString())
                .With(SubjectKind.Person, Member(id, i), RecordField.Name, $"样例{i}")
                .With(SubjectKind.Person, Member(id, i), RecordField.Joined, "2026-01-15")
                .With(SubjectKind.Person, Member(id, i), RecordField.IdNumber, $"{i:00}{id.ToString()[..8]}")
                .With(SubjectKind.Person, Member(id, i), "birth", $"\"19{50 + i}-01-01\"")
                .With(
                    SubjectKind.Person,
                    Member(id, i),
                    RecordField.Relation,
                    i == 1 ? RecordField.HeadRelation : "\"child\""
                );
        return state;
    }

    public static readonly RecordState Both = RecordState.Empty.Household(One, 3).Household(Two, 2);

    public static CorrectFacts Income(string json) =>
        new(One, [new StatedFact(SubjectKind.Household, One, "income", json)], []);

    /// <summary>States over few keys and values, so that many of them are shared.</summary>
    public static readonly Gen<RecordState> Any = Gen.Select(
            Gen.Int[1, 3],
            Of("a", "b", "@left", "!phone", "relation"),
            Of("1", "2", "\"x\"")
        )
        .Array[0, 12]
        .Select(values =>
            values.Aggregate(
                RecordState.Empty,
                (state, v) =>
                    state.With(v.Item1 == 3 ? SubjectKind.Household : SubjectKind.Person, Id(v.Item1), v.Item2, v.Item3)
            )
        );

    /// <summary>Any change of the two households in <see cref="Both"/> that a form could give.</summary>
    public static readonly Gen<Change> AnyChange = Gen.OneOf<Change>(
        Of("1", "2", "3").Select(Change (v) => Income(v)),
        Gen.Int[1, 3]
            .Select(Change (i) => new CorrectFacts(One, [Stated(Member(One, i), "birth", "\"1970-01-01\"")], [])),
        Gen.Int[2, 3].Select(Change (i) => new RemoveMember(One, Member(One, i), i == 2, [])),
        Gen.Int[1, 9].Select(Change (v) => new MoveHousehold(One, v)),
        Gen.Const<Change>(
            new AddMember(
                One,
                new NewMember(
                    Id(900),
                    "样例新",
                    ImmutableSortedDictionary<string, string>.Empty.Add(RecordField.Relation, "\"child\""),
                    null
                ),
                null
            )
        ),
        Gen.Int[2, 3].Select(Change (i) => Split(i)),
        Gen.Const<Change>(Merge(Both))
    );

    public static Gen<string> Of(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static StatedFact Stated(Guid person, string attribute, string json) =>
        new(SubjectKind.Person, person, attribute, json);

    /// <summary>The members from the second to the given one found a household of their own.</summary>
    public static SplitHousehold Split(int last) =>
        new(
            One,
            Id(3),
            "H3",
            [
                .. Enumerable
                    .Range(2, last - 1)
                    .Select(i => new MovingMember(
                        Member(One, i),
                        Id(300 + i),
                        i == 2 ? RecordField.HeadRelation : "\"child\""
                    )),
            ],
            []
        );

    public static MergeHouseholds Merge(RecordState state, Guid? other = null) =>
        new(
            One,
            other ?? Two,
            [.. state.Members(other ?? Two).Order().Select((m, i) => new MovingMember(m, Id(400 + i), "\"child\""))]
        );
}
