using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Passkeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "passkeys",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    passkey_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    added_at_unix_ms = table.Column<long>(type: "bigint", nullable: false),
                    last_used_at_unix_ms = table.Column<long>(type: "bigint", nullable: true),
                    doubted_at_unix_ms = table.Column<long>(type: "bigint", nullable: true),
                    ended_at_unix_ms = table.Column<long>(type: "bigint", nullable: true),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkeys", x => new { x.county_no, x.passkey_id });
                    table.CheckConstraint("ck_passkeys_sign_count", "sign_count >= 0 AND sign_count <= 4294967295");
                    table.ForeignKey(
                        name: "fk_passkeys_accounts_county_no_account_id",
                        columns: x => new { x.county_no, x.account_id },
                        principalTable: "accounts",
                        principalColumns: new[] { "county_no", "account_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_county_no_account_id",
                table: "passkeys",
                columns: new[] { "county_no", "account_id" });

            migrationBuilder.CreateIndex(
                name: "ix_passkeys_credential_id",
                table: "passkeys",
                column: "credential_id",
                unique: true);

            migrationBuilder.HoldToCounties("passkeys");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "passkeys");
        }
    }
}
