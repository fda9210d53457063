using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
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
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    pair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_a = table.Column<Guid>(type: "uuid", nullable: false),
                    county_no_b = table.Column<int>(type: "integer", nullable: false),
                    person_b = table.Column<Guid>(type: "uuid", nullable: false),
                    probability_ppm = table.Column<int>(type: "integer", nullable: false),
                    reasons = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    found_act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decided_act_id = table.Column<Guid>(type: "uuid", nullable: true)
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
