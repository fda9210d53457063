using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Registry.Attachments;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>A household or case to which the visitor may attach.</summary>
/// <param name="Household">In whose log a look stands; of a case without one, the case.</param>
/// <param name="Open">Whether something may still be attached.</param>
internal sealed record AttachTo(
    AttachmentSubject Subject,
    RegionPlace Village,
    Guid Household,
    Words About,
    string Back,
    bool Open
);

/// <summary>The form by which a file is attached, with what was entered and what is wrong with it.</summary>
internal static class AttachForm
{
    public static IResult Again(
        HttpContext http,
        AttachTo to,
        Visit visit,
        Site site,
        IReadOnlyDictionary<string, string> entered,
        IReadOnlyList<Problem> problems
    )
    {
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page(to, visit, site, entered, problems);
    }

    public static IResult Page(
        AttachTo to,
        Visit visit,
        Site site,
        IReadOnlyDictionary<string, string> entered,
        IReadOnlyList<Problem> problems
    ) =>
        Routes.Page<AttachPage>(
            new
            {
                to.Village,
                About = to.About.In(visit.Language),
                to.Back,
                Address = to.Back + "/attach",
                Id = Guid.TryParse(entered.GetValueOrDefault("id"), out var id) ? id : Guid.CreateVersion7(),
                Title = entered.GetValueOrDefault("title", ""),
                Shown = entered.GetValueOrDefault(
                    "shown",
                    site.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                ),
                Purpose = entered.GetValueOrDefault("purpose", ""),
                Seen = entered.GetValueOrDefault("seen") == "yes",
                Problems = problems.Select(p => new FormProblem(Field(p), Placed(p))).ToArray(),
            }
        );

    private static string Field(Problem problem) =>
        problem.Code == AttachmentProblems.NoTitle().Code ? "title"
        : problem.Code == AttachmentProblems.PurposeUnknown().Code ? "purpose"
        : problem.Code == AttachmentProblems.NotSeen("", 1).Code ? "seen"
        : problem.Code == WebProblems.NotADay(Words.Same("")).Code ? "shown"
        : "file";

    /// <summary>The summary shows what is wrong and what to do; where it stands in the file comes before.</summary>
    private static Problem Placed(Problem problem) =>
        problem.Where is { } where
            ? problem with
            {
                What = new(
                    $"{where.In(Language.Chinese)}：{problem.What.Zh}",
                    $"{where.In(Language.English)}: {problem.What.En}"
                ),
            }
            : problem;
}
