using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Reports;

/// <summary>Keeps lists, changes and deletes them: each by whoever made it, a shared one also by the county office.</summary>
public static class SaveList
{
    public const string SaveKind = "list.save";
    public const string DeleteKind = "list.delete";
    public const int LongestName = 60;

    public static ListRule RuleOf(SavedList list) => JsonSerializer.Deserialize<ListRule>(list.Rule)!;

    /// <summary>The viewer's own lists and the shared ones of the county, by name.</summary>
    public static IReadOnlyList<SavedList> For(TaihangDb db, Viewer viewer, int countyNo) =>
        [
            .. db
                .SavedLists.AsNoTracking()
                .Where(l => l.CountyNo == countyNo && (l.AccountId == viewer.AccountId || l.Shared))
                .AsEnumerable()
                .OrderBy(l => l.Name, StringComparer.Ordinal)
                .ThenBy(l => l.ListId),
        ];

    /// <returns>Null where there is none that the viewer may open.</returns>
    public static SavedList? Find(TaihangDb db, Viewer viewer, int countyNo, Guid listId) =>
        db
            .SavedLists.AsNoTracking()
            .SingleOrDefault(l =>
                l.CountyNo == countyNo && l.ListId == listId && (l.AccountId == viewer.AccountId || l.Shared)
            );

    public static bool MayChange(Viewer viewer, SavedList list) =>
        list.AccountId == viewer.AccountId || (list.Shared && viewer is { Role: Roles.County, RegionNo: null });

    /// <param name="listId">A new one makes a list; sent again it changes nothing.</param>
    /// <param name="rule">Checked: see <see cref="ListFields.Check"/>.</param>
    public static Outcome<SavedList> Run(
        TaihangDb db,
        Viewer by,
        int countyNo,
        Guid listId,
        string name,
        bool shared,
        ListRule rule,
        ActContext context
    )
    {
        // It stands in the log for ever: a number of somebody has no place in it.
        name = ReceiptCode.WithoutNumbers(name);
        name = name.Length > LongestName ? name[..LongestName] : name;
        if (name.Length == 0)
            return ReportsProblems.ListUnnamed();
        var row = db.SavedLists.SingleOrDefault(l => l.CountyNo == countyNo && l.ListId == listId);
        if (row is not null && !MayChange(by, row))
            return row.Shared ? ReportsProblems.ListNotYours() : ReportsProblems.NoSuchList();
        var owner = row?.AccountId ?? by.AccountId;
        if (
            db.SavedLists.Any(l =>
                l.CountyNo == countyNo && l.AccountId == owner && l.Name == name && l.ListId != listId
            )
        )
            return ReportsProblems.ListNameTaken(name);
        var text = JsonSerializer.Serialize(rule);
        if (row is not null && row.Name == name && row.Shared == shared && row.Rule == text)
            return row;
        var act = RecordAct.Append(
            db,
            countyNo,
            SaveKind,
            context,
            new
            {
                ListId = listId,
                Name = name,
                Shared = shared,
                Rule = text,
            }
        );
        if (row is null)
            db.SavedLists.Add(
                row = new SavedList
                {
                    CountyNo = countyNo,
                    ListId = listId,
                    AccountId = by.AccountId,
                    Name = name,
                    Shared = shared,
                    Rule = text,
                    ActId = act.ActId,
                }
            );
        else
            (row.Name, row.Shared, row.Rule, row.ActId, row.Version) = (name, shared, text, act.ActId, row.Version + 1);
        db.SaveChanges();
        return row;
    }

    public static Problem? Delete(TaihangDb db, Viewer by, int countyNo, Guid listId, ActContext context)
    {
        var row = db.SavedLists.SingleOrDefault(l => l.CountyNo == countyNo && l.ListId == listId);
        if (row is null || (row.AccountId != by.AccountId && !row.Shared))
            return ReportsProblems.NoSuchList();
        if (!MayChange(by, row))
            return ReportsProblems.ListNotYours();
        db.SavedLists.Remove(row);
        RecordAct.Append(db, countyNo, DeleteKind, context, new { row.ListId, row.Name });
        db.SaveChanges();
        return null;
    }
}
