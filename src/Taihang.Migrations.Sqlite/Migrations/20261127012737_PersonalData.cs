using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PersonalData : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "own_page_codes",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    code_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    given_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    until_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_own_page_codes", x => new { x.county_no, x.code_id });
                    table.ForeignKey(
                        name: "fk_own_page_codes_persons_county_no_person_id",
                        columns: x => new { x.county_no, x.person_id },
                        principalTable: "persons",
                        principalColumns: new[] { "county_no", "person_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "own_requests",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    request_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    village_no = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    about = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    received_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    standing = table.Column<string>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: true),
                    answered_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    answered_by_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    change_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_own_requests", x => new { x.county_no, x.request_id });
                    table.CheckConstraint("ck_own_requests_standing", "standing IN ('open', 'granted', 'refused')");
                    table.ForeignKey(
                        name: "fk_own_requests_persons_county_no_person_id",
                        columns: x => new { x.county_no, x.person_id },
                        principalTable: "persons",
                        principalColumns: new[] { "county_no", "person_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "retention_endings",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    left_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    proposed_by_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    proposed_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    proposed_act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    confirmed_by_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_endings", x => new { x.county_no, x.person_id });
                    table.CheckConstraint("ck_retention_endings_confirmed_by_another", "(confirmed_by_id IS NULL) = (ended_on IS NULL) AND (confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id)");
                    table.ForeignKey(
                        name: "fk_retention_endings_persons_county_no_person_id",
                        columns: x => new { x.county_no, x.person_id },
                        principalTable: "persons",
                        principalColumns: new[] { "county_no", "person_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_own_page_codes_county_no_hash",
                table: "own_page_codes",
                columns: new[] { "county_no", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_own_page_codes_county_no_person_id",
                table: "own_page_codes",
                columns: new[] { "county_no", "person_id" });

            migrationBuilder.CreateIndex(
                name: "ix_own_requests_county_no_person_id",
                table: "own_requests",
                columns: new[] { "county_no", "person_id" });

            migrationBuilder.CreateIndex(
                name: "ix_own_requests_county_no_standing_village_no",
                table: "own_requests",
                columns: new[] { "county_no", "standing", "village_no" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "own_page_codes");

            migrationBuilder.DropTable(
                name: "own_requests");

            migrationBuilder.DropTable(
                name: "retention_endings");
        }
    }
}
