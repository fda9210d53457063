using Microsoft.EntityFrameworkCore.Migrations;

namespace Taihang.Migrations.Postgres.Migrations;

/// <summary>
/// The rows of the log that the first version chained. SQL cannot work out the new hashes: the links are kept, and
/// Modules.Access.RebuildLog checks them and builds the tree; until then a leaf's hash is its old commitment.
/// </summary>
public partial class MerkleLog
{
    /// <summary>After their table is made, before the columns go. A leaf without a chain value was never chained.</summary>
    private static void KeepFormerLinks(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            INSERT INTO audit_former_links (county_no, seq, commitment, chain)
            SELECT county_no, seq, commitment, chain FROM audit_leaves WHERE length(chain) > 0
            """
        );

    private static void GiveFormerLinksBack(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            UPDATE audit_leaves SET commitment = f.commitment, chain = f.chain
            FROM audit_former_links f WHERE f.county_no = audit_leaves.county_no AND f.seq = audit_leaves.seq
            """
        );
}
