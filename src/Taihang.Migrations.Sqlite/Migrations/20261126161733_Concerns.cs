using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Concerns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "actor_id",
                table: "sensitive_reads",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<long>(
                name: "at_unix_ms",
                table: "sensitive_reads",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "outside_duty",
                table: "sensitive_reads",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql(
                """
                UPDATE sensitive_reads SET
                  actor_id = (SELECT a.actor_id FROM acts a WHERE a.county_no = sensitive_reads.county_no AND a.act_id = sensitive_reads.act_id),
                  at_unix_ms = (SELECT a.at_unix_ms FROM acts a WHERE a.county_no = sensitive_reads.county_no AND a.act_id = sensitive_reads.act_id)
                WHERE EXISTS (SELECT 1 FROM acts a WHERE a.county_no = sensitive_reads.county_no AND a.act_id = sensitive_reads.act_id)
                """
            );

            migrationBuilder.CreateTable(
                name: "access_concerns",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    concern_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    at_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    until_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    reviewed_by_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    reviewed_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    justified = table.Column<bool>(type: "INTEGER", nullable: true),
                    review = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_access_concerns", x => new { x.county_no, x.concern_id });
                    table.CheckConstraint("ck_access_concerns_reviewed_by_another", "reviewed_by_id IS NULL OR reviewed_by_id <> account_id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_sensitive_reads_county_no_actor_id_at_unix_ms",
                table: "sensitive_reads",
                columns: new[] { "county_no", "actor_id", "at_unix_ms" });

            migrationBuilder.CreateIndex(
                name: "ix_access_concerns_account_county_no",
                table: "access_concerns",
                column: "account_county_no");

            migrationBuilder.CreateIndex(
                name: "ix_access_concerns_county_no_account_id",
                table: "access_concerns",
                columns: new[] { "county_no", "account_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_concerns");

            migrationBuilder.DropIndex(
                name: "ix_sensitive_reads_county_no_actor_id_at_unix_ms",
                table: "sensitive_reads");

            migrationBuilder.DropColumn(
                name: "actor_id",
                table: "sensitive_reads");

            migrationBuilder.DropColumn(
                name: "at_unix_ms",
                table: "sensitive_reads");

            migrationBuilder.DropColumn(
                name: "outside_duty",
                table: "sensitive_reads");
        }
    }
}
