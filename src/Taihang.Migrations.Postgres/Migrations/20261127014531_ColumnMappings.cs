using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ColumnMappings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "mapping_hash",
                table: "imported_files",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "column_mappings",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    mapping_hash = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    source_zh = table.Column<string>(type: "text", nullable: false),
                    source_en = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_column_mappings", x => new { x.county_no, x.mapping_hash });
                });
            migrationBuilder.HoldToCounties("column_mappings");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "column_mappings");

            migrationBuilder.DropColumn(
                name: "mapping_hash",
                table: "imported_files");
        }
    }
}
