using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Duties : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_duties",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    duty_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    region_no = table.Column<int>(type: "INTEGER", nullable: true),
                    held_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    held_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_duties", x => new { x.county_no, x.duty_id });
                    table.CheckConstraint("ck_account_duties_held", "held_until IS NULL OR held_until >= held_from");
                    table.ForeignKey(
                        name: "fk_account_duties_accounts_county_no_account_id",
                        columns: x => new { x.county_no, x.account_id },
                        principalTable: "accounts",
                        principalColumns: new[] { "county_no", "account_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_duties_county_no_account_id",
                table: "account_duties",
                columns: new[] { "county_no", "account_id" });

            // Every account had one duty; when it began was not recorded, so it is taken to hold since the programme began.
            migrationBuilder.Sql(
                """
                INSERT INTO account_duties (county_no, duty_id, account_id, role, region_no, held_from, held_until, act_id)
                SELECT county_no, account_id, account_id, role, region_no, '2014-01-01', NULL, X'00000000000000000000000000000000' FROM accounts
                """
            );

            migrationBuilder.RenameColumn(
                name: "role",
                table: "accounts",
                newName: "state");

            migrationBuilder.RenameColumn(
                name: "region_no",
                table: "accounts",
                newName: "invitation_until_unix_ms");

            migrationBuilder.AddColumn<byte[]>(
                name: "invitation_hash",
                table: "accounts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "stamp",
                table: "accounts",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "accounts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("UPDATE accounts SET state = 'active', stamp = account_id, invitation_until_unix_ms = NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE accounts SET state = coalesce((SELECT min(d.role) FROM account_duties d WHERE d.county_no = accounts.county_no AND d.account_id = accounts.account_id), 'cadre')");

            migrationBuilder.DropTable(
                name: "account_duties");

            migrationBuilder.DropColumn(
                name: "invitation_hash",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "stamp",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "version",
                table: "accounts");

            migrationBuilder.RenameColumn(
                name: "state",
                table: "accounts",
                newName: "role");

            migrationBuilder.RenameColumn(
                name: "invitation_until_unix_ms",
                table: "accounts",
                newName: "region_no");

            migrationBuilder.Sql("UPDATE accounts SET region_no = NULL");
        }
    }
}
