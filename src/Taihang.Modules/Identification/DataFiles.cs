using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>
/// Lays a pack's two tables, <c>household</c> and <c>member</c>, over CSV, CSV.GZ or Parquet files: by the pack's data map where its
/// files are there, else by columns that carry attribute ids. No value that does not fit its attribute passes.
/// </summary>
public static class DataFiles
{
    /// <param name="path">A file or a folder.</param>
    /// <param name="also">A second method that is to be run on the same facts.</param>
    /// <returns>Attributes that the method reads and the files do not carry; they stay unknown for everybody.</returns>
    public static Outcome<IReadOnlyList<string>> Lay(
        DuckDbEngine engine,
        Pack pack,
        MethodPlan method,
        string path,
        IReadOnlyList<string> by,
        MethodPlan? also = null
    )
    {
        var kept = Identify.Kept(pack, method, by).Concat(also?.Facts() ?? []).ToList();
        var wanted = method.Facts().Concat(kept).Distinct().ToList();
        var asksMembers = method.AsksMembers || (also?.AsksMembers ?? false) || wanted.Exists(a => a.OfMember);
        var laying = new Laying(engine, pack, path);
        try
        {
            var problem =
                laying.Members([.. wanted.Where(a => a.OfMember)], needed: asksMembers)
                ?? (
                    method.AsksHousehold(kept) || (also?.AsksHousehold(kept) ?? false)
                        ? laying.Households([.. wanted.Where(a => !a.OfMember)])
                        : null
                );
            return problem is null ? laying.Absent : problem;
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.Unreadable(error.Message.Split('\n')[0]);
        }
    }

    /// <summary>The folder that must be readable for a path.</summary>
    public static Outcome<string> FolderOf(string path) =>
        Directory.Exists(path) ? path
        : File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))!
        : IdentificationProblems.NoData(path);

    internal static string TypeOf(AttributeDef attribute) =>
        attribute.Type switch
        {
            FactType.Truth => "BOOLEAN",
            FactType.Whole or FactType.Money => "BIGINT",
            FactType.Decimal => DecimalType(attribute.Places),
            FactType.Date => "DATE",
            FactType.Codes => "VARCHAR[]",
            _ => "VARCHAR",
        };

    /// <summary>Narrow where four places are enough; the widest leaves room for a product with its own power of ten.</summary>
    internal static string DecimalType(int places) =>
        places <= AttributeDef.UsualPlaces ? $"DECIMAL(18, {places})" : $"DECIMAL(24, {places})";
}
