using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>What somebody is posted as.</summary>
public static class PostingRole
{
    public const string FirstSecretary = "first_secretary";

    /// <summary>Of the task force that stands beside the first secretary.</summary>
    public const string Member = "member";

    public static Words Title(string role) =>
        role switch
        {
            FirstSecretary => new("第一书记", "first secretary"),
            Member => new("驻村工作队员", "member of the task force"),
            _ => Words.Same(role),
        };
}
