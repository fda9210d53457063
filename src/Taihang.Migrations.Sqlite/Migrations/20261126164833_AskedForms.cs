using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AskedForms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "asked_forms",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_form_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    region_no = table.Column<int>(type: "INTEGER", nullable: false),
                    asked_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    header_hash = table.Column<string>(type: "TEXT", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    asked_by = table.Column<string>(type: "TEXT", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    legal_basis = table.Column<string>(type: "TEXT", nullable: false),
                    columns = table.Column<int>(type: "INTEGER", nullable: false),
                    columns_known = table.Column<int>(type: "INTEGER", nullable: false),
                    rows = table.Column<int>(type: "INTEGER", nullable: false),
                    cells_filled = table.Column<int>(type: "INTEGER", nullable: false),
                    cells_stated = table.Column<int>(type: "INTEGER", nullable: false),
                    cells_typed_again = table.Column<int>(type: "INTEGER", nullable: false),
                    cells_missing = table.Column<int>(type: "INTEGER", nullable: false),
                    cells_by_hand = table.Column<int>(type: "INTEGER", nullable: false),
                    differences = table.Column<int>(type: "INTEGER", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asked_forms", x => new { x.county_no, x.asked_form_id });
                    table.ForeignKey(
                        name: "fk_asked_forms_acts_county_no_act_id",
                        columns: x => new { x.county_no, x.act_id },
                        principalTable: "acts",
                        principalColumns: new[] { "county_no", "act_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "form_mappings",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    header_hash = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    rows = table.Column<string>(type: "TEXT", nullable: false),
                    columns = table.Column<string>(type: "TEXT", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_form_mappings", x => new { x.county_no, x.header_hash });
                });

            migrationBuilder.CreateIndex(
                name: "ix_asked_forms_county_no_act_id",
                table: "asked_forms",
                columns: new[] { "county_no", "act_id" });

            migrationBuilder.CreateIndex(
                name: "ix_asked_forms_county_no_content_hash_region_no_asked_on",
                table: "asked_forms",
                columns: new[] { "county_no", "content_hash", "region_no", "asked_on" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "asked_forms");

            migrationBuilder.DropTable(
                name: "form_mappings");
        }
    }
}
