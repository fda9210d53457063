using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CadreStatements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "quota",
                table: "sending_units",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cadre_statements",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cadre_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stated_on = table.Column<DateOnly>(type: "date", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadre_statements", x => new { x.county_no, x.statement_id });
                    table.ForeignKey(
                        name: "fk_cadre_statements_cadres_county_no_cadre_id",
                        columns: x => new { x.county_no, x.cadre_id },
                        principalTable: "cadres",
                        principalColumns: new[] { "county_no", "cadre_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cadre_statements_county_no_cadre_id",
                table: "cadre_statements",
                columns: new[] { "county_no", "cadre_id" });

            migrationBuilder.HoldToCounties("cadre_statements");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cadre_statements");

            migrationBuilder.DropColumn(
                name: "quota",
                table: "sending_units");
        }
    }
}
