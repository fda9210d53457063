using System.Security.Cryptography;
using System.Text.Json;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Who is acting, when, why and on what basis; made at the edge and handed to every use case that writes.</summary>
public sealed record ActContext(Guid ActorId, DateTimeOffset At, string Reason, string Basis);

/// <summary>Puts an act and its leaf into the county's log, in the transaction of the effect.</summary>
public static class RecordAct
{
    /// <summary>
    /// Adds the act and its audit leaf to the context; the caller saves them with the effect. Within one transaction several acts
    /// may follow each other. Two writers of one county meet on the leaf's key, so the log never forks.
    /// </summary>
    public static Act Append(TaihangDb db, int countyNo, string kind, ActContext context, object content)
    {
        var act = new Act
        {
            CountyNo = countyNo,
            ActId = Guid.CreateVersion7(context.At),
            Kind = kind,
            ActorId = context.ActorId,
            AtUnixMs = context.At.ToUnixTimeMilliseconds(),
            Reason = context.Reason,
            Basis = context.Basis,
            Content = JsonSerializer.Serialize(content),
        };
        var last =
            db.AuditLeaves.Local.Where(l => l.CountyNo == countyNo).MaxBy(l => l.Seq)
            ?? db.AuditLeaves.Where(l => l.CountyNo == countyNo).OrderByDescending(l => l.Seq).FirstOrDefault();
        var salt = RandomNumberGenerator.GetBytes(32);
        var commitment = AuditChain.Commit(Facts(act), salt);
        var seq = (last?.Seq ?? 0) + 1;
        db.Acts.Add(act);
        db.AuditLeaves.Add(
            new AuditLeaf
            {
                CountyNo = countyNo,
                Seq = seq,
                ActId = act.ActId,
                Salt = salt,
                Commitment = commitment,
                Chain = AuditChain.Link(last?.Chain ?? AuditChain.Start(countyNo), seq, commitment),
            }
        );
        return act;
    }

    public static ActFacts Facts(Act act) =>
        new(act.CountyNo, act.ActId, act.Kind, act.ActorId, act.AtUnixMs, act.Reason, act.Basis, act.Content);
}
