using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PersonsBefore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_persons_county_no_previous_id",
                table: "persons",
                columns: new[] { "county_no", "previous_id" },
                filter: "previous_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_persons_county_no_previous_id",
                table: "persons");
        }
    }
}
