using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class MerkleLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_former_links",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    commitment = table.Column<byte[]>(type: "bytea", nullable: false),
                    chain = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_former_links", x => new { x.county_no, x.seq });
                });

            KeepFormerLinks(migrationBuilder);

            migrationBuilder.DropColumn(
                name: "chain",
                table: "audit_leaves");

            migrationBuilder.RenameColumn(
                name: "commitment",
                table: "audit_leaves",
                newName: "hash");

            migrationBuilder.CreateTable(
                name: "audit_checkpoints",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    at_unix_ms = table.Column<long>(type: "bigint", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_checkpoints", x => new { x.county_no, x.origin, x.size, x.at_unix_ms });
                });

            migrationBuilder.CreateTable(
                name: "audit_nodes",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    ordinal = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_nodes", x => new { x.county_no, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "audit_tips",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    peaks = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_tips", x => x.county_no);
                });

            migrationBuilder.CreateTable(
                name: "sensitive_reads",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "integer", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sensitive_reads", x => new { x.county_no, x.subject_id, x.act_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_checkpoints");

            migrationBuilder.DropTable(
                name: "audit_nodes");

            migrationBuilder.DropTable(
                name: "audit_tips");

            migrationBuilder.DropTable(
                name: "sensitive_reads");

            migrationBuilder.RenameColumn(
                name: "hash",
                table: "audit_leaves",
                newName: "commitment");

            migrationBuilder.AddColumn<byte[]>(
                name: "chain",
                table: "audit_leaves",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            GiveFormerLinksBack(migrationBuilder);

            migrationBuilder.DropTable(
                name: "audit_former_links");
        }
    }
}
