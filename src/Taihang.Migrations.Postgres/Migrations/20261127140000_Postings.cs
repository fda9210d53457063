using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Postings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_postings_county_no_cadre_id",
                table: "postings");

            migrationBuilder.AddColumn<string>(
                name: "role",
                table: "postings",
                type: "text",
                nullable: false,
                defaultValue: "first_secretary");

            migrationBuilder.AddColumn<string>(
                name: "role",
                table: "dispatch_rounds",
                type: "text",
                nullable: false,
                defaultValue: "first_secretary");

            migrationBuilder.CreateTable(
                name: "dispatch_plans",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    copy_of = table.Column<Guid>(type: "uuid", nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    round_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rules = table.Column<string>(type: "text", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: false),
                    choices = table.Column<string>(type: "text", nullable: false),
                    free = table.Column<string>(type: "text", nullable: false),
                    certificate = table.Column<string>(type: "text", nullable: false),
                    certificate_hash = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_plans", x => new { x.county_no, x.plan_id });
                    table.CheckConstraint("ck_dispatch_plans_state", "state IN ('draft', 'submitted', 'posted', 'dropped')");
                });

            migrationBuilder.CreateTable(
                name: "posting_events",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    posting_id = table.Column<Guid>(type: "uuid", nullable: false),
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
                    table.PrimaryKey("pk_posting_events", x => new { x.county_no, x.posting_id, x.seq });
                    table.ForeignKey(
                        name: "fk_posting_events_postings_county_no_posting_id",
                        columns: x => new { x.county_no, x.posting_id },
                        principalTable: "postings",
                        principalColumns: new[] { "county_no", "posting_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_postings_county_no_cadre_id",
                table: "postings",
                columns: new[] { "county_no", "cadre_id" },
                unique: true,
                filter: "\"to\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_postings_county_no_village_no_role",
                table: "postings",
                columns: new[] { "county_no", "village_no", "role" },
                unique: true,
                filter: "\"to\" IS NULL AND role = 'first_secretary'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_postings_role",
                table: "postings",
                sql: "role IN ('first_secretary', 'member')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_postings_to",
                table: "postings",
                sql: "\"to\" IS NULL OR \"to\" >= \"from\"");

            migrationBuilder.CreateIndex(
                name: "ix_posting_events_county_no_event_id",
                table: "posting_events",
                columns: new[] { "county_no", "event_id" },
                unique: true);

            migrationBuilder.HoldToCounties("dispatch_plans");
            migrationBuilder.HoldToCounties("posting_events");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispatch_plans");

            migrationBuilder.DropTable(
                name: "posting_events");

            migrationBuilder.DropIndex(
                name: "ix_postings_county_no_cadre_id",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "ix_postings_county_no_village_no_role",
                table: "postings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_postings_role",
                table: "postings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_postings_to",
                table: "postings");

            migrationBuilder.DropColumn(
                name: "role",
                table: "postings");

            migrationBuilder.DropColumn(
                name: "role",
                table: "dispatch_rounds");

            migrationBuilder.CreateIndex(
                name: "ix_postings_county_no_cadre_id",
                table: "postings",
                columns: new[] { "county_no", "cadre_id" });
        }
    }
}
