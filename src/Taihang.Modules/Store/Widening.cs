using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>
/// Why a context may see beyond its scope for a while. Each use of one is in docs/scope.md with its place; a test holds that list to the
/// source, so that no scope is widened unnoticed.
/// </summary>
public sealed record Widening(string Id, Words Why)
{
    public static Widening SignIn { get; } =
        new(
            nameof(SignIn),
            new(
                "登录或核对会话：先找到账号，才知道属于哪个县",
                "Who it is, and so of which county, is read before the scope is known"
            )
        );

    public static Widening LoginTaken { get; } =
        new(
            nameof(LoginTaken),
            new("登录名全国唯一：只问是否已有", "A login is unique everywhere: whether it is taken")
        );

    public static Widening Invitation { get; } =
        new(
            nameof(Invitation),
            new(
                "用启用码设定密码：写入账号所在县",
                "A code is taken up: the account's own county, before anybody is signed in"
            )
        );

    public static Widening ActorNames { get; } =
        new(
            nameof(ActorNames),
            new(
                "办事人的姓名与岗位：可能属于上级或外县",
                "Names and duties of whoever acted, who may be of another office"
            )
        );

    public static Widening LookLogged { get; } =
        new(nameof(LookLogged), new("查阅记入该户所在县的日志", "A look is logged in the county of the household"));

    public static Widening Emergency { get; } =
        new(nameof(Emergency), new("紧急查阅外县一户", "One household of another county is opened in an emergency"));

    public static Widening Review { get; } =
        new(
            nameof(Review),
            new(
                "复核本县人员在外县的查阅：记入外县日志",
                "An own official's access elsewhere is reviewed in the log of that county"
            )
        );

    public static Widening DuplicatePair { get; } =
        new(
            nameof(DuplicatePair),
            new("疑似重复：显示外县一方", "A pair that may be one person: the side of the other county")
        );

    public static Widening OneNumberOnePerson { get; } =
        new(
            nameof(OneNumberOnePerson),
            new("证件号码全国唯一：只查索引", "One ID number is one person everywhere: the blind index alone")
        );

    public static Widening Published { get; } =
        new(nameof(Published), new("向所有人公开的内容", "What anybody may see"));

    public static Widening FromOutside { get; } =
        new(
            nameof(FromOutside),
            new("无账号者申请、提出异议", "Somebody without an account applies or objects in a village")
        );

    public static Widening Receipt { get; } =
        new(nameof(Receipt), new("凭回执查询、申诉", "Whoever holds a receipt looks their case up or appeals"));

    public static Widening OwnPage { get; } =
        new(
            nameof(OwnPage),
            new(
                "本人凭查询码查看自己的记录、提出请求",
                "A person opens their own record with their code, and asks about it"
            )
        );

    public static IReadOnlyList<Widening> All { get; } =
    [
        SignIn,
        LoginTaken,
        Invitation,
        ActorNames,
        LookLogged,
        Emergency,
        Review,
        DuplicatePair,
        OneNumberOnePerson,
        Published,
        FromOutside,
        Receipt,
        OwnPage,
    ];
}
