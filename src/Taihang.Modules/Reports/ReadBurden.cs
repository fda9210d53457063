using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Reports;

/// <summary>The burden ledger of a place, with each form that was asked, the newest first.</summary>
public sealed record BurdenShown(BurdenLedger Ledger, IReadOnlyList<FormAsked> Forms);

/// <summary>Reads the burden ledger of a county or a place within one. It names nobody.</summary>
public static class ReadBurden
{
    /// <summary>What a procedure decided is written down by the program; nobody was asked for it.</summary>
    private const string ByProgram = "procedure";

    public static BurdenShown Run(TaihangDb db, RegionTree tree, RegionPlace place, Dictionary dictionary)
    {
        bool Within(int region) => tree.PathTo(region).Any(p => p.RegionNo == place.RegionNo);
        var forms = db
            .AskedForms.AsNoTracking()
            .Where(f => f.CountyNo == place.CountyNo)
            .AsEnumerable()
            .Where(f => Within(f.RegionNo))
            .OrderByDescending(f => f.AskedOn)
            .ThenByDescending(f => f.AskedFormId)
            .Select(f => new FormAsked(
                f.AskedOn,
                f.Title,
                f.HeaderHash,
                f.AskedBy,
                f.Document,
                f.LegalBasis,
                f.Columns,
                f.ColumnsKnown,
                f.Rows,
                f.CellsFilled,
                f.CellsMissing,
                f.CellsByHand,
                f.CellsTypedAgain
            ))
            .ToList();
        var villages = tree.OfLevel("village")
            .Where(v => v.CountyNo == place.CountyNo && Within(v.RegionNo))
            .Select(v => v.RegionNo)
            .ToList();
        var stale = dictionary
            .Attributes.GroupBy(a => a.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().StaleMonths, StringComparer.Ordinal);
        var repeats = BurdenLedger.Repeats(Recorded(db, place.CountyNo, villages), id => stale.GetValueOrDefault(id));
        return new BurdenShown(BurdenLedger.Of(forms, [.. repeats]), forms);
    }

    /// <summary>For a spreadsheet: every form that was asked, one line each.</summary>
    public static byte[] Csv(BurdenShown shown, Language language)
    {
        var zh = language == Language.Chinese;
        var text = new StringBuilder(
            zh
                ? "日期,表名,下达单位,文号,依据,列数,太行已知列数,行数,自动填写格数,无人登记格数,手填格数,重复索要项数\r\n"
                : "day,form,asked by,document,legal basis,columns,columns known,rows,cells filled by Taihang,cells nobody recorded,cells by hand,facts asked twice\r\n"
        );
        var none = zh ? "未说明" : "not stated";
        foreach (var f in shown.Forms)
            text.AppendJoin(
                    ',',
                    new[]
                    {
                        f.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        f.Title,
                        Or(f.AskedBy),
                        Or(f.Document),
                        Or(f.LegalBasis),
                    }
                        .Select(FormRemarks.Quoted)
                        .Concat(
                            new[]
                            {
                                f.Columns,
                                f.ColumnsKnown,
                                f.Rows,
                                f.Filled,
                                f.Missing,
                                f.ByHand,
                                f.TypedAgain,
                            }.Select(n => n.ToString(CultureInfo.InvariantCulture))
                        )
                )
                .Append("\r\n");
        return [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text.ToString())];

        string Or(string said) => said.Length > 0 ? said : none;
    }

    /// <summary>Values of whoever was observed more than once; of the others nothing can have been asked twice.</summary>
    private static IEnumerable<ValueRecorded> Recorded(TaihangDb db, int countyNo, List<int> villages)
    {
        var observed = db.Observations.AsNoTracking().Where(o => o.CountyNo == countyNo && o.Event != ByProgram);
        var households = db.Households.Where(h => h.CountyNo == countyNo && villages.Contains(h.VillageNo));
        var often = observed.GroupBy(o => o.SubjectId).Where(g => g.Count() > 1).Select(g => g.Key);
        var acts = new Dictionary<Guid, string>();
        return observed
            .Where(o => often.Contains(o.SubjectId))
            .Where(o =>
                households.Any(h => h.HouseholdId == o.SubjectId)
                || db.Persons.Any(p =>
                    p.CountyNo == countyNo
                    && p.PersonId == o.SubjectId
                    && households.Any(h => h.HouseholdId == p.HouseholdId)
                )
            )
            .OrderBy(o => o.SubjectId)
            .ThenBy(o => o.ObservedOn)
            .ThenBy(o => o.ObservationId)
            .ToList()
            .SelectMany(o =>
                ObservationDocument
                    .Read(o.Document)
                    .Select(v => new ValueRecorded(o.SubjectId, v.Key, v.Value, o.ObservedOn, Source(o)))
            );

        string Source(Observation observation)
        {
            if (!acts.TryGetValue(observation.ActId, out var known))
                acts[observation.ActId] = known = db
                    .Acts.AsNoTracking()
                    .Where(a => a.CountyNo == countyNo && a.ActId == observation.ActId)
                    .Select(a => a.Reason)
                    .Single();
            return known;
        }
    }
}
