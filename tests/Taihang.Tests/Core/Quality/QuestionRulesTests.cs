using Taihang.Core.Access;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Xunit;

namespace Taihang.Tests.Core.Quality;

public sealed class QuestionRulesTests
{
    private const int County = 7;
    private static readonly RegionTree Tree = new([Place(70, "county", 0), Place(71, "township", 70)]);
    private static readonly RegionPlace Township = Tree.ByNumber(71)!;

    /// <summary>Two officials of one office do not settle between them what is asked about their office.</summary>
    [Theory]
    [InlineData(QuestionKind.OneOffice, true, Roles.Township, 71, false)]
    [InlineData(QuestionKind.OneOffice, true, Roles.County, null, true)]
    [InlineData(QuestionKind.OneOffice, true, Roles.Auditor, null, true)]
    [InlineData(QuestionKind.OneOffice, false, Roles.County, null, false)]
    [InlineData(QuestionKind.OneOffice, false, Roles.Auditor, null, true)]
    [InlineData(QuestionKind.Copied, true, Roles.Township, 71, true)]
    [InlineData(QuestionKind.Copied, true, Roles.Cadre, 71, false)]
    public void Who_looks_at_an_answer_is_above_the_office_it_is_about(
        string kind,
        bool ofTownship,
        string role,
        int? region,
        bool looks
    ) =>
        Assert.Equal(
            looks,
            QuestionRules.Looks(
                new Viewer(Guid.NewGuid(), "", role, County, region),
                kind,
                County,
                ofTownship ? Township : null,
                Tree,
                about: null,
                answeredBy: Guid.NewGuid()
            )
        );

    [Theory]
    [InlineData(QuestionStanding.Open, QuestionStep.Update, true)]
    [InlineData(QuestionStanding.Gone, QuestionStep.AskAgain, true)]
    [InlineData(QuestionStanding.Settled, QuestionStep.AskAgain, true)]
    [InlineData(QuestionStanding.Settled, QuestionStep.Nothing, false)]
    [InlineData(QuestionStanding.Answered, QuestionStep.Nothing, false)]
    public void What_was_spoken_to_stays_as_it_was_unless_it_is_asked_anew(
        string standing,
        QuestionStep step,
        bool anew
    ) => Assert.Equal(anew, QuestionRules.Rewritten(standing, step));

    private static RegionPlace Place(int number, string level, int parent) =>
        new(County, number, number.ToString(), level, null, level, parent, null, null, []);
}
