using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class QualityQuestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "inspection_days",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    inspection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inspection_days", x => new { x.county_no, x.inspection_id });
                });

            migrationBuilder.CreateTable(
                name: "quality_looks",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at_unix_ms = table.Column<long>(type: "bigint", nullable: false),
                    households = table.Column<int>(type: "integer", nullable: false),
                    tests = table.Column<int>(type: "integer", nullable: false),
                    asked = table.Column<int>(type: "integer", nullable: false),
                    asked_again = table.Column<int>(type: "integer", nullable: false),
                    closed = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quality_looks", x => new { x.county_no, x.as_of });
                    table.ForeignKey(
                        name: "fk_quality_looks_acts_county_no_act_id",
                        columns: x => new { x.county_no, x.act_id },
                        principalTable: "acts",
                        principalColumns: new[] { "county_no", "act_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quality_questions",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    question_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    region_no = table.Column<int>(type: "integer", nullable: true),
                    about_id = table.Column<Guid>(type: "uuid", nullable: true),
                    document = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    size_then = table.Column<int>(type: "integer", nullable: false),
                    standing = table.Column<string>(type: "text", nullable: false),
                    asked_on = table.Column<DateOnly>(type: "date", nullable: false),
                    seen_on = table.Column<DateOnly>(type: "date", nullable: false),
                    times_asked = table.Column<int>(type: "integer", nullable: false),
                    found_act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    answered_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at_unix_ms = table.Column<long>(type: "bigint", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    looked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    looked_at_unix_ms = table.Column<long>(type: "bigint", nullable: true),
                    looked = table.Column<string>(type: "text", nullable: true),
                    closed = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quality_questions", x => new { x.county_no, x.question_id });
                    table.CheckConstraint("ck_quality_questions_looked_at_by_another", "looked_by_id IS NULL OR (looked_by_id <> answered_by_id AND (about_id IS NULL OR looked_by_id <> about_id))");
                    table.CheckConstraint("ck_quality_questions_standing", "standing IN ('open', 'answered', 'settled', 'gone')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_quality_looks_county_no_act_id",
                table: "quality_looks",
                columns: new[] { "county_no", "act_id" });

            migrationBuilder.CreateIndex(
                name: "ix_quality_questions_county_no_key",
                table: "quality_questions",
                columns: new[] { "county_no", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quality_questions_county_no_standing_region_no",
                table: "quality_questions",
                columns: new[] { "county_no", "standing", "region_no" });

            foreach (var table in new[] { "inspection_days", "quality_looks", "quality_questions" })
                migrationBuilder.HoldToCounties(table);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "inspection_days");

            migrationBuilder.DropTable(
                name: "quality_looks");

            migrationBuilder.DropTable(
                name: "quality_questions");
        }
    }
}
