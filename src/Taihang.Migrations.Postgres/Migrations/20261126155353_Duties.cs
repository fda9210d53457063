using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
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
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    duty_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    region_no = table.Column<int>(type: "integer", nullable: true),
                    held_from = table.Column<DateOnly>(type: "date", nullable: false),
                    held_until = table.Column<DateOnly>(type: "date", nullable: true),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false)
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
                SELECT county_no, account_id, account_id, role, region_no, DATE '2014-01-01', NULL, UUID '00000000-0000-0000-0000-000000000000' FROM accounts
                """
            );

            migrationBuilder.DropColumn(
                name: "region_no",
                table: "accounts");

            migrationBuilder.RenameColumn(
                name: "role",
                table: "accounts",
                newName: "state");

            migrationBuilder.AddColumn<byte[]>(
                name: "invitation_hash",
                table: "accounts",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "invitation_until_unix_ms",
                table: "accounts",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "stamp",
                table: "accounts",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "accounts",
                type: "integer",
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
                name: "invitation_until_unix_ms",
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

            migrationBuilder.AddColumn<int>(
                name: "region_no",
                table: "accounts",
                type: "integer",
                nullable: true);
        }
    }
}
