using System.Security.Cryptography;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>What a roster changed.</summary>
public sealed record CadresImported(int Added, int Changed, int Unchanged, bool SameFile);

/// <summary>
/// Takes in a county's roster of cadres, CSV or XLSX: all of it or nothing. The same file again changes nothing; a cadre of the same
/// unit and name is brought up to date; whoever is not in the file stays.
/// </summary>
public static class ImportCadres
{
    public static Outcome<CadresImported> Run(
        TaihangDb db,
        int countyNo,
        string path,
        RosterForm form,
        DateOnly asOf,
        ActContext context
    )
    {
        var content = $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))} cadre-roster";
        if (db.ImportedFiles.Any(f => f.CountyNo == countyNo && f.ContentHash == content))
            return new CadresImported(0, 0, 0, SameFile: true);
        var sheet = RosterSheet.Read(path, form);
        if (!sheet.Ok)
            return Outcome<CadresImported>.Refused(sheet.Problems);
        var roster = RosterRows.Decide(sheet.Value, form, LoadRegions.Tree(db), asOf);
        if (!roster.Ok)
            return Outcome<CadresImported>.Refused(roster.Problems);
        return Write(db, countyNo, Path.GetFileName(path), content, roster.Value, context);
    }

    private static CadresImported Write(
        TaihangDb db,
        int countyNo,
        string file,
        string content,
        IReadOnlyList<RosterCadre> roster,
        ActContext context
    )
    {
        var units = db.SendingUnits.Where(u => u.CountyNo == countyNo).ToDictionary(u => u.Name);
        var cadres = db.Cadres.Where(c => c.CountyNo == countyNo).ToDictionary(c => (c.UnitId, c.Name));
        var (added, changed, unchanged) = (0, 0, 0);
        foreach (var stated in roster)
        {
            if (!units.TryGetValue(stated.Unit, out var unit))
            {
                unit = new SendingUnit
                {
                    CountyNo = countyNo,
                    UnitId = Guid.CreateVersion7(context.At),
                    Name = stated.Unit,
                    Level = stated.UnitLevel,
                    Kind = stated.UnitKind,
                };
                units.Add(unit.Name, unit);
                db.SendingUnits.Add(unit);
            }
            (unit.Level, unit.Kind) = (stated.UnitLevel, stated.UnitKind);
            var row = new Cadre
            {
                CountyNo = countyNo,
                CadreId = Guid.CreateVersion7(context.At),
                UnitId = unit.UnitId,
                Name = stated.Name,
                Skills = JsonSerializer.Serialize(stated.Skills),
                HomeRegionNo = stated.HomeRegionNo,
                Seniority = stated.Seniority,
                Eligible = stated.Eligible,
            };
            if (!cadres.TryGetValue((unit.UnitId, stated.Name), out var known))
            {
                db.Cadres.Add(row);
                added++;
                continue;
            }
            row.CadreId = known.CadreId;
            db.Entry(known).CurrentValues.SetValues(row);
            if (db.Entry(known).State == Microsoft.EntityFrameworkCore.EntityState.Modified)
                changed++;
            else
                unchanged++;
        }
        var act = RecordAct.Append(
            db,
            countyNo,
            "dispatch.import_cadres",
            context,
            new
            {
                file_sha256 = content[..64],
                added,
                changed,
                unchanged,
            }
        );
        db.ImportedFiles.Add(
            new ImportedFile
            {
                CountyNo = countyNo,
                ContentHash = content,
                FileName = file,
                ActId = act.ActId,
            }
        );
        db.SaveChanges();
        return new CadresImported(added, changed, unchanged, SameFile: false);
    }
}
