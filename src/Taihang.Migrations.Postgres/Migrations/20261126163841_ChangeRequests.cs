using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ChangeRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "change_requests",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    change_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    other_household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    village_no = table.Column<int>(type: "integer", nullable: false),
                    other_village_no = table.Column<int>(type: "integer", nullable: true),
                    sent = table.Column<byte[]>(type: "bytea", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    @base = table.Column<string>(name: "base", type: "text", nullable: false),
                    submitted = table.Column<string>(type: "text", nullable: false),
                    standing = table.Column<string>(type: "text", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_on = table.Column<DateOnly>(type: "date", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_requests", x => new { x.county_no, x.change_id });
                    table.UniqueConstraint("ak_change_requests_county_no_change_id_requested_by", x => new { x.county_no, x.change_id, x.requested_by });
                    table.CheckConstraint("ck_change_requests_standing", "standing IN ('open', 'applied', 'no_effect', 'refused', 'withdrawn')");
                });

            migrationBuilder.CreateTable(
                name: "change_decisions",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    change_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    written = table.Column<string>(type: "text", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_decisions", x => new { x.county_no, x.change_id });
                    table.CheckConstraint("ck_change_decisions_answer", "answer IN ('applied', 'no_effect', 'refused', 'withdrawn')");
                    table.CheckConstraint("ck_change_decisions_other_hand", "(answer = 'withdrawn') = (decided_by = requested_by)");
                    table.ForeignKey(
                        name: "fk_change_decisions_change_requests_county_no_change_id_reques",
                        columns: x => new { x.county_no, x.change_id, x.requested_by },
                        principalTable: "change_requests",
                        principalColumns: new[] { "county_no", "change_id", "requested_by" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_change_decisions_county_no_change_id_requested_by",
                table: "change_decisions",
                columns: new[] { "county_no", "change_id", "requested_by" });

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_county_no_household_id",
                table: "change_requests",
                columns: new[] { "county_no", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_change_requests_county_no_standing_village_no",
                table: "change_requests",
                columns: new[] { "county_no", "standing", "village_no" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "change_decisions");

            migrationBuilder.DropTable(
                name: "change_requests");
        }
    }
}
