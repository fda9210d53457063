using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang account add|list|code</c>: the operator of a deployment appoints the first office and helps when nobody can sign in; everything
/// else is done on the site, by the offices.
/// </summary>
public static class AccountVerb
{
    private static readonly Argument<string> Login = new("login") { Description = "Such as zhang.wei · 用户名" };

    private static readonly Option<string> Basis = new("--basis")
    {
        Description = "Document, notice or request · 依据",
        Required = true,
    };

    private static readonly Option<string> Holder = new("--name") { Description = "Who it is · 姓名", Required = true };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "nation, county, township, cadre or auditor · 岗位",
        Required = true,
    };

    private static readonly Option<string?> Place = new("--place")
    {
        Description = "Code of the county, township or village; none for an office above the counties · 地方代码",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var add = new Command("add", "Open an account and print its code · 开账号")
        {
            Login,
            Holder,
            Role,
            Place,
            Basis,
        };
        add.SetAction(Add);
        var list = new Command("list", "Who may sign in, in which duties · 列出账号");
        list.SetAction(List);
        var code = new Command("code", "A new code; the old password and all sessions end · 重新发启用码")
        {
            Login,
            Basis,
        };
        code.SetAction(Code);
        return new Command("account", "People who sign in · 账号") { add, list, code };
    }

    private static int Add(ParseResult parsed) =>
        With(
            parsed,
            (db, tree) =>
            {
                RegionPlace? place = null;
                if (parsed.GetValue(Place) is { } at)
                {
                    if (tree.ByCode(at, Today) is not { } found)
                        return Screen.Refuse(
                            [RegionProblems.UnknownCode(at, tree.NearestTo(at, Today))],
                            Setting.In(parsed)
                        );
                    place = found;
                }
                return Given(
                    parsed,
                    InviteAccount.New(
                        db,
                        null,
                        parsed.GetRequiredValue(Login),
                        parsed.GetRequiredValue(Holder),
                        parsed.GetRequiredValue(Role),
                        place,
                        Today,
                        null,
                        Today,
                        Acting(parsed, InviteAccount.InviteKind)
                    )
                );
            }
        );

    private static int Code(ParseResult parsed) =>
        With(
            parsed,
            (db, _) =>
                db.Accounts.AsNoTracking().SingleOrDefault(a => a.Login == parsed.GetRequiredValue(Login))
                    is { } account
                    ? Given(
                        parsed,
                        InviteAccount.Again(db, null, account.AccountId, Today, Acting(parsed, InviteAccount.RenewKind))
                    )
                    : Screen.Refuse([AccessProblems.NoSuchAccount()], Setting.In(parsed))
        );

    private static int List(ParseResult parsed) =>
        With(
            parsed,
            (db, tree) =>
            {
                var rows = db
                    .Accounts.AsNoTracking()
                    .OrderBy(a => a.Login)
                    .ToList()
                    .Select(a => (a.Login, Holder: Accounts.Holder(db, a)))
                    .ToList();
                Words Line(string login, AccountHolder holder)
                {
                    var duties = holder.InForce(Today).ToList();
                    string Held(Language language) =>
                        duties.Count == 0
                            ? "—"
                            : string.Join(
                                ", ",
                                duties.Select(d => $"{Roles.Title(d.Role).In(language)} {PlaceOf(tree, d)}".TrimEnd())
                            );
                    return new(
                        $"{login}\t{holder.Name}\t{AccountState.Title(holder.State).Zh}\t{Held(Language.Chinese)}",
                        $"{login}\t{holder.Name}\t{AccountState.Title(holder.State).En}\t{Held(Language.English)}"
                    );
                }
                var lines = rows.ConvertAll(r => Line(r.Login, r.Holder));
                return Screen.Answer(
                    parsed,
                    rows.Select(r => new { r.Login, r.Holder }),
                    lines.Count == 0
                        ? new Words("还没有账号。", "There are no accounts yet.")
                        : new Words(
                            string.Join('\n', lines.Select(l => l.Zh)),
                            string.Join('\n', lines.Select(l => l.En))
                        )
                );
            }
        );

    private static string PlaceOf(RegionTree tree, Duty duty) =>
        duty.RegionNo is { } own ? tree.ByNumber(own)?.Code ?? ""
        : duty.CountyNo == 0 ? ""
        : tree.OfLevel("county").LastOrDefault(c => c.CountyNo == duty.CountyNo)?.Code ?? "";

    private static int Given(ParseResult parsed, Outcome<Invitation> given) =>
        given.Ok
            ? Screen.Answer(
                parsed,
                given.Value,
                new Words(
                    $"{given.Value.Login} 的启用码：{given.Value.Code}\n有效至 {given.Value.Until:yyyy-MM-dd HH:mm} UTC。请当面交给本人，在登录页的“有启用码？”设定密码。",
                    $"The code for {given.Value.Login}: {given.Value.Code}\nGood until {given.Value.Until:yyyy-MM-dd HH:mm} UTC. Hand it over in person; they choose a password at \"You were given a code?\" on the sign-in page."
                )
            )
            : Screen.Refuse(given.Problems, Setting.In(parsed));

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.Today);

    private static ActContext Acting(ParseResult parsed, string kind) =>
        Deployment.Acting(kind) with
        {
            Basis = parsed.GetRequiredValue(Basis),
        };

    private static int With(ParseResult parsed, Func<TaihangDb, RegionTree, int> work)
    {
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, Setting.In(parsed));
        using var db = store.Value;
        return work(db, LoadRegions.Tree(db));
    }
}
