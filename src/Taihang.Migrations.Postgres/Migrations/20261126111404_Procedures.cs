using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Procedures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "procedure_cases",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    village_no = table.Column<int>(type: "integer", nullable: false),
                    pack = table.Column<string>(type: "text", nullable: false),
                    procedure = table.Column<string>(type: "text", nullable: false),
                    settings = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subject_name = table.Column<string>(type: "text", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    step = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    next_due = table.Column<DateOnly>(type: "date", nullable: true),
                    stopped = table.Column<bool>(type: "boolean", nullable: false),
                    missed = table.Column<bool>(type: "boolean", nullable: false),
                    taken_up_act_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_cases", x => new { x.county_no, x.case_id });
                });

            migrationBuilder.CreateTable(
                name: "procedure_notices",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    notice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    village_no = table.Column<int>(type: "integer", nullable: false),
                    procedure = table.Column<string>(type: "text", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    place = table.Column<string>(type: "text", nullable: false),
                    posted_on = table.Column<DateOnly>(type: "date", nullable: false),
                    taken_down_on = table.Column<DateOnly>(type: "date", nullable: true),
                    seed = table.Column<byte[]>(type: "bytea", nullable: true),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_notices", x => new { x.county_no, x.notice_id });
                });

            migrationBuilder.CreateTable(
                name: "procedure_events",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_events", x => new { x.county_no, x.case_id, x.seq });
                    table.ForeignKey(
                        name: "fk_procedure_events_procedure_cases_county_no_case_id",
                        columns: x => new { x.county_no, x.case_id },
                        principalTable: "procedure_cases",
                        principalColumns: new[] { "county_no", "case_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "procedure_receipts",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    objection_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_receipts", x => new { x.county_no, x.hash });
                    table.ForeignKey(
                        name: "fk_procedure_receipts_procedure_cases_county_no_case_id",
                        columns: x => new { x.county_no, x.case_id },
                        principalTable: "procedure_cases",
                        principalColumns: new[] { "county_no", "case_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "procedure_notice_entries",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    notice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_notice_entries", x => new { x.county_no, x.notice_id, x.number });
                    table.ForeignKey(
                        name: "fk_procedure_notice_entries_procedure_cases_county_no_case_id",
                        columns: x => new { x.county_no, x.case_id },
                        principalTable: "procedure_cases",
                        principalColumns: new[] { "county_no", "case_id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_procedure_notice_entries_procedure_notices_county_no_notice",
                        columns: x => new { x.county_no, x.notice_id },
                        principalTable: "procedure_notices",
                        principalColumns: new[] { "county_no", "notice_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_cases_county_no_next_due",
                table: "procedure_cases",
                columns: new[] { "county_no", "next_due" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_cases_county_no_village_no_step",
                table: "procedure_cases",
                columns: new[] { "county_no", "village_no", "step" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_events_county_no_case_id_event_id",
                table: "procedure_events",
                columns: new[] { "county_no", "case_id", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_procedure_notice_entries_county_no_case_id",
                table: "procedure_notice_entries",
                columns: new[] { "county_no", "case_id" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_notices_county_no_village_no",
                table: "procedure_notices",
                columns: new[] { "county_no", "village_no" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_receipts_county_no_case_id",
                table: "procedure_receipts",
                columns: new[] { "county_no", "case_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "procedure_events");

            migrationBuilder.DropTable(
                name: "procedure_notice_entries");

            migrationBuilder.DropTable(
                name: "procedure_receipts");

            migrationBuilder.DropTable(
                name: "procedure_notices");

            migrationBuilder.DropTable(
                name: "procedure_cases");
        }
    }
}
