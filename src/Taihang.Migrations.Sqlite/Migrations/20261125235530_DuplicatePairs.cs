using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DuplicatePairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "duplicate_pairs",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    pair_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_a = table.Column<byte[]>(type: "BLOB", nullable: false),
                    county_no_b = table.Column<int>(type: "INTEGER", nullable: false),
                    person_b = table.Column<byte[]>(type: "BLOB", nullable: false),
                    probability_ppm = table.Column<int>(type: "INTEGER", nullable: false),
                    reasons = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    found_act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    decided_act_id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_duplicate_pairs", x => new { x.county_no, x.pair_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_duplicate_pairs_county_no_person_a_person_b",
                table: "duplicate_pairs",
                columns: new[] { "county_no", "person_a", "person_b" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_duplicate_pairs_county_no_state_probability_ppm",
                table: "duplicate_pairs",
                columns: new[] { "county_no", "state", "probability_ppm" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "duplicate_pairs");
        }
    }
}
