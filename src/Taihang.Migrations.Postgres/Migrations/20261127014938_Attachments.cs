using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Attachments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_kind = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    village_no = table.Column<int>(type: "integer", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    shown_on = table.Column<DateOnly>(type: "date", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    personal = table.Column<bool>(type: "boolean", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    suite = table.Column<string>(type: "text", nullable: false),
                    wrapped_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    added_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at_unix_ms = table.Column<long>(type: "bigint", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    withdrawn_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawn_at_unix_ms = table.Column<long>(type: "bigint", nullable: true),
                    withdrawn_reason = table.Column<string>(type: "text", nullable: true),
                    withdrawn_act_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => new { x.county_no, x.attachment_id });
                    table.CheckConstraint("ck_attachments_notice", "purpose <> 'notice' OR NOT personal");
                    table.CheckConstraint("ck_attachments_purpose", "purpose IN ('evidence', 'notice')");
                    table.CheckConstraint("ck_attachments_withdrawn", "(withdrawn_act_id IS NULL) = (withdrawn_reason IS NULL)");
                    table.ForeignKey(
                        name: "fk_attachments_acts_county_no_act_id",
                        columns: x => new { x.county_no, x.act_id },
                        principalTable: "acts",
                        principalColumns: new[] { "county_no", "act_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_county_no_act_id",
                table: "attachments",
                columns: new[] { "county_no", "act_id" });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_county_no_subject_id",
                table: "attachments",
                columns: new[] { "county_no", "subject_id" });

            migrationBuilder.HoldToCounties("attachments");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");
        }
    }
}
