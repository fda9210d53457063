using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
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
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    passkey_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    credential_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sign_count = table.Column<long>(type: "INTEGER", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    backed_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    added_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    doubted_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "passkeys");
        }
    }
}
