using Taihang.Core.Access;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;

namespace Taihang.Modules.Samples;

/// <summary>Lists that a county office of the demonstration shares.</summary>
public static class SampleLists
{
    /// <param name="office">Who makes them.</param>
    public static void Run(TaihangDb db, Viewer office, ListFields fields, ActContext context)
    {
        Save(
            "住房 C、D 级的户",
            new ListRule(
                RowsOf.Households,
                [
                    FormField.Village,
                    FormField.HouseholdNumber,
                    FormField.HeadName,
                    FormField.Members,
                    "household.housing_grade",
                    "household.main_cause",
                    ListFields.Outcome,
                ],
                [new("household.housing_grade", ListTest.Is, "C级、D级")]
            )
        );
        Save(
            "长期慢性病成员",
            new ListRule(
                RowsOf.Members,
                [FormField.Village, FormField.HouseholdNumber, FormField.Name, "member.birth_date", "member.labour"],
                [new("member.health", ListTest.Is, "长期慢性病")]
            )
        );

        void Save(string name, ListRule rule)
        {
            if (fields.Check(rule) is { Ok: true } known)
                SaveList.Run(
                    db,
                    office,
                    office.CountyNo,
                    Guid.CreateVersion7(context.At),
                    name,
                    shared: true,
                    known.Value,
                    context
                );
        }
    }
}
