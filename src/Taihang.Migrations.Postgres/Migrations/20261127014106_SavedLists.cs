using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SavedLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "saved_lists",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    shared = table.Column<bool>(type: "boolean", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_lists", x => new { x.county_no, x.list_id });
                    table.ForeignKey(
                        name: "fk_saved_lists_acts_county_no_act_id",
                        columns: x => new { x.county_no, x.act_id },
                        principalTable: "acts",
                        principalColumns: new[] { "county_no", "act_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_saved_lists_county_no_account_id_name",
                table: "saved_lists",
                columns: new[] { "county_no", "account_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_saved_lists_county_no_act_id",
                table: "saved_lists",
                columns: new[] { "county_no", "act_id" });

            migrationBuilder.HoldToCounties("saved_lists");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saved_lists");
        }
    }
}
