using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OutboundNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "notice_contacts",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    recipient_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    wrapped_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notice_contacts", x => new { x.county_no, x.recipient_id });
                });

            migrationBuilder.CreateTable(
                name: "outbound_notices",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    notice_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    cause_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    recipient_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    office = table.Column<string>(type: "TEXT", nullable: true),
                    region_no = table.Column<int>(type: "INTEGER", nullable: true),
                    case_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    step = table.Column<string>(type: "TEXT", nullable: true),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    standing = table.Column<string>(type: "TEXT", nullable: false),
                    urgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_holder = table.Column<byte[]>(type: "BLOB", nullable: true),
                    lease_until_unix_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    last_answer = table.Column<string>(type: "TEXT", nullable: true),
                    queued_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at_unix_ms = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbound_notices", x => new { x.county_no, x.notice_id });
                    table.CheckConstraint("ck_outbound_notices_standing", "standing IN ('waiting', 'letter', 'sent', 'superseded', 'cancelled', 'dead')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_notices_county_no_cause_id_kind_recipient_id",
                table: "outbound_notices",
                columns: new[] { "county_no", "cause_id", "kind", "recipient_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbound_notices_county_no_recipient_id",
                table: "outbound_notices",
                columns: new[] { "county_no", "recipient_id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_notices_county_no_standing_queued_at_unix_ms",
                table: "outbound_notices",
                columns: new[] { "county_no", "standing", "queued_at_unix_ms" });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_notices_lease_holder",
                table: "outbound_notices",
                column: "lease_holder");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_notices_standing_next_attempt_unix_ms",
                table: "outbound_notices",
                columns: new[] { "standing", "next_attempt_unix_ms" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "notice_contacts");

            migrationBuilder.DropTable(
                name: "outbound_notices");
        }
    }
}
