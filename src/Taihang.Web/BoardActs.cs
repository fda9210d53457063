using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Modules.Dispatch.Board;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>What can be done to a plan on its page. Whatever changes it is shown first with what it costs, and done when it is confirmed.</summary>
internal static class BoardActs
{
    /// <summary>Greatest price of moving a village, in percentage points of fit.</summary>
    public const int GreatestPrice = 100;

    public static IResult Do(BoardRoutes.Asked asked, RegionPlace county, PlanRecord plan, IFormCollection form)
    {
        var version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? seen
            : 0;
        return form["what"].ToString() switch
        {
            "copy" => Copied(asked, county, plan, form),
            "drop" => Done(ChangePlan.Drop(asked.Db, plan, version, asked.Acting("drop"))),
            "submit" => Done(Submitted(asked, county, plan, version, ProcedureRoutes.Text(form, "said"))),
            "post" => Done(Posted(asked, plan, version)),
            _ => Changed(asked, county, plan, form, version),
        };

        IResult Done(Problem? problem)
        {
            if (problem is null)
                return Results.Redirect(BoardRoutes.Address(county, plan.Row.PlanId));
            return Refused(asked, county, plan.Row.PlanId, problem);
        }
    }

    /// <summary>The plan as it is on record, whatever was tried.</summary>
    private static IResult Refused(BoardRoutes.Asked asked, RegionPlace county, Guid planId, Problem problem)
    {
        asked.Db.ChangeTracker.Clear();
        var read = PlanRecord.Read(asked.Db, county.CountyNo, planId);
        asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return read.Ok
            ? BoardRoutes.BoardPage(asked, county, read.Value, null, problem)
            : Routes.Refused(asked.Http, read.Problems[0], StatusCodes.Status409Conflict);
    }

    private static IResult Copied(BoardRoutes.Asked asked, RegionPlace county, PlanRecord plan, IFormCollection form)
    {
        var copy = MakePlan.Copy(
            asked.Db,
            county.CountyNo,
            plan.Row.PlanId,
            BoardRoutes.IdOf(form),
            FormText.Line(form["title"]),
            asked.Acting("copy")
        );
        return copy.Ok
            ? Results.Redirect(BoardRoutes.Address(county, copy.Value.PlanId))
            : Routes.Refused(asked.Http, copy.Problems[0], StatusCodes.Status422UnprocessableEntity);
    }

    private static Problem? Submitted(
        BoardRoutes.Asked asked,
        RegionPlace county,
        PlanRecord plan,
        int version,
        string said
    ) =>
        asked.Site.Posting is not { Ok: true } rules
            ? asked.Site.Posting.Problems[0]
            : SubmitPlan.Run(
                asked.Db,
                asked.Site.Pack,
                plan,
                rules.Value,
                asked.Site.Shapes,
                county,
                version,
                said,
                new CaseActor(asked.Viewer.AccountId, asked.Viewer.Role, true),
                ProcedureRoutes.ByName(asked.Viewer),
                asked.Site.Today,
                asked.Acting("submit")
            );

    private static Problem? Posted(BoardRoutes.Asked asked, PlanRecord plan, int version)
    {
        if (asked.Site.Posting is not { Ok: true } rules)
            return asked.Site.Posting.Problems[0];
        var posted = PostPlan.Run(
            asked.Db,
            plan,
            version,
            rules.Value,
            asked.Site.Shapes,
            asked.Site.Today,
            asked.Acting("post")
        );
        return posted.Ok ? null : posted.Problems[0];
    }

    private static IResult Changed(
        BoardRoutes.Asked asked,
        RegionPlace county,
        PlanRecord plan,
        IFormCollection form,
        int version
    )
    {
        // What is looked at is the plan that the form was made for: another's change in between would be another cost.
        if (version != plan.Row.Version)
            return Refused(asked, county, plan.Row.PlanId, DispatchProblems.PlanChanged());
        var preview = Preview(asked, plan, form);
        if (!preview.Ok)
            return Refused(asked, county, plan.Row.PlanId, preview.Problems[0]);
        Problem? problem = null;
        if (form["confirm"] == "yes")
        {
            problem = ChangePlan.Write(asked.Db, plan, preview.Value, version, asked.Acting("lay"));
            if (problem is null)
                return Results.Redirect(BoardRoutes.Address(county, plan.Row.PlanId));
            if (problem.Code != DispatchProblems.NoReason().Code)
                return Refused(asked, county, plan.Row.PlanId, problem);
            asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        return Routes.Page<BoardPreviewPage>(
            new
            {
                County = county,
                Plan = plan,
                Preview = preview.Value,
                Cadres = ShowPlan.Cadres(asked.Db, county.CountyNo),
                Fields = form.Where(f =>
                        f.Key is "what" or "kind" or "village" or "other" or "cadre" or "price" or "at"
                    )
                    .ToDictionary(f => f.Key, f => f.Value.ToString()),
                Reason = ProcedureRoutes.Text(form, "reason"),
                Problem = problem,
            }
        );
    }

    private static Outcome<PlanPreview> Preview(BoardRoutes.Asked asked, PlanRecord plan, IFormCollection form)
    {
        var (reason, by, day) = (
            ProcedureRoutes.Text(form, "reason"),
            ProcedureRoutes.ByName(asked.Viewer),
            asked.Site.Today
        );
        return form["what"].ToString() switch
        {
            "swap" => ChangePlan.Swap(asked.Db, plan, VillageOf("village"), VillageOf("other"), reason, by, day),
            "keep" => decimal.TryParse(
                form["price"],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var price
            ) && price is >= 0 and <= GreatestPrice
                ? ChangePlan.KeepServing(plan, (int)(price * 100), reason, by, day)
                : WebProblems.NotAPrice(GreatestPrice),
            "back" => ChangePlan.TakeBack(
                plan,
                int.TryParse(form["at"], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1
            ),
            _ => Enum.TryParse<ChoiceKind>(form["kind"], out var kind)
            && Enum.IsDefined(kind)
            && Guid.TryParse(form["cadre"], out var cadre)
                ? ChangePlan.Lay(
                    asked.Db,
                    plan,
                    [
                        new PlanChoice(
                            kind,
                            kind == ChoiceKind.Absent ? null : VillageOf("village"),
                            cadre,
                            reason,
                            by,
                            day
                        ),
                    ]
                )
                : DispatchProblems.NotInPlan(),
        };

        int VillageOf(string field) => Routes.Find(asked.Site, form[field].ToString())?.RegionNo ?? 0;
    }
}
