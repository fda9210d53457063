using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LabTrials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "lab_trials",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    trial_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    pack_hash = table.Column<string>(type: "TEXT", nullable: false),
                    snapshot_hash = table.Column<string>(type: "TEXT", nullable: false),
                    as_of = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    tried = table.Column<string>(type: "TEXT", nullable: false),
                    report = table.Column<string>(type: "TEXT", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    read_act_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    in_force_act_id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lab_trials", x => new { x.county_no, x.trial_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lab_trials");
        }
    }
}
